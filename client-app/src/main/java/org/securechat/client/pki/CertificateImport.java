package org.securechat.client.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** What else a certificate has to be. */
  @FunctionalInterface
  public interface Demand {
    /** Returns if it is. */
    void of(X509Certificate leaf) throws ClientException;

    /** One that states all these usernames. */
    static Demand states(Set<String> accounts) {
      return leaf -> {
        OwnNames names = OwnNames.of(leaf);
        for (String account : accounts) {
          if (!names.accounts().contains(account)) {
            throw new ClientException(
                "the certificate does not state the name " + account,
                names.advice(Optional.empty()));
          }
        }
      };
    }
  }

  /** What is done with the folder's lock held. */
  @FunctionalInterface
  private interface Work {
    Done run() throws ClientException, IOException;
  }

  /**
   * Takes the certificates of these files.
   *
   * @param keyFile the key, if it is not that of a request and not in a PKCS#12 file
   * @throws ClientException for one that would be refused afterwards; nothing is changed then
   */
  public Done take(List<Path> files, Optional<Path> keyFile) throws ClientException {
    return locked(() -> {
      List<X509Certificate> received = new ArrayList<>();
      for (Path file : files) {
        received.addAll(CertificatesFile.read(file, passphrase));
      }
      return take(received, candidates(files, keyFile), demand(), List.of());
    });
  }

  /**
   * Takes certificates as an authority has sent them.
   *
   * @param key that of the request
   * @param demand what the certificate has to be beside acceptable
   * @param authorities by whom it is judged where the folder has no {@code ca.pem}, which is made
   *     of them then
   * @throws ClientException as {@link #take(List, Optional)}
   */
  public Done take(
      List<X509Certificate> received, Path key, Demand demand, List<X509Certificate> authorities)
      throws ClientException {
    return locked(() -> take(received, List.of(key), demand, authorities));
  }

  private Done locked(Work work) throws ClientException {
    order.check();
    try (FolderLock _ = folder.lock()) {
      OwnerOnly.createFolder(folder.issued());
      folder.files(order.name()).finish(clock.instant());
      return work.run();
    } catch (KeyFileException e) {
      throw new ClientException(e.getMessage(), e.remedy(), e);
    } catch (IOException e) {
      throw new ClientException(
          "the certificate cannot be put into " + folder.issued() + ": " + e.getMessage(),
          "Check that you may write to the folder.",
          e);
    }
  }

  private Done take(
      List<X509Certificate> received,
      List<Path> keys,
      Demand demand,
      List<X509Certificate> authorities)
      throws ClientException, IOException {
    Match match = match(received, keys);
    demand.of(match.chain().getFirst());
    boolean judged = judge(match.chain(), authorities);
    if (!authorities.isEmpty() && !Files.exists(folder.certificate())) {
      OwnerOnly.writePublic(folder.certificate(), PemFiles.encode(authorities));
    }
    install(match);
    return new Done(
        folder.issuedCertificate(order.name()),
        folder.issuedKey(order.name()),
        List.copyOf(backups),
        match.chain(),
        judged);
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

  private Demand demand() {
    return switch (order.kind()) {
      case CLIENT -> Demand.states(Set.of(order.name()));
      case RECEIPT -> this::insistOnServerName;
      // Which host its clients dial is not known here; 'pki check --host' judges it.
      case SERVER -> _ -> {};
    };
  }

  private void insistOnServerName(X509Certificate leaf) throws ClientException {
    Optional<String> fault = ServerNames.receiptFault(order.server(), leaf);
    if (fault.isPresent()) {
      throw new ClientException("the certificate " + fault.get(), "");
    }
  }

  /**
   * By the authorities of the folder; without a current list, since that is not the authority's.
   */
  private boolean judge(List<X509Certificate> chain, List<X509Certificate> authorities)
      throws ClientException, IOException {
    boolean own = Files.exists(folder.certificate());
    if (!own && authorities.isEmpty()) {
      return false;
    }
    CertificateRules rules =
        new CertificateRules(
            own ? PemFiles.certificates(folder.certificate()) : authorities,
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
    byte[] content = match.key().equals(key) ? new byte[0] : Files.readAllBytes(match.key());
    try {
      keepFormer(folder.issuedCertificate(order.name()), match.chain().getFirst());
      backups.addAll(
          folder
              .files(order.name())
              .replace(
                  Optional.of(content).filter(bytes -> bytes.length > 0),
                  PemFiles.encode(match.chain()),
                  clock.instant()));
      Files.deleteIfExists(folder.nextKey(order.name()));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
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
}
