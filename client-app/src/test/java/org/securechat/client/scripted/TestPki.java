package org.securechat.client.scripted;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;

/** An authority in a folder, as {@code pki} makes it. */
public final class TestPki {
  private final Path root;
  private final CertificateAuthority authority;

  /** A new authority. */
  public TestPki(Path root) throws Exception {
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

  /** Its folder. */
  public Path root() {
    return root;
  }

  /** The authority itself. */
  public CertificateAuthority authority() {
    return authority;
  }

  /** New credentials. */
  public Credentials issue(String name, CertificateKind kind) throws Exception {
    return issue(CertificateOrder.of(name, kind));
  }

  /** New credentials. */
  public Credentials issue(CertificateOrder order) throws Exception {
    var files = authority.issue(order);
    return PemFiles.credentials(files.certificate(), files.key());
  }

  /** The rules of those who trust the authority. */
  public CertificateRules rules() {
    return new CertificateRules(
        List.of(authority.certificate()),
        new CrlFile(root.resolve("crl.pem")),
        RevocationPolicy.REFUSE,
        Clock.systemUTC());
  }
}
