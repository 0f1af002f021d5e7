package org.securechat.client.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.securechat.client.ClientException;
import org.securechat.client.storage.FolderLock;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.HeldKey;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.key.KeyFile;
import org.securechat.protocol.identity.key.KeyFileException;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * A certificate authority in a folder. Thread-safe, and safe against other processes on the same
 * folder: every change is made under an exclusive lock.
 *
 * <p>The authority's key is made unencrypted, in a file that only its owner can read; an encrypted
 * one in its place is opened by its passphrase. That is right for development and for a closed
 * network's small authority; an organisation that has its own uses that and gives the server its
 * certificates instead.
 */
public final class CertificateAuthority {
  /** How long a certificate authority lives unless told otherwise. */
  public static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);

  /** How long a revocation list is good for unless told otherwise. */
  public static final Duration LIST_VALIDITY = Duration.ofDays(90);

  private final AuthorityFolder folder;
  private final AuthorityIndex index;
  private final CertificateWriter writer;
  private final Clock clock;
  private final X509Certificate certificate;
  private final PrivateKey key;

  private CertificateAuthority(
      AuthorityFolder folder, Clock clock, X509Certificate certificate, PrivateKey key) {
    this.folder = folder;
    this.index = new AuthorityIndex(folder.index());
    this.writer = new CertificateWriter(Providers.bouncyCastle(), Providers.random());
    this.clock = clock;
    this.certificate = certificate;
    this.key = key;
  }

  /** Whether there is an authority in that folder. */
  public static boolean exists(Path root) {
    return new AuthorityFolder(root).exists();
  }

  /**
   * Makes a new authority with an empty revocation list.
   *
   * @param root its folder, made if missing
   * @param commonName its name, 1 to 64 characters
   * @param kind the kind of its key
   * @param replace whether an authority that is there is moved aside (into {@code replaced-TIME});
   *     otherwise it is left alone and this fails
   */
  public static CertificateAuthority create(
      Path root, String commonName, KeyKind kind, Duration validity, boolean replace, Clock clock)
      throws ClientException {
    if (commonName.isBlank() || commonName.length() > 64) {
      throw new ClientException(
          "an authority's name has 1 to 64 characters", "Choose another --name.");
    }
    AuthorityFolder folder = new AuthorityFolder(root);
    try (FolderLock _ = folder.lock()) {
      if (folder.exists()) {
        if (!replace) {
          throw new ClientException(
              "there is an authority, or what is left of one, in " + folder.root() + " already",
              "Use it, choose another --dir, or start anew with --force (the old one is kept"
                  + " aside).");
        }
        folder.setAside(clock.instant());
      }
      OwnerOnly.createFolder(folder.issued());
      CertificateWriter writer =
          new CertificateWriter(Providers.bouncyCastle(), Providers.random());
      KeyPair keys = writer.generate(kind);
      X509CertificateHolder made = writer.authority(commonName, keys, now(clock), validity);
      // The certificate last: it is what makes the folder an authority.
      OwnerOnly.write(folder.key(), PemText.ofKey(keys.getPrivate()));
      byte[] pem = PemText.of("CERTIFICATE", made.getEncoded()).getBytes(StandardCharsets.US_ASCII);
      CertificateAuthority authority =
          new CertificateAuthority(folder, clock, PemText.certificate(pem), keys.getPrivate());
      authority.index.write(List.of());
      authority.writeList(List.of(), LIST_VALIDITY);
      OwnerOnly.writePublic(folder.certificate(), pem);
      return authority;
    } catch (IOException | GeneralSecurityException e) {
      throw failed(folder, e);
    }
  }

  /** Opens the authority in that folder, whose key is not encrypted. */
  public static CertificateAuthority open(Path root, Clock clock) throws ClientException {
    return open(root, Passphrase.none(), clock);
  }

  /** Opens the authority in that folder; the passphrase is asked for if its key is encrypted. */
  public static CertificateAuthority open(Path root, Passphrase passphrase, Clock clock)
      throws ClientException {
    AuthorityFolder folder = new AuthorityFolder(root);
    if (!Files.exists(folder.certificate()) || !Files.exists(folder.key())) {
      throw new ClientException(
          "there is no authority in " + folder.root(),
          "Make one with 'pki init', or name its folder with --dir or SECURECHAT_PKI.");
    }
    try {
      return new CertificateAuthority(
          folder,
          clock,
          PemText.certificate(Files.readAllBytes(folder.certificate())),
          ownKey(folder, passphrase));
    } catch (KeyFileException e) {
      throw new ClientException("the authority's key: " + e.getMessage(), e.remedy(), e);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw failed(folder, e);
    }
  }

  private static PrivateKey ownKey(AuthorityFolder folder, Passphrase passphrase)
      throws IOException, ClientException {
    PrivateKey key = KeyFile.read(folder.key(), passphrase, Providers.bouncyCastle()).key();
    if (key instanceof HeldKey) {
      throw new ClientException(
          "the authority's key is on a token, which 'pki' cannot sign with",
          "Use the software of your authority, or a key in a file.");
    }
    return key;
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Makes a key and a certificate for it and writes both under {@code issued/}. */
  public CertificateFiles issue(CertificateOrder order) throws ClientException {
    return issue(order, () -> writer.generate(order.key()));
  }

  /** As above, for keys that exist; the order's kind of key says nothing then. */
  public CertificateFiles issue(CertificateOrder order, KeyPair keys) throws ClientException {
    return issue(order, () -> keys);
  }

  /**
   * Makes keys and certificates for many at once, which takes one change of the index.
   *
   * @return in the order of the orders
   */
  public List<CertificateFiles> issueAll(List<CertificateOrder> orders) throws ClientException {
    return issueAll(orders, order -> writer.generate(order.key()));
  }

  private interface Keys {
    KeyPair get() throws GeneralSecurityException;
  }

  private interface KeysOf {
    KeyPair get(CertificateOrder order) throws GeneralSecurityException;
  }

  /** A certificate that is made and not yet written. */
  private record Draft(
      CertificateOrder order, KeyPair keys, X509CertificateHolder made, IssuedCertificate entry) {}

  private CertificateFiles issue(CertificateOrder order, Keys source) throws ClientException {
    return issueAll(List.of(order), _ -> source.get()).getFirst();
  }

  private List<CertificateFiles> issueAll(List<CertificateOrder> orders, KeysOf source)
      throws ClientException {
    for (CertificateOrder order : orders) {
      order.check();
    }
    try (FolderLock _ = folder.lock()) {
      List<Draft> drafts = new ArrayList<>();
      for (CertificateOrder order : orders) {
        drafts.add(draft(order, source));
      }
      List<IssuedCertificate> entries = index.read();
      drafts.forEach(draft -> entries.add(draft.entry()));
      index.write(entries);
      OwnerOnly.createFolder(folder.issued());
      List<CertificateFiles> files = new ArrayList<>();
      for (Draft draft : drafts) {
        files.add(write(draft));
      }
      renewList(entries);
      return files;
    } catch (IOException | GeneralSecurityException e) {
      throw failed(folder, e);
    }
  }

  private Draft draft(CertificateOrder order, KeysOf source)
      throws ClientException, IOException, GeneralSecurityException {
    if (!order.replace()
        && (Files.exists(folder.issuedCertificate(order.name()))
            || Files.exists(folder.issuedKey(order.name())))) {
      throw new ClientException(
          "there is a certificate for '" + order.name() + "' already",
          "Use it, or make a new one with --force; the old one stays valid until it is revoked.");
    }
    KeyPair keys = source.get(order);
    X509CertificateHolder made = writer.leaf(order, keys.getPublic(), certificate, key, now(clock));
    return new Draft(order, keys, made, entry(order, made));
  }

  private CertificateFiles write(Draft draft) throws IOException, GeneralSecurityException {
    String name = draft.order().name();
    Path pem = folder.issuedCertificate(name);
    Path keyFile = folder.issuedKey(name);
    if (draft.order().kind() == CertificateKind.RECEIPT) {
      keepFormer(name);
    }
    OwnerOnly.write(keyFile, PemText.ofKey(draft.keys().getPrivate()));
    String chain =
        PemText.of("CERTIFICATE", draft.made().getEncoded())
            + PemText.of("CERTIFICATE", certificate.getEncoded());
    OwnerOnly.writePublic(pem, chain.getBytes(StandardCharsets.US_ASCII));
    return new CertificateFiles(draft.entry(), pem, keyFile);
  }

  private void keepFormer(String name) throws IOException, GeneralSecurityException {
    Path present = folder.issuedCertificate(name);
    if (Files.exists(present)) {
      byte[] pem = Files.readAllBytes(present);
      folder.keepFormer(name, PemText.certificate(pem).getSerialNumber(), pem);
    }
  }

  /**
   * Withdraws a certificate and publishes the new list.
   *
   * @param nameOrSerial a serial in hex, or a name: then every certificate of that name
   * @return the certificates that this call withdrew, at least one
   */
  public List<IssuedCertificate> revoke(String nameOrSerial, CrlReason reason)
      throws ClientException {
    try (FolderLock _ = folder.lock()) {
      List<IssuedCertificate> entries = index.read();
      List<IssuedCertificate> withdrawn = new ArrayList<>();
      boolean known = false;
      for (int i = 0; i < entries.size(); i++) {
        IssuedCertificate entry = entries.get(i);
        if (matches(entry, nameOrSerial)) {
          known = true;
          if (entry.revocation().isEmpty()) {
            IssuedCertificate revoked = entry.revoked(now(clock), reason);
            entries.set(i, revoked);
            withdrawn.add(revoked);
          }
        }
      }
      if (withdrawn.isEmpty()) {
        throw new ClientException(
            known
                ? "'" + nameOrSerial + "' is revoked already"
                : "no certificate has the name or serial '" + nameOrSerial + "'",
            "See 'pki list'.");
      }
      index.write(entries);
      writeList(entries, LIST_VALIDITY);
      return withdrawn;
    } catch (IOException | GeneralSecurityException e) {
      throw failed(folder, e);
    }
  }

  /**
   * Publishes a fresh revocation list.
   *
   * @return the file
   */
  public Path publishList(Duration validity) throws ClientException {
    try (FolderLock _ = folder.lock()) {
      writeList(index.read(), validity);
      return folder.revocationList();
    } catch (IOException | GeneralSecurityException e) {
      throw failed(folder, e);
    }
  }

  /** Publishes a fresh revocation list if the present one is missing or past half of its life. */
  public void renewList() throws ClientException {
    try (FolderLock _ = folder.lock()) {
      renewList(index.read());
    } catch (IOException | GeneralSecurityException e) {
      throw failed(folder, e);
    }
  }

  /** Everything that was ever issued, oldest first. */
  public List<IssuedCertificate> list() throws ClientException {
    try {
      return List.copyOf(index.read());
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** The newest certificate of that name or with that serial, as the index knows it. */
  public Optional<IssuedCertificate> find(String nameOrSerial) throws ClientException {
    return list().stream()
        .filter(entry -> matches(entry, nameOrSerial))
        .reduce((older, newer) -> newer);
  }

  /** The certificate file of that name, if the certificate in it is that entry's. */
  public Optional<X509Certificate> certificateOf(IssuedCertificate entry) throws ClientException {
    Path file = folder.issuedCertificate(entry.name());
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      X509Certificate leaf = PemText.certificate(Files.readAllBytes(file));
      return Digests.sha256Hex(leaf.getEncoded()).equals(entry.sha256())
          ? Optional.of(leaf)
          : Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      throw failed(folder, e);
    }
  }

  private void renewList(List<IssuedCertificate> entries)
      throws IOException, GeneralSecurityException {
    if (RevocationListFile.read(folder.revocationList()).needsRenewal(clock.instant())) {
      writeList(entries, LIST_VALIDITY);
    }
  }

  private void writeList(List<IssuedCertificate> entries, Duration validity)
      throws IOException, GeneralSecurityException {
    BigInteger number = RevocationListFile.read(folder.revocationList()).nextNumber();
    byte[] der = writer.revocationList(entries, number, certificate, key, now(clock), validity);
    OwnerOnly.writePublic(
        folder.revocationList(), PemText.of("X509 CRL", der).getBytes(StandardCharsets.US_ASCII));
  }

  private static IssuedCertificate entry(CertificateOrder order, X509CertificateHolder made)
      throws IOException {
    return new IssuedCertificate(
        made.getSerialNumber().toString(16),
        order.kind(),
        order.name(),
        made.getNotBefore().toInstant(),
        made.getNotAfter().toInstant(),
        Digests.sha256Hex(made.getEncoded()),
        Optional.empty());
  }

  private static boolean matches(IssuedCertificate entry, String nameOrSerial) {
    String serial = nameOrSerial.replace(":", "").replaceFirst("^0+", "");
    return entry.name().equals(nameOrSerial) || entry.serial().equalsIgnoreCase(serial);
  }

  // Certificates carry whole seconds; an instant that does not would come back changed.
  private static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static ClientException failed(AuthorityFolder folder, Exception cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new ClientException(
        "the authority in " + folder.root() + " could not do that: " + why,
        "Check that its files are there, undamaged, and that you may write to the folder.",
        cause);
  }
}
