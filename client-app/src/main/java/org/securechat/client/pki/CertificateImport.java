package org.securechat.client.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.client.identity.OwnNames;
import org.securechat.client.pki.check.ChainVerdict;
import org.securechat.client.storage.FolderLock;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.IssuerSignatures;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.ServerNames;
import org.securechat.protocol.identity.key.KeyFile;
import org.securechat.protocol.identity.key.KeyFileException;
import org.securechat.protocol.identity.key.Passphrase;

/** Puts the certificate in place that an authority has issued, with the key that it is for. */
public final class CertificateImport {
  private final AuthorityFolder folder;
  private final CertificateOrder order;
  private final Passphrase passphrase;
  private final Clock clock;
  private final List<Path> backups = new ArrayList<>();

  /**
   * An import into that folder.
   *
   * @param order for whom, and for what; its kind of key says nothing
   * @param passphrase of keys that are encrypted
   */
  public CertificateImport(Path root, CertificateOrder order, Passphrase passphrase, Clock clock) {
    this.folder = new AuthorityFolder(root);
    this.order = order;
    this.passphrase = passphrase;
    this.clock = clock;
  }

  /**
   * What was done.
   *
   * @param chain where the chain is now
   * @param key where its key is
   * @param backups what was there before
   * @param certificates the chain, leaf first
   * @param judged whether there were authorities to judge it by
   */
  public record Done(
      Path chain,
      Path key,
      List<Path> backups,
      List<X509Certificate> certificates,
      boolean judged) {}

  /** A key with the chain that goes with it. */
  private record Match(Path key, List<X509Certificate> chain) {}

  /**
   * Takes the certificates of these files.
   *
   * @param keyFile the key, if it is not that of a request and not in a PKCS#12 file
   * @throws ClientException for one that would be refused afterwards; nothing is changed then
   */
  public Done take(List<Path> files, Optional<Path> keyFile) throws ClientException {
    order.check();
    try (FolderLock _ = folder.lock()) {
      OwnerOnly.createFolder(folder.issued());
      List<X509Certificate> received = new ArrayList<>();
      for (Path file : files) {
        received.addAll(CertificatesFile.read(file, passphrase));
      }
      Match match = match(received, candidates(files, keyFile));
      checkNames(match.chain().getFirst());
      boolean judged = judge(match.chain());
      install(match);
      return new Done(
          folder.issuedCertificate(order.name()),
          folder.issuedKey(order.name()),
          List.copyOf(backups),
          match.chain(),
          judged);
    } catch (KeyFileException e) {
      throw new ClientException(e.getMessage(), e.remedy(), e);
    } catch (IOException e) {
      throw new ClientException(
          "the certificate cannot be put into " + folder.issued() + ": " + e.getMessage(),
          "Check that you may write to the folder.",
          e);
    }
  }

  private List<Path> candidates(List<Path> files, Optional<Path> keyFile) {
    return Stream.of(
            keyFile.stream(),
            files.stream().filter(IdentityFiles::isPkcs12),
            Stream.of(folder.nextKey(order.name()), folder.issuedKey(order.name())))
        .flatMap(each -> each)
        .filter(Files::exists)
        .toList();
  }

  private Match match(List<X509Certificate> received, List<Path> keys)
      throws ClientException, IOException {
    for (Path key : keys) {
      var own = KeyFile.read(key, passphrase).key();
      for (X509Certificate certificate : received) {
        try {
          new Credentials(List.of(certificate), own);
          return new Match(key, chain(certificate, received));
        } catch (IllegalArgumentException e) {
          // Of another key, or of a kind that is not supported; the next one may fit.
        }
      }
    }
    throw new ClientException(
        keys.isEmpty()
            ? "there is no key for the certificate"
            : "no certificate here is for the key " + keys.getFirst(),
        "Name its key with --key-file, or the file with the certificate for this key.");
  }

  /** Authorities send chains in any order, with the root and without. */
  private static List<X509Certificate> chain(X509Certificate leaf, List<X509Certificate> received) {
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
    while (true) {
      X509Certificate last = chain.getLast();
      Optional<X509Certificate> issuer =
          received.stream()
              .filter(each -> !chain.contains(each) && !NameBytes.isNamedBy(each, each))
              .filter(each -> NameBytes.isNamedBy(each, last))
              .filter(each -> IssuerSignatures.hasSigned(each, last))
              .findFirst();
      if (issuer.isEmpty()) {
        return List.copyOf(chain);
      }
      chain.add(issuer.get());
    }
  }

  private Purpose purpose() {
    return switch (order.kind()) {
      case CLIENT -> Purpose.CLIENT;
      case SERVER -> Purpose.SERVER;
      case RECEIPT -> Purpose.RECEIPT;
    };
  }

  private void checkNames(X509Certificate leaf) throws ClientException {
    switch (order.kind()) {
      case CLIENT -> {
        OwnNames names = OwnNames.of(leaf);
        if (!names.accounts().contains(order.name())) {
          throw new ClientException(
              "the certificate does not state the name " + order.name(),
              names.advice(Optional.empty()));
        }
      }
      case RECEIPT -> {
        Optional<String> fault = ServerNames.receiptFault(order.server(), leaf);
        if (fault.isPresent()) {
          throw new ClientException("the certificate " + fault.get(), "");
        }
      }
      case SERVER -> {
        // Which host its clients dial is not known here; 'pki check --host' judges it.
      }
    }
  }

  /**
   * By the authorities of the folder; without a current list, since that is not the authority's.
   */
  private boolean judge(List<X509Certificate> chain) throws ClientException, IOException {
    if (!Files.exists(folder.certificate())) {
      return false;
    }
    CertificateRules rules =
        new CertificateRules(
            PemFiles.certificates(folder.certificate()),
            new CrlFile(folder.revocationList()),
            RevocationPolicy.ALLOW,
            clock);
    Optional<ChainVerdict> verdict = ChainVerdict.of(rules, chain, purpose());
    if (verdict.isPresent()) {
      throw new ClientException("not taken: " + verdict.get().what(), verdict.get().remedy());
    }
    return true;
  }

  private void install(Match match) throws IOException {
    Path key = folder.issuedKey(order.name());
    Path chain = folder.issuedCertificate(order.name());
    if (!match.key().equals(key)) {
      byte[] content = Files.readAllBytes(match.key());
      try {
        keep(key, content);
        OwnerOnly.write(key, content);
      } finally {
        Arrays.fill(content, (byte) 0);
      }
    }
    byte[] content = PemFiles.encode(match.chain());
    keepFormer(chain, match.chain().getFirst());
    keep(chain, content);
    OwnerOnly.writePublic(chain, content);
    Files.deleteIfExists(folder.nextKey(order.name()));
  }

  /** A receipt certificate is needed as long as what it has signed. */
  private void keepFormer(Path chain, X509Certificate present) throws IOException {
    if (order.kind() != CertificateKind.RECEIPT || !Files.exists(chain)) {
      return;
    }
    X509Certificate former = PemFiles.certificates(chain).getFirst();
    if (!former.equals(present)) {
      backups.add(
          folder.keepFormer(order.name(), former.getSerialNumber(), Files.readAllBytes(chain)));
    }
  }

  private void keep(Path file, byte[] next) throws IOException {
    if (Files.exists(file) && !MessageDigest.isEqual(Files.readAllBytes(file), next)) {
      String stamp = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
      Path copy = file.resolveSibling(file.getFileName() + "." + stamp);
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      backups.add(copy);
    }
  }
}
