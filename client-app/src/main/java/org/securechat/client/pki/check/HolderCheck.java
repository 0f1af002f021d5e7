package org.securechat.client.pki.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.securechat.client.identity.OwnNames;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.ServerNames;
import org.securechat.protocol.identity.key.FoundKey;
import org.securechat.protocol.identity.key.KeyFile;
import org.securechat.protocol.identity.key.KeyFileException;
import org.securechat.protocol.identity.key.KeyNames;

/** Judges the certificate and the key of one holder. */
final class HolderCheck {
  private final Path root;
  private final Holder holder;
  private final Expectations expected;
  private final Optional<List<X509Certificate>> authorities;
  private final List<Finding> findings = new ArrayList<>();
  private List<X509Certificate> chain = List.of();
  private Optional<FoundKey> found = Optional.empty();

  HolderCheck(
      Path root,
      Holder holder,
      Expectations expected,
      Optional<List<X509Certificate>> authorities) {
    this.root = root;
    this.holder = holder;
    this.expected = expected;
    this.authorities = authorities;
  }

  /** The issuers that the chain has. */
  List<X509Certificate> issuers() {
    return chain.isEmpty() ? List.of() : chain.subList(1, chain.size());
  }

  List<Finding> run() {
    if (areThere() && isRead()) {
      judgeKey();
      Purpose purpose = purpose();
      judgeNames(purpose);
      judgeChain(purpose);
    }
    return findings;
  }

  private boolean areThere() {
    boolean there = true;
    for (Path file : Stream.of(holder.chain(), holder.key()).distinct().sorted().toList()) {
      if (!Files.exists(file)) {
        error(file, "is missing", "Put it there; docs/OPERATIONS.md says what it has to be.");
        there = false;
      } else if (!Files.isReadable(file)) {
        error(file, "cannot be read by this user", "Give this user the right to read it.");
        there = false;
      }
    }
    return there;
  }

  /** Reads both, so that all that is wrong with them is said at once. */
  private boolean isRead() {
    readKey();
    try {
      boolean both = holder.chain().equals(holder.key());
      chain =
          both
              ? found.map(FoundKey::chain).orElse(List.of())
              : PemFiles.certificates(holder.chain());
    } catch (IOException e) {
      error(holder.chain(), "cannot be read: " + e.getMessage(), "It is a PEM file, leaf first.");
    }
    return !chain.isEmpty();
  }

  private void readKey() {
    try {
      found = Optional.of(KeyFile.read(holder.key(), expected.passphrase()));
    } catch (KeyFileException e) {
      String what = e.getMessage().substring(holder.key().toString().length() + 1);
      error(holder.key(), what, e.remedy());
    } catch (IOException e) {
      error(holder.key(), "cannot be read: " + e.getMessage(), KeyFileException.UNDERSTOOD);
    }
  }

  private void judgeKey() {
    judgePermissions();
    if (found.isEmpty()) {
      return;
    }
    try {
      new Credentials(chain, found.get().key());
      findings.add(
          Finding.good(
              holder.key(),
              "is the key of the certificate, " + KeyNames.of(chain.getFirst().getPublicKey())));
      if (holder.name().equals(Holder.SERVER)
          && chain.getFirst().getPublicKey() instanceof EdECPublicKey) {
        findings.add(
            Finding.warning(
                holder.chain(),
                "has an Ed25519 key, which browsers do not take",
                "For the console in the browser, give the server a P-256 or an RSA key."));
      }
    } catch (IllegalArgumentException e) {
      error(
          holder.key(),
          "cannot be used with " + holder.chain() + ": " + e.getMessage(),
          "Put the key and the certificate there that belong together.");
    }
  }

  private void judgePermissions() {
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(holder.key());
      if (rights.contains(PosixFilePermission.OTHERS_READ)
          || rights.contains(PosixFilePermission.OTHERS_WRITE)
          || rights.contains(PosixFilePermission.GROUP_WRITE)) {
        findings.add(
            Finding.warning(
                holder.key(), "can be read or written by others", "chmod 600 " + holder.key()));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A file system without such rights.
    }
  }

  /** The server's are known by their names; of others the certificate says what it is for. */
  private Purpose purpose() {
    return switch (holder.name()) {
      case Holder.SERVER, Holder.CLASSIC -> Purpose.SERVER;
      case Holder.RECEIPT -> Purpose.RECEIPT;
      default -> Purpose.ofUsages(chain.getFirst()).orElse(Purpose.CLIENT);
    };
  }

  private void judgeNames(Purpose purpose) {
    X509Certificate leaf = chain.getFirst();
    switch (purpose) {
      case CLIENT, CLASSIC_CLIENT -> judgeUser(OwnNames.of(leaf));
      case RECEIPT ->
          ServerNames.receiptFault(expected.serverName(), leaf)
              .ifPresent(fault -> error(holder.chain(), fault, ""));
      case SERVER ->
          expected
              .host()
              .filter(host -> !ServerNames.matches(leaf, host))
              .ifPresent(host ->
                  error(
                      holder.chain(),
                      "is not one for " + host + ": clients that dial it will refuse",
                      "Get a certificate with the alternative name dns:" + host + "."));
    }
  }

  private void judgeUser(OwnNames names) {
    if (names.accounts().isEmpty()) {
      error(holder.chain(), "states no username", names.advice(Optional.empty()));
    } else if (!names.accounts().contains(holder.name())) {
      findings.add(
          Finding.warning(
              holder.chain(),
              "does not state the name " + holder.name() + ", by which its file is found",
              names.advice(Optional.empty()) + " Name the file with --cert."));
    } else {
      findings.add(Finding.good(holder.chain(), "is for " + String.join(", ", names.accounts())));
    }
  }

  private void judgeChain(Purpose purpose) {
    if (authorities.isEmpty()) {
      return;
    }
    CertificateRules rules =
        new CertificateRules(
            authorities.get(),
            new CrlFile(root.resolve("crl.pem")),
            expected.policy(),
            expected.clock());
    Optional<ChainVerdict> verdict = ChainVerdict.of(rules, chain, purpose);
    if (verdict.isPresent()) {
      error(holder.chain(), verdict.get().what(), verdict.get().remedy());
    } else {
      judgeEnd();
    }
  }

  private void judgeEnd() {
    Instant end =
        chain.stream()
            .map(each -> each.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    findings.add(
        end.isBefore(expected.clock().instant().plus(expected.notice()))
            ? Finding.warning(
                holder.chain(), "ends at " + end, "Get a new certificate before that.")
            : Finding.good(holder.chain(), "leads to an authority of ca.pem, until " + end));
  }

  private void error(Path file, String what, String remedy) {
    findings.add(Finding.error(file, what, remedy));
  }
}
