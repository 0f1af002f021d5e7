package org.securechat.server.admin.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.AdministrationException.Reason;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.certificate.CertificateStore;
import org.securechat.server.certificate.CrlInfo;
import org.securechat.server.certificate.CrlStatus;
import org.securechat.server.certificate.RevocationSweep;
import org.securechat.server.certificate.StoreInTransactions;
import org.securechat.server.certificate.TestCa;
import org.securechat.server.certificate.UploadedLists;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.session.OpenSession;
import org.securechat.server.session.OpenSessions;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;
import org.securechat.testkit.TestPki;

class CrlAdministrationTest {
  private static final Duration DAY = Duration.ofDays(1);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final MutableClock clock = new MutableClock();
  private final Instant now = clock.instant();
  private final TestCa ca = new TestCa(clock);
  private final X509Certificate mallory = ca.client("mallory");
  private final List<X509CRL> elsewhere = new ArrayList<>();
  private final List<String> audited = new ArrayList<>();
  private final AtomicReference<List<X509Certificate>> authorities =
      new AtomicReference<>(List.of(ca.certificate));
  private final UploadedLists lists = new UploadedLists();
  private CertificateStore store;
  private CrlAdministration administration;

  @BeforeEach
  void start() {
    store = new StoreInTransactions(database);
    administration =
        new CrlAdministration(
            store, new NoSessions(), new Keys(), new Audit(), new Sweep(), new Elsewhere(), clock);
  }

  @Test
  void aListIsKeptForAllNodes() throws Exception {
    CrlInfo info = upload(ca.crl(3, mallory));

    assertThat(info.number()).contains("3");
    assertThat(info.entries()).isEqualTo(1);
    assertThat(info.current()).isTrue();
    assertThat(lists.crlsFor(ca.certificate))
        .singleElement()
        .matches(crl -> crl.isRevoked(mallory));
    assertThat(audited).containsExactly("crl.upload");
  }

  @Test
  void aNewerOneReplacesItAndAnOlderOneDoesNot() throws Exception {
    upload(ca.crl(3));
    upload(ca.crl(3));
    upload(ca.crl(4, mallory));
    assertThat(lists.all()).hasSize(1);

    refused(ca.crl(3), Reason.CONFLICT);

    assertThat(lists.all()).singleElement().matches(crl -> crl.isRevoked(mallory));
    assertThat(store.listHashes()).hasSize(1);
  }

  @Test
  void aListOlderThanTheOneOfTheFileIsRefused() throws Exception {
    elsewhere.add(ca.crl(8));
    refused(ca.crl(7), Reason.CONFLICT);
    upload(ca.crl(9));
  }

  @Test
  void whatIsNoListToRelyOnIsRefused() throws Exception {
    refused(new TestCa(clock).crl(1), Reason.INVALID);
    refused(ca.crl(1, now.minus(DAY), now.minusSeconds(1)), Reason.INVALID);
    refused(ca.crl(1, now.plus(DAY), now.plus(DAY.multipliedBy(2))), Reason.INVALID);
    refused("-----BEGIN X509 CRL-----".getBytes(StandardCharsets.UTF_8), Reason.INVALID);
    refused(new byte[0], Reason.INVALID);
    byte[] forged = ca.crl(1).getEncoded();
    forged[forged.length - 1] ^= 1;
    refused(forged, Reason.INVALID);
    assertThat(store.listHashes()).isEmpty();
    assertThat(audited).isEmpty();
  }

  @Test
  void aListOfAHundredThousandEntriesIsTakenAndReadOnce() throws Exception {
    BigInteger first = BigInteger.ONE.shiftLeft(127);
    X509CRL large = ca.crl(1, first, 100_000);
    assertThat(large.getEncoded().length).isGreaterThan(3 << 20);

    CrlInfo info = upload(large);

    assertThat(info.entries()).isEqualTo(100_000);
    X509CRL kept = lists.all().get(0);
    assertThat(kept.getRevokedCertificate(first.add(BigInteger.valueOf(99_999)))).isNotNull();
    assertThat(kept.getRevokedCertificate(BigInteger.TEN)).isNull();
    assertThat(RevocationLists.form(kept)).isSameAs(RevocationLists.form(kept));
  }

  @Test
  void listsOfOnePartAndAnotherAndADeltaListAreKeptBesideEachOther() throws Exception {
    TestPki pki = TestPki.create();
    authorities.set(List.of(pki.certificate()));
    upload(list(pki, number(5)));
    upload(list(pki, number(2), users(true)));
    upload(list(pki, number(3), users(false)));
    upload(list(pki, number(6), delta()));
    assertThat(store.listHashes()).hasSize(4);

    refused(list(pki, number(1), users(true)), Reason.CONFLICT);
    refused(list(pki, number(4), delta()), Reason.CONFLICT);
    refused(list(pki, number(9), indirect()), Reason.INVALID);
  }

  @Test
  void anIssuingAuthorityThatWasNotSeenStandsBesideItsList() throws Exception {
    TestPki root = TestPki.create();
    TestPki staff = root.intermediate("Staff");
    authorities.set(List.of(root.certificate()));
    X509CRL list = list(staff, number(1));
    refused(list, Reason.INVALID);

    byte[] pem =
        (pem("CERTIFICATE", staff.certificate().getEncoded()) + pem("X509 CRL", list.getEncoded()))
            .getBytes(StandardCharsets.US_ASCII);
    assertThat(administration.upload(pem, Actor.machine("root")).issuer()).isEqualTo("CN=Staff");

    TestPki stranger = TestPki.create("Stranger", "p256");
    refused(
        (pem("CERTIFICATE", stranger.certificate().getEncoded())
                + pem("X509 CRL", list(stranger, number(1)).getEncoded()))
            .getBytes(StandardCharsets.US_ASCII),
        Reason.INVALID);
  }

  private X509CRL list(TestPki pki, Extension... extensions) {
    return pki.crl(now, now.plus(DAY), List.of(extensions));
  }

  private static Extension number(int number) throws Exception {
    return Extension.create(Extension.cRLNumber, false, new ASN1Integer(number));
  }

  private static Extension delta() throws Exception {
    return Extension.create(Extension.deltaCRLIndicator, true, new ASN1Integer(2));
  }

  private static Extension users(boolean users) throws Exception {
    return Extension.create(
        Extension.issuingDistributionPoint,
        true,
        new IssuingDistributionPoint(null, users, !users, null, false, false));
  }

  private static Extension indirect() throws Exception {
    return Extension.create(
        Extension.issuingDistributionPoint,
        true,
        new IssuingDistributionPoint(null, false, false, null, true, false));
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private CrlInfo upload(X509CRL crl) throws CRLException {
    return administration.upload(crl.getEncoded(), Actor.machine("root"));
  }

  private void refused(X509CRL crl, Reason reason) throws CRLException {
    refused(crl.getEncoded(), reason);
  }

  private void refused(byte[] content, Reason reason) {
    assertThatThrownBy(() -> administration.upload(content, Actor.machine("root")))
        .isInstanceOfSatisfying(
            AdministrationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static final class NoSessions extends OpenSessions {
    @Override
    public List<OpenSession> list() {
      return List.of();
    }
  }

  private final class Keys extends ServerIdentity {
    @Override
    public List<X509Certificate> authorities() {
      return authorities.get();
    }
  }

  private final class Audit extends AuditLog {
    @Override
    public void perform(AuditEvent event, Runnable change) {
      database.doInTransaction(em -> change.run());
      audited.add(event.action().text());
    }
  }

  private final class Sweep extends RevocationSweep {
    @Override
    public void now() {
      lists.replace(store.listHashes(), authority -> store.list(authority).orElseThrow().der());
    }
  }

  private final class Elsewhere extends CrlStatus {
    @Override
    public List<X509CRL> authentic() {
      return elsewhere;
    }

    @Override
    public List<X509Certificate> issuers() {
      return authorities.get();
    }
  }
}
