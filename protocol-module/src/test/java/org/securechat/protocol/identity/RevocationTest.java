package org.securechat.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.TestPki;

/** How the sources of revocation go together, and which lists count. */
class RevocationTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Duration DAY = Duration.ofDays(1);

  private final TestPki pki = TestPki.create();
  private final Credentials alice = pki.client("alice").issue();
  private final AtomicReference<List<X509CRL>> lists = new AtomicReference<>(List.of(pki.crl()));
  private final AtomicReference<Optional<OcspStatus>> status =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<X509Certificate> withdrawn = new AtomicReference<>();

  private final Revocation byLists =
      Revocation.byLists(issuer -> lists.get(), RevocationPolicy.REFUSE);
  private final Revocation byAnswers =
      byLists.withStatuses((certificate, issuer) -> status.get(), false);

  @Test
  void whatIsWithdrawnHereIsRevokedWhateverTheAuthoritySays() throws Exception {
    CertificateRules rules =
        rules(byLists.withRevokedHere(certificate -> certificate.equals(withdrawn.get())));
    PeerIdentity peer = rules.verify(alice.chain(), Purpose.CLIENT);
    assertThatCode(() -> rules.recheck(peer)).doesNotThrowAnyException();

    withdrawn.set(peer.leaf());

    assertRevoked(() -> rules.verify(alice.chain(), Purpose.CLIENT));
    assertRevoked(() -> rules.recheck(peer));
  }

  @Test
  void anAnswerReplacesAListAndAListAnAnswer() throws Exception {
    CertificateRules rules = rules(byAnswers);
    assertThat(rules.verify(alice.chain(), Purpose.CLIENT)).isNotNull();
    lists.set(List.of());
    assertUnknown(() -> rules.verify(alice.chain(), Purpose.CLIENT));
    status.set(answer(OcspStatus.State.GOOD));
    assertThat(rules.verify(alice.chain(), Purpose.CLIENT)).isNotNull();
  }

  @Test
  void whoeverSaysRevokedIsBelieved() {
    CertificateRules rules = rules(byAnswers);
    status.set(answer(OcspStatus.State.REVOKED));
    assertRevoked(() -> rules.verify(alice.chain(), Purpose.CLIENT));
    status.set(answer(OcspStatus.State.GOOD));
    lists.set(List.of(pki.crl(alice.leaf())));
    assertRevoked(() -> rules.verify(alice.chain(), Purpose.CLIENT));
  }

  @Test
  void aCertificateThatTheResponderDoesNotKnowIsRefused() {
    status.set(answer(OcspStatus.State.UNKNOWN));
    assertRevoked(() -> rules(byAnswers).verify(alice.chain(), Purpose.CLIENT));
  }

  @Test
  void anAnswerCanBeRequired() throws Exception {
    CertificateRules rules = rules(byLists.withStatuses((c, i) -> status.get(), true));
    assertUnknown(() -> rules.verify(alice.chain(), Purpose.CLIENT));
    status.set(answer(OcspStatus.State.GOOD));
    assertThat(rules.verify(alice.chain(), Purpose.CLIENT)).isNotNull();
  }

  @Test
  void theAnswerOfARevokedResponderIsNone() {
    X509Certificate responder = pki.responder().issue().leaf();
    lists.set(List.of(pki.crl(responder)));
    status.set(
        Optional.of(
            new OcspStatus(OcspStatus.State.GOOD, NOW, NOW.plus(DAY), Optional.of(responder))));
    CertificateRules required = rules(byLists.withStatuses((c, i) -> status.get(), true));
    assertUnknown(() -> required.verify(alice.chain(), Purpose.CLIENT));
  }

  @Test
  void anOpenSessionEndsByKnowledgeAndNotByTheLackOfIt() throws Exception {
    CertificateRules rules = rules(byAnswers);
    PeerIdentity peer = rules.verify(alice.chain(), Purpose.CLIENT);
    lists.set(List.of());
    assertThatCode(() -> rules.recheck(peer)).doesNotThrowAnyException();
    assertThatCode(() -> rules.recheckStatus(peer)).doesNotThrowAnyException();

    status.set(answer(OcspStatus.State.REVOKED));
    assertRevoked(() -> rules.recheckStatus(peer));
    lists.set(List.of(pki.crl(NOW.minus(DAY), NOW.minusSeconds(1), alice.leaf())));
    assertRevoked(() -> rules.recheck(peer));
  }

  @Test
  void aRevokedIntermediateEndsWhatHangsBelow() throws Exception {
    TestPki branch = pki.intermediate("Branch");
    lists.set(List.of(pki.crl(), branch.crl()));
    CertificateRules rules = rules(byLists);
    PeerIdentity peer = rules.verify(branch.client("bob").issue().chain(), Purpose.CLIENT);
    lists.set(List.of(pki.crl(branch.certificate()), branch.crl()));
    assertRevoked(() -> rules.recheck(peer));
  }

  @Test
  void aCertificateRunsOutInTheMiddleOfASession() throws Exception {
    CertificateRules rules = rules(byLists);
    PeerIdentity peer = rules.verify(alice.chain(), Purpose.CLIENT);
    CertificateRules later = rules.at(Clock.fixed(NOW.plus(DAY.multipliedBy(2)), ZoneOffset.UTC));
    assertThatThrownBy(() -> later.recheck(peer))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.alert()).isEqualTo(AlertCode.CERTIFICATE_EXPIRED));
  }

  @Test
  void aListFromTheCertificatesOwnAddressCountsBesideTheOthers() {
    RevocationSource own =
        new RevocationSource() {
          @Override
          public List<X509CRL> crlsFor(X509Certificate issuer) {
            return List.of();
          }

          @Override
          public List<X509CRL> crlsFor(X509Certificate certificate, X509Certificate issuer) {
            return List.of(pki.crl(alice.leaf()));
          }
        };
    RevocationSource both = RevocationSource.of(issuer -> lists.get(), own);
    assertRevoked(() ->
        rules(Revocation.byLists(both, RevocationPolicy.REFUSE))
            .verify(alice.chain(), Purpose.CLIENT));
  }

  @Test
  void onlyACompleteListOfTheAuthorityItselfCounts() throws Exception {
    assertThatCode(() -> RevocationLists.verify(pki.crl(), pki.certificate()))
        .doesNotThrowAnyException();
    assertBadList(pki.crl(), TestPki.create().certificate(), "signature");
    assertBadList(
        pki.crl(),
        TestPki.create("Other", "ed25519").certificate(),
        "the list of another authority");
    assertBadList(
        with(Extension.issuingDistributionPoint, indirect()), pki.certificate(), "indirect");
    assertBadList(
        with(Extension.deltaCRLIndicator, new ASN1Integer(1)), pki.certificate(), "delta");
  }

  @Test
  void whatIsNotExactlyOneListIsNotRead() throws Exception {
    byte[] der = pki.crl().getEncoded();
    assertThat(RevocationLists.parse(der)).isEqualTo(pki.crl());
    byte[] followed = java.util.Arrays.copyOf(der, der.length + 1);
    assertThatThrownBy(() -> RevocationLists.parse(followed))
        .isInstanceOf(RevocationDataException.class);
    assertThatThrownBy(() -> RevocationLists.parse(new byte[0]))
        .isInstanceOf(RevocationDataException.class);
    assertThatThrownBy(() -> RevocationLists.parse(alice.leaf().getEncoded()))
        .isInstanceOf(RevocationDataException.class);
  }

  @Test
  void listsAreOrderedByNumberAndThenByDate() throws Exception {
    X509CRL early = pki.crl(NOW.minus(DAY), NOW.plus(DAY));
    X509CRL late = pki.crl(NOW, NOW.plus(DAY));
    assertThat(RevocationLists.isOlder(early, late)).isTrue();
    assertThat(RevocationLists.isOlder(late, early)).isFalse();
    assertThat(RevocationLists.isOlder(late, late)).isFalse();
    X509CRL second = with(Extension.cRLNumber, new ASN1Integer(2));
    X509CRL tenth = with(Extension.cRLNumber, new ASN1Integer(10));
    assertThat(RevocationLists.isOlder(second, tenth)).isTrue();
    assertThat(RevocationLists.isOlder(tenth, second)).isFalse();
    assertThat(RevocationLists.number(early)).isEmpty();
  }

  @Test
  void addressesAreReadFromTheCertificateAsFarAsTheyCanBeUsed() throws Exception {
    GeneralNames http = new GeneralNames(uri("http://crl.example.org/a.crl"));
    GeneralNames others =
        new GeneralNames(new GeneralName[] {uri("file:///etc/passwd"), uri("ldap://x/")});
    X509Certificate certificate =
        pki.client("carol")
            .extension(
                extension(
                    Extension.cRLDistributionPoints,
                    new CRLDistPoint(
                        new DistributionPoint[] {
                          point(others, null, null),
                          point(http, null, null),
                          point(http, new ReasonFlags(ReasonFlags.keyCompromise), null),
                          point(http, null, http)
                        })))
            .issue()
            .leaf();
    assertThat(RevocationAddresses.distributionPoints(certificate))
        .containsExactly("http://crl.example.org/a.crl");
    assertThat(RevocationAddresses.responders(certificate)).isEmpty();

    X509Certificate other =
        pki.client("dave")
            .extension(
                extension(
                    Extension.authorityInfoAccess,
                    new AuthorityInformationAccess(
                        new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1"),
                        uri("https://ocsp.example.org/"))))
            .issue()
            .leaf();
    assertThat(RevocationAddresses.responders(other)).containsExactly("https://ocsp.example.org/");
    assertThat(RevocationAddresses.distributionPoints(other)).isEmpty();
  }

  @Test
  void nonsenseInPlaceOfAddressesIsNoAddress() throws Exception {
    X509Certificate certificate =
        pki.client("eve")
            .extension(extension(Extension.cRLDistributionPoints, new ASN1Integer(1)))
            .issue()
            .leaf();
    assertThat(RevocationAddresses.distributionPoints(certificate)).isEmpty();
  }

  private static GeneralName uri(String address) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, address);
  }

  private static DistributionPoint point(GeneralNames at, ReasonFlags why, GeneralNames issuer) {
    return new DistributionPoint(new DistributionPointName(at), why, issuer);
  }

  private static IssuingDistributionPoint indirect() {
    return new IssuingDistributionPoint(null, false, false, null, true, false);
  }

  private static Extension extension(ASN1ObjectIdentifier id, ASN1Encodable value)
      throws Exception {
    return Extension.create(id, false, value);
  }

  private X509CRL with(ASN1ObjectIdentifier id, ASN1Encodable value) throws Exception {
    boolean critical = !id.equals(Extension.cRLNumber);
    return pki.crl(NOW, NOW.plus(DAY), List.of(Extension.create(id, critical, value)));
  }

  private static Optional<OcspStatus> answer(OcspStatus.State state) {
    return Optional.of(new OcspStatus(state, NOW, NOW.plus(DAY), Optional.empty()));
  }

  private CertificateRules rules(Revocation revocation) {
    return new CertificateRules(List.of(pki.certificate()), revocation, TestPki.CLOCK);
  }

  private static void assertBadList(X509CRL crl, X509Certificate issuer, String why) {
    assertThatThrownBy(() -> RevocationLists.verify(crl, issuer))
        .isInstanceOf(RevocationDataException.class)
        .hasMessageContaining(why);
  }

  private static void assertRevoked(ThrowingCallable call) {
    assertAlert(AlertCode.CERTIFICATE_REVOKED, call);
  }

  private static void assertUnknown(ThrowingCallable call) {
    assertAlert(AlertCode.REVOCATION_UNKNOWN, call);
  }

  private static void assertAlert(AlertCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).isEqualTo(code));
  }
}
