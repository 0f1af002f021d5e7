package org.securechat.client.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.CrlReason;
import org.securechat.client.pki.KeyKind;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;

/** A certificate authority in a folder, as the command {@code pki} makes it. */
public final class PkiFolder {
  private final Path root;
  private final CertificateAuthority authority;

  /** Creates an authority that has issued nothing yet. */
  public PkiFolder(Path root) throws ClientException {
    this.root = root;
    this.authority =
        CertificateAuthority.create(
            root,
            "Test CA",
            KeyKind.P256,
            CertificateAuthority.AUTHORITY_VALIDITY,
            false,
            Clock.systemUTC());
  }

  private PkiFolder(Path root, CertificateAuthority authority) {
    this.root = root;
    this.authority = authority;
  }

  /** The authority that is in that folder. */
  public static PkiFolder open(Path root) throws ClientException {
    return new PkiFolder(root, CertificateAuthority.open(root, Clock.systemUTC()));
  }

  /** Creates an authority and issues the two certificates that a server needs. */
  public static PkiFolder withServer(Path root) throws ClientException {
    PkiFolder pki = new PkiFolder(root);
    pki.issueFiles("server", CertificateKind.SERVER, order -> order);
    pki.issueFiles("receipt", CertificateKind.RECEIPT, order -> order);
    return pki;
  }

  /** The folder of the authority. */
  public Path root() {
    return root;
  }

  /** The file with the certificate of the authority. */
  public Path authorityFile() {
    return root.resolve("ca.pem");
  }

  /** The authority itself. */
  public CertificateAuthority authority() {
    return authority;
  }

  /** Issues a certificate. */
  public Credentials issue(String name, CertificateKind kind) throws ClientException {
    return issue(CertificateOrder.of(name, kind));
  }

  /** Issues a certificate. */
  public Credentials issue(CertificateOrder order) throws ClientException {
    CertificateFiles files = authority.issue(order);
    try {
      return PemFiles.credentials(files.certificate(), files.key());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Issues a certificate and returns its files. */
  public CertificateFiles issueFiles(
      String name, CertificateKind kind, UnaryOperator<CertificateOrder> details)
      throws ClientException {
    return authority.issue(details.apply(CertificateOrder.of(name, kind)));
  }

  /** Issues a certificate for a user and returns its files. */
  public CertificateFiles client(String name) throws ClientException {
    return issueFiles(name, CertificateKind.CLIENT, order -> order);
  }

  /** Issues a certificate for a user that expired yesterday and returns its files. */
  public CertificateFiles expiredClient(String name) throws ClientException {
    return issueFiles(
        name, CertificateKind.CLIENT, order -> order.withValidity(Duration.ofDays(-1)).replacing());
  }

  /**
   * Puts the certificate and the key of a user into one file as well (PKCS#12).
   *
   * @param user with an Ed25519 key
   */
  public Path pkcs12(String user, Path file, String passphrase)
      throws IOException, GeneralSecurityException {
    Path issued = root.resolve("issued");
    Credentials own =
        PemFiles.credentials(issued.resolve(user + ".pem"), issued.resolve(user + ".key"));
    PrivateKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new PKCS8EncodedKeySpec(own.privateKey().getEncoded()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    X509Certificate[] chain = own.chain().toArray(X509Certificate[]::new);
    store.setKeyEntry("own", key, passphrase.toCharArray(), chain);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, passphrase.toCharArray());
    }
    return file;
  }

  /** Publishes a new revocation list; a negative validity makes one that is out of date. */
  public void publishList(Duration validity) throws ClientException {
    authority.publishList(validity);
  }

  /** Revokes a certificate. */
  public void revoke(String nameOrSerial) throws ClientException {
    authority.revoke(nameOrSerial, CrlReason.UNSPECIFIED);
  }

  /** The rules of a peer that trusts this authority. */
  public CertificateRules rules() {
    return new CertificateRules(
        List.of(authority.certificate()),
        new CrlFile(root.resolve("crl.pem")),
        RevocationPolicy.REFUSE,
        Clock.systemUTC());
  }
}
