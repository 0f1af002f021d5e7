package org.securechat.client.pki.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.storage.IssuedFiles;
import org.securechat.protocol.identity.PemFiles;

/** Judges a folder of certificates before anything is started with it. */
public final class FolderCheck {
  private final Path root;
  private final Expectations expected;
  private final List<Finding> findings = new ArrayList<>();

  /** A check of that folder, which has to exist. */
  public FolderCheck(Path root, Expectations expected) {
    this.root = root;
    this.expected = expected;
  }

  /**
   * Everything that was found, in the order in which files are looked at.
   *
   * @throws IOException if the folder cannot be listed
   */
  public List<Finding> run() throws IOException {
    findings.clear();
    finish();
    Optional<List<X509Certificate>> authorities = authorities();
    List<X509Certificate> issuers = new ArrayList<>(authorities.orElse(List.of()));
    List<Finding> ofHolders = new ArrayList<>();
    List<Holder> holders = Holder.of(root, expected.role());
    for (Holder holder : holders) {
      HolderCheck check = new HolderCheck(root, holder, expected, authorities);
      ofHolders.addAll(check.run());
      issuers.addAll(check.issuers());
    }
    if (authorities.isPresent()) {
      findings.addAll(new ListsCheck(root.resolve("crl.pem"), expected, issuers).run());
    }
    findings.addAll(ofHolders);
    if (holders.isEmpty()) {
      findings.add(
          Finding.error(
              root,
              "holds no certificate of a user or a server",
              "Make one with 'securechat pki issue NAME', or ask an authority for one with"
                  + " 'securechat pki request NAME'."));
    }
    return List.copyOf(findings);
  }

  /** What was decided when a process was ended: to judge what it would have replaced is no use. */
  private void finish() {
    try {
      IssuedFiles.finishAll(root, expected.clock().instant());
    } catch (IOException e) {
      findings.add(
          Finding.error(
              root,
              "holds a new certificate that cannot be put in place: " + e.getMessage(),
              "Check that you may write to the folder."));
    }
  }

  private Optional<List<X509Certificate>> authorities() {
    Path file = root.resolve("ca.pem");
    if (!Files.exists(file)) {
      findings.add(
          Finding.error(
              file,
              "is missing",
              "Put the certificates of the authorities there whose certificates count, PEM; of a"
                  + " chain the root is enough."));
      return Optional.empty();
    }
    try {
      List<X509Certificate> authorities = PemFiles.certificates(file);
      authorities.forEach(authority -> judge(file, authority));
      return Optional.of(authorities);
    } catch (IOException e) {
      findings.add(Finding.error(file, "cannot be read: " + e.getMessage(), "It is a PEM file."));
      return Optional.empty();
    }
  }

  private void judge(Path file, X509Certificate authority) {
    Instant now = expected.clock().instant();
    Instant end = authority.getNotAfter().toInstant();
    String name = "the authority " + authority.getSubjectX500Principal().getName();
    if (authority.getBasicConstraints() < 0) {
      findings.add(
          Finding.error(
              file,
              "holds " + authority.getSubjectX500Principal().getName() + ", which is no authority",
              "Put the certificates of authorities there and no others."));
    } else if (!end.isAfter(now)) {
      findings.add(
          Finding.error(file, "holds " + name + ", which ended at " + end, "Get the new one."));
    } else if (end.isBefore(now.plus(expected.notice()))) {
      findings.add(
          Finding.warning(file, "holds " + name + ", which ends at " + end, "Get the new one."));
    } else {
      findings.add(Finding.good(file, "holds " + name + ", until " + end));
    }
  }
}
