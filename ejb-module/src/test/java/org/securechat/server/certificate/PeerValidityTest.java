package org.securechat.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.testkit.TestPki;

class PeerValidityTest {
  private static final Instant END = TestPki.NOW.plusSeconds(60);

  private final TestPki pki = TestPki.create();
  private final Credentials alice =
      pki.client("alice").valid(TestPki.NOW.minusSeconds(60), END).issue();
  private final AtomicReference<RevocationSource> lists =
      new AtomicReference<>(RevocationSource.none());
  private RevocationPolicy policy = RevocationPolicy.ALLOW;
  private boolean asksResponders;
  private int sweeps;

  @Test
  void certificateIsGoodToItsLastSecondAndNotAfterIt() throws Exception {
    PeerValidity validity = validity(END);
    PeerIdentity peer = accepted();

    assertThat(validity.isGood(peer)).isTrue();
    assertThat(validity.isGood(peer, END)).isTrue();
    assertThat(sweeps).isZero();
    assertThat(validity.isGood(peer, END.plusMillis(1))).isFalse();
    assertThat(sweeps).as("its sessions end at once").isEqualTo(1);
    assertThat(validity(END.plusMillis(1)).isGood(peer)).isFalse();
    assertThat(sweeps).isEqualTo(2);
  }

  @Test
  void certificateThatIsRevokedMeanwhileIsNotGood() throws Exception {
    PeerValidity validity = validity(TestPki.NOW);
    PeerIdentity peer = accepted();
    lists.set(issuer -> List.of(pki.crl(alice.leaf())));

    assertThat(validity.isGood(peer)).isFalse();
    assertThat(validity.isGood(peer, TestPki.NOW)).isFalse();
  }

  /** What the handshake demands of lists, a line demands as well. */
  @Test
  void aListThatRunsOutInASessionCoversNoLineAfterIt() throws Exception {
    PeerIdentity peer = accepted();
    policy = RevocationPolicy.REFUSE;
    PeerValidity validity = validity(TestPki.NOW);
    lists.set(issuer -> List.of(pki.crl(TestPki.NOW.minusSeconds(60), END)));

    assertThat(validity.isCovered(peer, END.minusMillis(1))).isTrue();
    assertThat(validity.isCovered(peer, END)).isFalse();
    assertThat(validity.isGood(peer, END)).as("the session goes on").isTrue();
    assertThat(sweeps).isZero();
    lists.set(issuer -> List.of(TestPki.create().crl()));
    assertThat(validity.isCovered(peer, TestPki.NOW)).as("of another authority").isFalse();
    lists.set(issuer -> List.of(pki.crl(END, END.plusSeconds(60))));
    assertThat(validity.isCovered(peer, END)).as("by the next list").isTrue();
  }

  @Test
  void noListIsDemandedWhereTheOperatorHasChosenSoOrAsksResponders() throws Exception {
    PeerIdentity peer = accepted();
    assertThat(validity(TestPki.NOW).isCovered(peer, END)).isTrue();
    policy = RevocationPolicy.REFUSE;
    assertThat(validity(TestPki.NOW).isCovered(peer, END)).isFalse();
    asksResponders = true;
    assertThat(validity(TestPki.NOW).isCovered(peer, END)).isTrue();
  }

  private PeerIdentity accepted() throws Exception {
    return rules(TestPki.NOW).verify(alice.chain(), Purpose.CLIENT);
  }

  private CertificateRules rules(Instant now) {
    return new CertificateRules(
        List.of(pki.certificate()),
        issuer -> lists.get().crlsFor(issuer),
        policy,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private PeerValidity validity(Instant now) {
    CertificateRules rules = rules(now);
    ServerIdentity keys =
        new ServerIdentity() {
          @Override
          public CertificateRules rules() {
            return rules;
          }
        };
    RevocationSweep sweep =
        new RevocationSweep() {
          @Override
          public void soon() {
            sweeps++;
          }
        };
    RevocationSources sources =
        new RevocationSources() {
          @Override
          boolean asksResponders() {
            return asksResponders;
          }
        };
    return new PeerValidity(keys, sweep, sources);
  }
}
