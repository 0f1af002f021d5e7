package org.securechat.server.admin.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.AdministrationException.Reason;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.certificate.CertificateKey;
import org.securechat.server.certificate.CertificateStore;
import org.securechat.server.certificate.CrlStatus;
import org.securechat.server.certificate.RevocationReason;
import org.securechat.server.certificate.RevocationSweep;
import org.securechat.server.certificate.StoreInTransactions;
import org.securechat.server.certificate.TestCa;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.OpenSession;
import org.securechat.server.session.OpenSessions;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;

class CertificateAdministrationTest {
  private static final Actor ROOT = Actor.machine("root");
  private static final ExpectedVersion FRESH = ExpectedVersion.of(0);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final MutableClock clock = new MutableClock();
  private final TestCa ca = new TestCa(clock);
  private final List<OpenSession> open = new ArrayList<>();
  private final List<String> audited = new ArrayList<>();
  private final List<String> rounds = new ArrayList<>();
  private CertificateStore store;
  private CertificateCatalogue catalogue;
  private CertificateAdministration administration;

  @BeforeEach
  void start() {
    store = new StoreInTransactions(database);
    catalogue = new CertificateCatalogue(store, new FixedSessions(), new NoLists());
    administration =
        new CertificateAdministration(
            catalogue,
            store,
            new AuditLog() {
              @Override
              public void perform(AuditEvent event, Runnable change) {
                database.doInTransaction(em -> change.run());
                audited.add(event.action() + " " + event.subject());
              }
            },
            new RevocationSweep() {
              @Override
              public void now() {
                rounds.add("now");
              }
            },
            clock);
  }

  @Test
  void aCertificateInUseIsRevokedOnTheRecordAndLookedForAtOnce() {
    String sha256 = connected("mallory");

    CertificateInfo revoked = revoke(sha256, Optional.empty(), FRESH);

    assertThat(revoked.isRevoked()).isTrue();
    assertThat(revoked.revoked().orElseThrow().reason()).isEqualTo("keyCompromise");
    assertThat(audited).containsExactly("certificate.revoke " + sha256);
    assertThat(rounds).containsExactly("now");
    open.clear();
    assertThat(catalogue.get(sha256).subject()).isEqualTo("CN=mallory");
  }

  @Test
  void whatNobodyHasSeenMustBePresentedAsItIs() {
    X509Certificate mallory = ca.client("mallory");
    String sha256 = presented(mallory);

    refused(() -> revoke(sha256, Optional.empty(), FRESH), Reason.NOT_FOUND);
    refused(() -> revoke(sha256, Optional.of(encoded(ca.client("bob"))), FRESH), Reason.INVALID);
    refused(() -> revoke(sha256, Optional.of(new byte[] {1}), FRESH), Reason.INVALID);
    assertThat(audited).isEmpty();
    assertThat(store.revokedCount()).isZero();
  }

  @Test
  void nothingIsRevokedTwice() {
    String sha256 = connected("mallory");
    revoke(sha256, Optional.empty(), FRESH);

    refused(() -> revoke(sha256, Optional.empty(), FRESH), Reason.STALE);
    refused(() -> revoke(sha256, Optional.empty(), ExpectedVersion.any()), Reason.CONFLICT);
    assertThat(audited).hasSize(1);
  }

  @Test
  void pagesGoThroughAllOfThemInOrder() {
    for (int i = 0; i < 7; i++) {
      connected("user" + i);
    }
    String revoked = open.get(3).certificateSha256();
    revoke(revoked, Optional.empty(), FRESH);
    List<String> seen = new ArrayList<>();
    Optional<String> place = Optional.of("");
    while (place.isPresent()) {
      CertificatePage page =
          catalogue.find(search(place.get(), 3, Optional.empty(), Optional.empty()));
      page.certificates().forEach(found -> seen.add(found.sha256()));
      place = page.next();
    }
    assertThat(seen).hasSize(7).isSorted().doesNotHaveDuplicates();
    assertThat(find(Optional.of("USER4"), Optional.empty())).hasSize(1);
    assertThat(find(Optional.empty(), Optional.of(true))).containsExactly(revoked);
    assertThat(find(Optional.empty(), Optional.of(false))).hasSize(6);
    assertThat(find(Optional.of("nobody"), Optional.empty())).isEmpty();
  }

  private List<String> find(Optional<String> text, Optional<Boolean> revoked) {
    return catalogue.find(search("", 100, text, revoked)).certificates().stream()
        .map(CertificateInfo::sha256)
        .toList();
  }

  private static CertificateSearch search(
      String after, int limit, Optional<String> text, Optional<Boolean> revoked) {
    return new CertificateSearch(after, limit, text, revoked, Optional.empty(), Optional.empty());
  }

  @Test
  void certificatesAreFoundByTheEndOfTheirValidity() {
    String sha256 = connected("alice");
    Instant end = catalogue.get(sha256).notAfter();

    assertThat(ending(Optional.of(end), Optional.of(end.plusMillis(1)))).containsExactly(sha256);
    assertThat(ending(Optional.empty(), Optional.of(end.plusMillis(1)))).containsExactly(sha256);
    assertThat(ending(Optional.of(end), Optional.empty())).containsExactly(sha256);
    assertThat(ending(Optional.empty(), Optional.of(end))).isEmpty();
    assertThat(ending(Optional.of(end.plusMillis(1)), Optional.empty())).isEmpty();
  }

  private List<String> ending(Optional<Instant> from, Optional<Instant> before) {
    return catalogue
        .find(new CertificateSearch("", 100, Optional.empty(), Optional.empty(), from, before))
        .certificates()
        .stream()
        .map(CertificateInfo::sha256)
        .toList();
  }

  private String connected(String user) {
    PeerIdentity peer = ca.accepted(ca.client(user));
    open.add(
        new OpenSession(
            UUID.randomUUID().toString(),
            1,
            Optional.empty(),
            Optional.of(user),
            peer,
            java.net.InetAddress.getLoopbackAddress(),
            clock.instant()));
    return peer.certificateSha256();
  }

  private static String presented(X509Certificate certificate) {
    return CertificateKey.of(certificate).sha256();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private CertificateInfo revoke(
      String sha256, Optional<byte[]> presented, ExpectedVersion expected) {
    return administration.revoke(
        sha256, RevocationReason.KEY_COMPROMISE, "stolen", presented, expected, ROOT);
  }

  private static void refused(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AdministrationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private final class FixedSessions extends OpenSessions {
    @Override
    public List<OpenSession> list() {
      return List.copyOf(open);
    }

    @Override
    public int endWith(Predicate<OpenSession> condition, EndReason reason) {
      return 0;
    }
  }

  private static final class NoLists extends CrlStatus {
    @Override
    public List<java.security.cert.X509CRL> authentic() {
      return List.of();
    }
  }
}
