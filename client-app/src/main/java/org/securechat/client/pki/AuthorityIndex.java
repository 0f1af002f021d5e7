package org.securechat.client.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.pki.IssuedCertificate.Revocation;
import org.securechat.protocol.file.OwnerOnly;

/**
 * The list of everything the authority ever issued: one line a certificate, fields separated by
 * tabs.
 *
 * <pre>
 *   serial  kind  name  not_before  not_after  sha256  revoked_at|-  reason|-
 * </pre>
 *
 * Read and written under the authority's lock.
 */
final class AuthorityIndex {
  private static final String NONE = "-";
  private static final int FIELDS = 8;

  private final Path file;

  AuthorityIndex(Path file) {
    this.file = file;
  }

  List<IssuedCertificate> read() throws ClientException, IOException {
    List<IssuedCertificate> entries = new ArrayList<>();
    if (!Files.exists(file)) {
      return entries;
    }
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      if (!line.isEmpty()) {
        entries.add(parse(line, number));
      }
    }
    return entries;
  }

  void write(List<IssuedCertificate> entries) throws IOException {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(format(entry)).append('\n'));
    OwnerOnly.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String format(IssuedCertificate entry) {
    return String.join(
        "\t",
        entry.serial(),
        entry.kind().label(),
        entry.name(),
        entry.notBefore().toString(),
        entry.notAfter().toString(),
        entry.sha256(),
        entry.revocation().map(r -> r.at().toString()).orElse(NONE),
        entry.revocation().map(r -> r.reason().label()).orElse(NONE));
  }

  private IssuedCertificate parse(String line, int number) throws ClientException {
    String[] f = line.split("\t", -1);
    try {
      if (f.length == FIELDS) {
        return new IssuedCertificate(
            f[0],
            CertificateKind.of(f[1]).orElseThrow(),
            f[2],
            Instant.parse(f[3]),
            Instant.parse(f[4]),
            f[5],
            revocation(f[6], f[7]));
      }
    } catch (DateTimeException | java.util.NoSuchElementException _) {
      // Reported below, with the place, like a line of the wrong length.
    }
    throw new ClientException(
        "the index " + file + " is damaged at line " + number,
        "Restore the file from a backup; without it nothing can be revoked by name.");
  }

  private static Optional<Revocation> revocation(String at, String reason) {
    return NONE.equals(at)
        ? Optional.empty()
        : Optional.of(new Revocation(Instant.parse(at), CrlReason.of(reason).orElseThrow()));
  }
}
