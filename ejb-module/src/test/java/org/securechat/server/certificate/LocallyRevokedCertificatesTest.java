package org.securechat.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;

class LocallyRevokedCertificatesTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final MutableClock clock = new MutableClock();
  private final TestCa ca = new TestCa(clock);

  @Test
  void aRevokedCertificateIsKnownByItsSerialNumberToo() throws Exception {
    X509Certificate mallory = ca.client("mallory");
    CertificateKey key = CertificateKey.of(mallory);
    CertificateStore store = new StoreInTransactions(database);
    RevokedCertificate revoked =
        new RevokedCertificate(
            key,
            mallory.getEncoded(),
            RevocationReason.KEY_COMPROMISE,
            "",
            "root",
            clock.instant());
    database.doInTransaction(entities -> store.add(revoked));
    LocallyRevokedCertificates withdrawn = new LocallyRevokedCertificates();
    withdrawn.replace(store.revokedKeys());

    assertThat(withdrawn.contains(mallory)).isTrue();
    assertThat(withdrawn.contains(ca.client("bob"))).isFalse();
    withdrawn.replace(
        List.of(new CertificateKey("0".repeat(64), key.issuerSha256(), key.serial())));
    assertThat(withdrawn.contains(mallory)).as("in another encoding").isTrue();
    assertThat(store.revokedCount()).isEqualTo(1);
  }
}
