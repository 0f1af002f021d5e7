package org.securechat.server.admin.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
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

class CrlAdministrationTest {
  private static final Duration DAY = Duration.ofDays(1);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final MutableClock clock = new MutableClock();
  private final Instant now = clock.instant();
  private final TestCa ca = new TestCa(clock);
  private final X509Certificate mallory = ca.client("mallory");
  private final List<X509CRL> elsewhere = new ArrayList<>();
  private final List<String> audited = new ArrayList<>();
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
      return List.of(ca.certificate);
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
      return List.of(ca.certificate);
    }
  }
}
