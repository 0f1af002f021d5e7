package org.securechat.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.TestPki;

class CertificateRulesTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant NOW = TestPki.NOW;

  private final TestPki pki = TestPki.create();
  private final CertificateRules rules = pki.rules();

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "p256", "rsa2048"})
  void everyKindOfKeyIsAccepted(String kind) throws Exception {
    Credentials alice = pki.client("alice").key(kind).issue();
    PeerIdentity peer = rules.verify(alice.chain(), Purpose.CLIENT);
    assertThat(peer.leaf()).isEqualTo(alice.leaf());
    assertThat(peer.scheme()).isEqualTo(alice.scheme());
    assertThat(peer.signed(new byte[] {1}, alice.sign(new byte[] {1}))).isTrue();
    assertThat(peer.signed(new byte[] {2}, alice.sign(new byte[] {1}))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "rsa2048"})
  void everyKindOfAuthorityIsAccepted(String kind) throws Exception {
    TestPki other = TestPki.create("Other Authority", kind);
    PeerIdentity peer = other.rules().verify(other.client("alice").issue().chain(), Purpose.CLIENT);
    assertThat(peer.scheme()).isEqualTo(SignatureScheme.ED25519);
  }

  @Test
  void intermediateIsFollowed() throws Exception {
    List<X509Certificate> chain = pki.intermediate("Branch").client("alice").issue().chain();
    assertThat(rules.verify(chain, Purpose.CLIENT).chain()).hasSize(2);
    List<X509Certificate> withRoot = new ArrayList<>(chain);
    withRoot.add(pki.certificate());
    assertThat(rules.verify(withRoot, Purpose.CLIENT).chain()).hasSize(3);
  }

  @Test
  void missingIntermediateIsUnknownAuthority() {
    List<X509Certificate> chain = pki.intermediate("Branch").client("alice").issue().chain();
    assertRefused(AlertCode.UNKNOWN_AUTHORITY, chain.subList(0, 1));
  }

  @Test
  void chainInWrongOrderIsRefused() {
    List<X509Certificate> chain =
        new ArrayList<>(pki.intermediate("Branch").client("alice").issue().chain());
    Collections.reverse(chain);
    assertThatThrownBy(() -> rules.verify(chain, Purpose.CLIENT))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void otherAuthorityIsUnknown() {
    TestPki other = TestPki.create("Other Authority", "ed25519");
    assertRefused(AlertCode.UNKNOWN_AUTHORITY, other.client("alice").issue().chain());
  }

  @Test
  void authorityOfTheSameNameIsUnknown() {
    assertRefused(AlertCode.UNKNOWN_AUTHORITY, TestPki.create().client("alice").issue().chain());
  }

  @Test
  void clientAsIntermediateIsRefused() {
    // alice signs a certificate for bob
    TestPki alice = TestPki.create("alice", "ed25519");
    X509Certificate asPeer = pki.client("alice").chain(alice.certificate().getPublicKey()).get(0);
    assertRefused(AlertCode.BAD_CERTIFICATE, List.of(alice.client("bob").issue().leaf(), asPeer));
  }

  @Test
  void expiredIsRefused() {
    assertRefused(
        AlertCode.CERTIFICATE_EXPIRED,
        pki.client("alice").valid(NOW.minus(DAY), NOW.minusSeconds(1)).issue().chain());
  }

  @Test
  void notYetValidIsRefused() {
    assertRefused(
        AlertCode.CERTIFICATE_EXPIRED,
        pki.client("alice").valid(NOW.plusSeconds(1), NOW.plus(DAY)).issue().chain());
  }

  @Test
  void expiredAuthorityIsRefused() {
    List<X509Certificate> chain =
        pki.client("alice").valid(NOW.minus(DAY), NOW.plus(DAY.multipliedBy(9))).issue().chain();
    CertificateRules later = rules.at(Clock.fixed(NOW.plus(DAY.multipliedBy(2)), ZoneOffset.UTC));
    assertAlert(AlertCode.CERTIFICATE_EXPIRED, () -> later.verify(chain, Purpose.CLIENT));
  }

  @Test
  void expiredCertificateIsAcceptedAtItsTime() throws Exception {
    Instant past = NOW.minus(DAY.dividedBy(2));
    List<X509Certificate> chain =
        pki.client("alice").valid(NOW.minus(DAY), NOW.minusSeconds(1)).issue().chain();
    assertThat(rules.at(Clock.fixed(past, ZoneOffset.UTC)).verify(chain, Purpose.CLIENT))
        .isNotNull();
  }

  @Test
  void serverCertificateIsNoClient() {
    assertRefused(AlertCode.BAD_CERTIFICATE, pki.server("example.org").issue().chain());
  }

  @Test
  void clientCertificateIsNoServer() {
    List<X509Certificate> chain = pki.client("alice").issue().chain();
    assertAlert(AlertCode.BAD_CERTIFICATE, () -> rules.verify(chain, Purpose.SERVER));
  }

  @Test
  void handshakeCertificateSignsNoReceipts() {
    List<X509Certificate> both =
        pki.client("alice")
            .purposes(KeyPurposeId.id_kp_emailProtection, KeyPurposeId.id_kp_serverAuth)
            .issue()
            .chain();
    assertAlert(AlertCode.BAD_CERTIFICATE, () -> rules.verify(both, Purpose.RECEIPT));
  }

  @Test
  void receiptCertificateSignsReceiptsOnly() throws Exception {
    List<X509Certificate> chain = pki.receipt().issue().chain();
    assertThat(rules.verify(chain, Purpose.RECEIPT)).isNotNull();
    assertRefused(AlertCode.BAD_CERTIFICATE, chain);
  }

  @Test
  void missingOrAnyPurposeIsRefused() {
    assertRefused(AlertCode.BAD_CERTIFICATE, pki.client("alice").purposes().issue().chain());
    assertRefused(
        AlertCode.BAD_CERTIFICATE,
        pki.client("alice").purposes(KeyPurposeId.anyExtendedKeyUsage).issue().chain());
  }

  @Test
  void onlyClassicClientsMayLeaveUnsaidWhatTheyAreFor() throws Exception {
    List<X509Certificate> silent = pki.client("alice").keyUsage(null).purposes().issue().chain();
    assertThat(rules.verify(silent, Purpose.CLASSIC_CLIENT)).isNotNull();
    assertAlert(AlertCode.BAD_CERTIFICATE, () -> rules.verify(silent, Purpose.CLIENT));
    List<X509Certificate> server = pki.server("localhost").issue().chain();
    assertAlert(AlertCode.BAD_CERTIFICATE, () -> rules.verify(server, Purpose.CLASSIC_CLIENT));
    List<X509Certificate> agreeing =
        pki.client("alice").keyUsage(KeyUsage.keyAgreement).issue().chain();
    assertAlert(AlertCode.BAD_CERTIFICATE, () -> rules.verify(agreeing, Purpose.CLASSIC_CLIENT));
  }

  @Test
  void keyUsageWithoutDigitalSignatureIsRefused() {
    assertRefused(
        AlertCode.BAD_CERTIFICATE,
        pki.client("alice").keyUsage(KeyUsage.keyAgreement).issue().chain());
    assertRefused(AlertCode.BAD_CERTIFICATE, pki.client("alice").keyUsage(null).issue().chain());
  }

  @Test
  void authorityAsPeerIsRefused() {
    assertRefused(AlertCode.BAD_CERTIFICATE, List.of(pki.certificate()));
    assertRefused(
        AlertCode.BAD_CERTIFICATE,
        pki.client("alice").authority().keyUsage(KeyUsage.digitalSignature).issue().chain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa1024", "p521"})
  void keyOfOtherStrengthIsRefused(String kind) {
    KeyPair keys = TestPki.keys(kind);
    assertRefused(AlertCode.BAD_CERTIFICATE, pki.client("alice").chain(keys.getPublic()));
  }

  @Test
  void weakAuthorityIsRefused() {
    TestPki weak = TestPki.create("Weak Authority", "rsa1024");
    List<X509Certificate> chain = weak.client("alice").issue().chain();
    assertAlert(AlertCode.BAD_CERTIFICATE, () -> weak.rules().verify(chain, Purpose.CLIENT));
  }

  @Test
  void sha1SignatureIsRefused() {
    TestPki rsa = TestPki.create("Old Authority", "rsa2048");
    List<X509Certificate> chain = rsa.client("alice").signedBy("SHA1withRSA").issue().chain();
    assertAlert(AlertCode.BAD_CERTIFICATE, () -> rsa.rules().verify(chain, Purpose.CLIENT));
  }

  @Test
  void pssIsAcceptedWithSha256Only() throws Exception {
    TestPki rsa = TestPki.create("PSS Authority", "rsa2048");
    List<X509Certificate> good =
        rsa.client("alice").signedBy("SHA256withRSAandMGF1").issue().chain();
    assertThat(rsa.rules().verify(good, Purpose.CLIENT)).isNotNull();
    List<X509Certificate> weak = rsa.client("alice").signedBy("SHA1withRSAandMGF1").issue().chain();
    assertAlert(AlertCode.BAD_CERTIFICATE, () -> rsa.rules().verify(weak, Purpose.CLIENT));
  }

  @Test
  void unknownCriticalExtensionIsRefused() throws IOException {
    Extension critical =
        new Extension(
            new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"),
            true,
            new DEROctetString(new byte[] {5, 0}));
    assertRefused(
        AlertCode.BAD_CERTIFICATE, pki.client("alice").extension(critical).issue().chain());
  }

  @Test
  void everyFlippedByteIsRefused() throws Exception {
    byte[] der = pki.client("alice").issue().leaf().getEncoded();
    for (int i = 0; i < der.length; i++) {
      byte[] flipped = der.clone();
      flipped[i] ^= 1;
      assertThatThrownBy(() -> rules.verifyEncoded(List.of(flipped), Purpose.CLIENT))
          .as("byte %d", i)
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void truncatedAndPaddedEncodingsAreRefused() throws Exception {
    byte[] der = pki.client("alice").issue().leaf().getEncoded();
    for (int length : new int[] {0, 1, der.length / 2, der.length - 1, der.length + 1}) {
      assertAlert(
          AlertCode.BAD_CERTIFICATE,
          () -> rules.verifyEncoded(List.of(Arrays.copyOf(der, length)), Purpose.CLIENT));
    }
  }

  @Test
  void endlesslyNestedEncodingIsRefused() {
    int levels = 4000;
    ByteBuffer nested = ByteBuffer.allocate(levels * 4);
    for (int level = 1; level <= levels; level++) {
      nested.put((byte) 0x30).put((byte) 0x82).putShort((short) (4 * (levels - level)));
    }
    assertAlert(
        AlertCode.BAD_CERTIFICATE,
        () -> rules.verifyEncoded(List.of(nested.array()), Purpose.CLIENT));
  }

  @Test
  void emptyAndEndlessChainsAreRefused() {
    assertRefused(AlertCode.BAD_CERTIFICATE, List.of());
    X509Certificate leaf = pki.client("alice").issue().leaf();
    assertRefused(AlertCode.BAD_CERTIFICATE, Collections.nCopies(7, leaf));
  }

  @Test
  void revokedIsRefused() throws Exception {
    Credentials alice = pki.client("alice").issue();
    CertificateRules strict = strict(pki.crl(alice.leaf()));
    assertAlert(AlertCode.CERTIFICATE_REVOKED, () -> strict.verify(alice.chain(), Purpose.CLIENT));
    assertThat(strict.verify(pki.client("bob").issue().chain(), Purpose.CLIENT)).isNotNull();
  }

  @Test
  void missingListIsRefusedOrAllowedByPolicy() throws Exception {
    List<X509Certificate> chain = pki.client("alice").issue().chain();
    assertAlert(AlertCode.REVOCATION_UNKNOWN, () -> strict().verify(chain, Purpose.CLIENT));
    assertThat(rules.verify(chain, Purpose.CLIENT)).isNotNull();
  }

  @Test
  void staleListIsRefused() {
    List<X509Certificate> chain = pki.client("alice").issue().chain();
    assertUnknown(strict(pki.crl(NOW.minus(DAY), NOW.minusSeconds(1))), chain);
    assertUnknown(strict(pki.crl(NOW.minus(DAY), null)), chain);
    assertUnknown(strict(pki.crl(NOW.plusSeconds(1), NOW.plus(DAY))), chain);
  }

  @Test
  void revokedByStaleListIsRefusedUnderEitherPolicy() {
    Credentials alice = pki.client("alice").issue();
    X509CRL stale = pki.crl(NOW.minus(DAY), NOW.minusSeconds(1), alice.leaf());
    CertificateRules lenient =
        new CertificateRules(
            List.of(pki.certificate()),
            issuer -> List.of(stale),
            RevocationPolicy.ALLOW,
            TestPki.CLOCK);
    assertAlert(AlertCode.CERTIFICATE_REVOKED, () -> lenient.verify(alice.chain(), Purpose.CLIENT));
  }

  @Test
  void listOfAnotherAuthorityOfTheSameNameCountsForNothing() {
    Credentials alice = pki.client("alice").issue();
    assertUnknown(strict(TestPki.create().crl()), alice.chain());
  }

  @Test
  void revokedIntermediateIsRefused() {
    TestPki branch = pki.intermediate("Branch");
    Credentials alice = branch.client("alice").issue();
    CertificateRules strict = strict(pki.crl(branch.certificate()), branch.crl());
    assertAlert(AlertCode.CERTIFICATE_REVOKED, () -> strict.verify(alice.chain(), Purpose.CLIENT));
  }

  @Test
  void intermediateNeedsItsOwnList() throws Exception {
    TestPki branch = pki.intermediate("Branch");
    Credentials alice = branch.client("alice").issue();
    assertUnknown(strict(pki.crl()), alice.chain());
    assertThat(strict(pki.crl(), branch.crl()).verify(alice.chain(), Purpose.CLIENT)).isNotNull();
  }

  private CertificateRules strict(X509CRL... crls) {
    RevocationSource source =
        issuer ->
            Arrays.stream(crls)
                .filter(c -> c.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
                .toList();
    return new CertificateRules(
        List.of(pki.certificate()), source, RevocationPolicy.REFUSE, TestPki.CLOCK);
  }

  private void assertRefused(AlertCode alert, List<X509Certificate> chain) {
    assertAlert(alert, () -> rules.verify(chain, Purpose.CLIENT));
  }

  private static void assertUnknown(CertificateRules rules, List<X509Certificate> chain) {
    assertAlert(AlertCode.REVOCATION_UNKNOWN, () -> rules.verify(chain, Purpose.CLIENT));
  }

  private static void assertAlert(
      AlertCode alert, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).as("%s", e).isEqualTo(alert));
  }
}
