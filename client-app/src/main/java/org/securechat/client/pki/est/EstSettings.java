package org.securechat.client.pki.est;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.securechat.client.ClientException;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.PemFiles;

/**
 * How a certificate is renewed, in {@code issued/NAME.est}: a few lines {@code key=value}, and
 * after them the certificates of those who vouch for the server, if these are others than {@code
 * ca.pem}.
 *
 * @param address where it comes from
 * @param failed when an attempt to renew it failed last; empty after one that did not
 * @param ofServer authorities of the server's own certificate; empty: those of {@code ca.pem}
 */
public record EstSettings(
    EstAddress address, Optional<Instant> failed, List<X509Certificate> ofServer) {
  private static final int MAX_BYTES = 256 * 1024;
  private static final String BEGIN = "-----BEGIN ";

  /** Copies the list. */
  public EstSettings {
    ofServer = List.copyOf(ofServer);
  }

  /** Where those of that holder are. */
  public static Path file(Path root, String name) {
    return root.resolve("issued").resolve(name + ".est");
  }

  /** The settings of that holder; empty if there are none. */
  public static Optional<EstSettings> find(Path root, String name) throws ClientException {
    Path file = file(root, name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is too long");
      }
      return Optional.of(parse(Files.readString(file, StandardCharsets.US_ASCII)));
    } catch (IOException | CertificateException | DateTimeException | EstException e) {
      throw new ClientException(
          file + " cannot be used: " + e.getMessage(),
          "Delete it and name the server again: securechat pki renew " + name + " --est URL.",
          e);
    }
  }

  private static EstSettings parse(String text)
      throws EstException, IOException, CertificateException {
    int begin = text.indexOf(BEGIN);
    String head = begin < 0 ? text : text.substring(0, begin);
    Map<String, String> values =
        head.lines()
            .map(String::strip)
            .filter(line -> !line.startsWith("#") && line.contains("="))
            .map(line -> line.split("=", 2))
            .collect(
                Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip(), (a, _) -> a));
    if (!values.containsKey("address")) {
      throw new IOException("it has no line 'address='");
    }
    byte[] rest = text.substring(head.length()).getBytes(StandardCharsets.US_ASCII);
    List<X509Certificate> ofServer =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(rest))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    return new EstSettings(
        EstAddress.parse(values.get("address")),
        Optional.ofNullable(values.get("failed")).map(Instant::parse),
        ofServer);
  }

  /** The same after an attempt that failed then. */
  public EstSettings failedAt(Instant now) {
    return new EstSettings(address, Optional.of(now.truncatedTo(ChronoUnit.SECONDS)), ofServer);
  }

  /** Writes them for that holder, in one step. */
  public void write(Path root, String name) throws IOException {
    StringBuilder text = new StringBuilder("# How the certificate is renewed (EST, RFC 7030).\n");
    text.append("address=").append(address).append('\n');
    failed.ifPresent(at -> text.append("failed=").append(at).append('\n'));
    text.append(new String(PemFiles.encode(ofServer), StandardCharsets.US_ASCII));
    OwnerOnly.write(file(root, name), text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
