package org.securechat.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.OpenSession;
import org.securechat.testkit.MutableClock;

class RevocationReviewTest {
  private final MutableClock clock = new MutableClock();
  private final TestCa ca = new TestCa(clock);
  private final AtomicReference<List<X509CRL>> lists = new AtomicReference<>(List.of());
  private final CertificateRules rules =
      ca.rules(Revocation.byLists(issuer -> lists.get(), RevocationPolicy.REFUSE));

  private final X509Certificate mallory = ca.client("mallory");
  private final PeerIdentity bad = ca.accepted(mallory);
  private final PeerIdentity good = ca.accepted(ca.client("bob"));
  private final List<OpenSession> sessions =
      List.of(session(bad), session(good), session(bad), session(good));

  @Test
  void aListThatNamesACertificateEndsItsSessionsAlone() {
    lists.set(List.of(ca.crl(1, mallory)));
    assertThat(new RevocationReview(rules::recheck).of(sessions))
        .isEqualTo(Map.of(bad.certificateSha256(), EndReason.CERTIFICATE_REVOKED));
  }

  @Test
  void theLackOfAListEndsNothing() {
    assertThat(new RevocationReview(rules::recheck).of(sessions)).isEmpty();
  }

  @Test
  void timeEndsWhatWasIssuedForATime() {
    clock.advance(Duration.ofDays(2));
    assertThat(new RevocationReview(rules::recheck).of(sessions))
        .hasSize(2)
        .containsValue(EndReason.CERTIFICATE_EXPIRED);
  }

  @Test
  void eachCertificateIsLookedAtOnceAndNoneAfterTheTime() {
    List<PeerIdentity> asked = new ArrayList<>();
    new RevocationReview(asked::add).of(sessions);
    assertThat(asked).containsExactly(bad, good);
    new RevocationReview(asked::add).within(Duration.ZERO).of(sessions);
    assertThat(asked).hasSize(2);
  }

  private OpenSession session(PeerIdentity peer) {
    return new OpenSession(
        UUID.randomUUID().toString(),
        1,
        Optional.empty(),
        Optional.empty(),
        peer,
        InetAddress.getLoopbackAddress(),
        clock.instant());
  }
}
