package org.securechat.it.testbed;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.CrlReason;
import org.securechat.client.pki.KeyKind;

/** A certificate authority in a folder, with what a server needs. */
public final class TestPki {

  private final Path folder;
  private final CertificateAuthority authority;

  private TestPki(Path folder, CertificateAuthority authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /** A new authority and the certificates of a server. */
  public static TestPki create(Path folder) throws ClientException {
    TestPki pki = bare(folder);
    pki.issue("server", CertificateKind.SERVER, order -> order);
    pki.issue("receipt", CertificateKind.RECEIPT, order -> order);
    return pki;
  }

  /** A new authority that has issued nothing: one that no server of ours knows. */
  public static TestPki bare(Path folder) throws ClientException {
    CertificateAuthority authority =
        CertificateAuthority.create(
            folder,
            "Test CA",
            KeyKind.P256,
            CertificateAuthority.AUTHORITY_VALIDITY,
            false,
            Clock.systemUTC());
    return new TestPki(folder, authority);
  }

  public Path folder() {
    return folder;
  }

  public Path authorityFile() {
    return folder.resolve("ca.pem");
  }

  public CertificateFiles client(String name) throws ClientException {
    return issue(name, CertificateKind.CLIENT, order -> order);
  }

  public CertificateFiles expiredClient(String name) throws ClientException {
    return issue(
        name, CertificateKind.CLIENT, order -> order.withValidity(Duration.ofDays(-1)).replacing());
  }

  public CertificateFiles issue(
      String name, CertificateKind kind, UnaryOperator<CertificateOrder> details)
      throws ClientException {
    return authority.issue(details.apply(CertificateOrder.of(name, kind)));
  }

  /** Publishes the revocation list anew; negative makes one that is out of date. */
  public void publishList(Duration validity) throws ClientException {
    authority.publishList(validity);
  }

  public void revoke(String nameOrSerial) throws ClientException {
    authority.revoke(nameOrSerial, CrlReason.values()[0]);
  }
}
