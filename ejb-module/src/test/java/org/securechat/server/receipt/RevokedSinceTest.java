package org.securechat.server.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.Purpose;
import org.securechat.testkit.TestPki;

class RevokedSinceTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant LATER = NOW.plusSeconds(9999);

  private final TestPki root = TestPki.create();
  private final TestPki staff = root.intermediate("Staff");
  private final Credentials alice = root.client("alice").issue();
  private final Credentials bob = staff.client("bob").issue();
  private final Map<String, byte[]> kept = new HashMap<>();

  private String keep(Credentials holder) {
    byte[] der = holder.encodedChain().get(0);
    String sha256 = Digests.sha256Hex(der);
    kept.put(sha256, der);
    return sha256;
  }

  private boolean isRevoked(Credentials holder, Instant at, X509CRL... lists) {
    Set<X509Certificate> issuers = Set.of(root.certificate(), staff.certificate());
    return new RevokedSince(
            List.of(lists),
            List.of(root.certificate()),
            issuers,
            sha256 -> Optional.ofNullable(kept.get(sha256)))
        .isRevoked(keep(holder), Purpose.CLIENT, at);
  }

  @Test
  void aLineIsInDoubtFromTheDateOfTheEntryOn() {
    X509CRL list = root.crl(NOW.plusSeconds(5), LATER, alice.leaf());
    assertThat(isRevoked(alice, NOW.plusMillis(4_999), list)).isFalse();
    assertThat(isRevoked(alice, NOW.plusSeconds(5), list)).isTrue();
    assertThat(isRevoked(bob, NOW.plusSeconds(60), list)).isFalse();
    assertThat(isRevoked(alice, NOW.plusSeconds(60))).isFalse();
  }

  @Test
  void anEarlierInvalidityDateCounts() {
    X509CRL list = root.crlWithInvalidityDate(LATER, NOW.minusSeconds(60), alice.leaf());
    assertThat(isRevoked(alice, NOW, list)).isTrue();
  }

  @Test
  void aRevokedIssuerPutsItsPeopleInDoubt() {
    X509CRL list = root.crl(NOW, LATER, staff.certificate());
    assertThat(isRevoked(bob, NOW, list, staff.crl())).isTrue();
    assertThat(isRevoked(alice, NOW, list, staff.crl())).isFalse();
  }

  /**
   * The issuer's key, certified once more; its certificates are found by verifiers in any order.
   */
  private RevokedSince crossed(X509Certificate first, X509Certificate second, X509CRL... lists) {
    return new RevokedSince(
        List.of(lists),
        List.of(root.certificate()),
        new LinkedHashSet<>(List.of(first, second)),
        sha256 -> Optional.ofNullable(kept.get(sha256)));
  }

  private X509Certificate certifiedAgain(Instant until) {
    return root.client("Staff")
        .subject(new X500Name(staff.certificate().getSubjectX500Principal().getName()))
        .authority()
        .valid(NOW.minusSeconds(60), until)
        .chain(staff.certificate().getPublicKey())
        .get(0);
  }

  @Test
  void ofTwoPathsAnyThatIsNotRevokedByThenCounts() {
    X509Certificate other = certifiedAgain(LATER);
    X509CRL one = root.crl(NOW.plusSeconds(5), LATER, staff.certificate());
    X509CRL both = root.crl(NOW.plusSeconds(25), LATER, other);
    String sha256 = keep(bob);
    for (List<X509Certificate> order :
        List.of(List.of(staff.certificate(), other), List.of(other, staff.certificate()))) {
      RevokedSince since = crossed(order.get(0), order.get(1), one, both, staff.crl());
      // The first question must not decide the later ones.
      assertThat(since.isRevoked(sha256, Purpose.CLIENT, NOW)).isFalse();
      assertThat(since.isRevoked(sha256, Purpose.CLIENT, NOW.plusSeconds(15))).isFalse();
      assertThat(since.isRevoked(sha256, Purpose.CLIENT, NOW.plusSeconds(30))).isTrue();
    }
  }

  @Test
  void aPathCountsForAsLongAsItIsValid() {
    X509Certificate other = certifiedAgain(NOW.plusSeconds(15));
    X509CRL list = root.crl(NOW.plusSeconds(5), LATER, staff.certificate());
    RevokedSince since = crossed(staff.certificate(), other, list, staff.crl());
    String sha256 = keep(bob);
    assertThat(since.isRevoked(sha256, Purpose.CLIENT, NOW.plusSeconds(10))).isFalse();
    assertThat(since.isRevoked(sha256, Purpose.CLIENT, NOW.plusSeconds(15))).isFalse();
    assertThat(since.isRevoked(sha256, Purpose.CLIENT, NOW.plusSeconds(16))).isTrue();
  }

  @Test
  void aListOfAnotherAuthorityWithTheSameNumbersSaysNothing() {
    X509CRL foreign = TestPki.create().crl(NOW, LATER, alice.leaf());
    assertThat(isRevoked(alice, NOW, foreign)).isFalse();
    assertThat(isRevoked(alice, NOW, staff.crl(NOW, LATER, alice.leaf()))).isFalse();
  }

  @Test
  void aCertificateThatIsNotKeptIsNotInDoubt() {
    RevokedSince since =
        new RevokedSince(
            List.of(root.crl(NOW, LATER, alice.leaf())),
            List.of(root.certificate()),
            Set.of(),
            _ -> Optional.empty());
    assertThat(since.isRevoked("0".repeat(64), Purpose.CLIENT, NOW)).isFalse();
  }
}
