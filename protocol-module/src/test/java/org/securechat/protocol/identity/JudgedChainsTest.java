package org.securechat.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.MutableClock;
import org.securechat.testkit.TestPki;

/** A chain that was judged before gets the verdict that it would get if it were judged anew. */
class JudgedChainsTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant NOW = TestPki.NOW;

  private final TestPki pki = TestPki.create();
  private final MutableClock clock = new MutableClock(NOW);
  private final List<X509CRL> lists = new ArrayList<>(List.of(pki.crl()));
  private final List<X509Certificate> alice = pki.client("alice").issue().chain();
  private final CertificateRules rules = rules(List.of(pki.certificate())).remembering();

  private CertificateRules rules(List<X509Certificate> authorities) {
    RevocationSource source =
        issuer ->
            lists.stream()
                .filter(
                    list -> list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
                .toList();
    return new CertificateRules(authorities, source, RevocationPolicy.REFUSE, clock);
  }

  @Test
  void theSecondJudgementIsTheFirst() throws Exception {
    PeerIdentity first = rules.verify(alice, Purpose.CLIENT);
    assertThat(rules.verify(alice, Purpose.CLIENT)).isSameAs(first);
    assertThat(first.path()).hasSize(2);
  }

  @Test
  void revokedInBetween() throws Exception {
    rules.verify(alice, Purpose.CLIENT);
    lists.set(0, pki.crl(alice.get(0)));
    assertRefused(AlertCode.CERTIFICATE_REVOKED, alice, Purpose.CLIENT);
    lists.set(0, pki.crl());
    assertThat(rules.verify(alice, Purpose.CLIENT).names("alice")).isTrue();
  }

  @Test
  void theListIsTakenAwayReplacedOrRunsOut() throws Exception {
    rules.verify(alice, Purpose.CLIENT);
    X509CRL good = lists.remove(0);
    assertRefused(AlertCode.REVOCATION_UNKNOWN, alice, Purpose.CLIENT);
    lists.add(TestPki.create().crl());
    assertRefused(AlertCode.REVOCATION_UNKNOWN, alice, Purpose.CLIENT);
    lists.set(0, pki.crl(NOW.minus(DAY), NOW.plusSeconds(60)));
    rules.verify(alice, Purpose.CLIENT);
    clock.advance(Duration.ofSeconds(60));
    assertRefused(AlertCode.REVOCATION_UNKNOWN, alice, Purpose.CLIENT);
    lists.set(0, good);
    rules.verify(alice, Purpose.CLIENT);
  }

  @Test
  void expiryBetweenLogins() throws Exception {
    List<X509Certificate> brief =
        pki.client("bob").valid(NOW.minus(DAY), NOW.plusSeconds(60)).issue().chain();
    rules.verify(brief, Purpose.CLIENT);
    clock.advance(Duration.ofSeconds(60));
    rules.verify(brief, Purpose.CLIENT);
    clock.advance(Duration.ofMillis(1));
    assertRefused(AlertCode.CERTIFICATE_EXPIRED, brief, Purpose.CLIENT);
    clock.advance(Duration.ofSeconds(-1));
    rules.verify(brief, Purpose.CLIENT);
    clock.advance(DAY.negated().minus(DAY));
    assertRefused(AlertCode.CERTIFICATE_EXPIRED, brief, Purpose.CLIENT);
  }

  @Test
  void authorityReplaced() throws Exception {
    rules.verify(alice, Purpose.CLIENT);
    TestPki other = TestPki.create("Another Authority", "ed25519");
    CertificateRules replaced = rules(List.of(other.certificate())).remembering();
    assertThatThrownBy(() -> replaced.verify(alice, Purpose.CLIENT))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.alert()).isEqualTo(AlertCode.UNKNOWN_AUTHORITY));
  }

  /** Of two certificates of one authority the first that is valid is the path's end. */
  @Test
  void anotherCertificateOfTheAuthorityBecomesValid() throws Exception {
    List<X509Certificate> authorities =
        List.of(
            pki.reissued(NOW.plusSeconds(60), NOW.plus(DAY)).certificate(),
            pki.reissued(NOW.minus(DAY), NOW.plusSeconds(120)).certificate());
    RevocationSource none = RevocationSource.none();
    CertificateRules fresh = new CertificateRules(authorities, none, RevocationPolicy.ALLOW, clock);
    CertificateRules remembering = fresh.remembering();
    for (int second = 0; second < 200; second += 20) {
      PeerIdentity expected = fresh.verify(alice, Purpose.CLIENT);
      assertThat(remembering.verify(alice, Purpose.CLIENT).path()).isEqualTo(expected.path());
      clock.advance(Duration.ofSeconds(20));
    }
  }

  @Test
  void whatWasAcceptedForOnePurposeIsNotForAnother() throws Exception {
    rules.verify(alice, Purpose.CLIENT);
    for (Purpose other : List.of(Purpose.SERVER, Purpose.RECEIPT)) {
      assertRefused(AlertCode.BAD_CERTIFICATE, alice, other);
    }
    assertThat(rules.verify(alice, Purpose.CLASSIC_CLIENT).names("alice")).isTrue();
  }

  @Test
  void aChainThatDiffersAnywhereIsJudgedByItself() throws Exception {
    rules.verify(alice, Purpose.CLIENT);
    byte[] leaf = alice.get(0).getEncoded();
    for (int i = 0; i < leaf.length; i += 7) {
      byte[] changed = leaf.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> rules.verifyEncoded(List.of(changed), Purpose.CLIENT))
          .isInstanceOf(ProtocolException.class);
    }
    assertThatThrownBy(() -> rules.verifyEncoded(List.of(leaf, leaf), Purpose.CLIENT))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void theLeastRecentlyAskedForIsForgotten() throws Exception {
    JudgedChains memory = new JudgedChains();
    PeerIdentity peer = rules.verify(alice, Purpose.CLIENT);
    memory.remember("first", peer, List.of(), NOW);
    memory.remember("second", peer, List.of(), NOW);
    for (int i = 2; i < JudgedChains.MOST; i++) {
      memory.remember("number " + i, peer, List.of(), NOW);
    }
    assertThat(memory.find("first", NOW)).contains(peer);
    memory.remember("one more", peer, List.of(), NOW);
    assertThat(memory.find("first", NOW)).contains(peer);
    assertThat(memory.find("second", NOW)).isEmpty();
  }

  /** Times and lists at random: with and without a memory the verdicts are the same. */
  @Test
  void sameVerdictWhateverHappens() throws Exception {
    Random random = new Random(13);
    CertificateRules fresh = rules(List.of(pki.certificate()));
    List<List<X509Certificate>> chains = new ArrayList<>(List.of(alice));
    for (int i = 0; i < 6; i++) {
      Instant from = NOW.minusSeconds(random.nextInt(600));
      chains.add(
          pki.client("user" + i)
              .valid(from, from.plusSeconds(random.nextInt(900)))
              .issue()
              .chain());
    }
    for (int step = 0; step < 400; step++) {
      clock.advance(Duration.ofSeconds(random.nextInt(61) - 30L));
      if (random.nextInt(4) == 0) {
        lists.clear();
        List<X509Certificate> revoked =
            chains.stream().filter(each -> random.nextBoolean()).map(each -> each.get(0)).toList();
        lists.add(pki.crl(revoked.toArray(X509Certificate[]::new)));
      }
      List<X509Certificate> chain = chains.get(random.nextInt(chains.size()));
      assertThat(verdict(rules, chain)).as("step %d", step).isEqualTo(verdict(fresh, chain));
    }
  }

  private static String verdict(CertificateRules rules, List<X509Certificate> chain) {
    try {
      PeerIdentity peer = rules.verify(chain, Purpose.CLIENT);
      return peer + " " + peer.path().size();
    } catch (ProtocolException e) {
      return e.alert() + " " + e.getMessage();
    }
  }

  private void assertRefused(AlertCode alert, List<X509Certificate> chain, Purpose purpose) {
    assertThatThrownBy(() -> rules.verify(chain, purpose))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).isEqualTo(alert));
  }
}
