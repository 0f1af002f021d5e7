package org.securechat.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.protocol.identity.list.ListFault;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.TestPki;

/** Lists as authorities publish them, and how a login is judged by them. */
class ListShapesTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Duration DAY = Duration.ofDays(1);
  private static final String HERE = "http://ca.example.org/1.0/crl";
  private static final String SHARD = "http://ca.example.org/shard-2.crl";

  private final TestPki pki = TestPki.create();
  private final List<X509CRL> lists = new ArrayList<>();
  private final CertificateRules rules =
      new CertificateRules(
          List.of(pki.certificate()), issuer -> lists, RevocationPolicy.REFUSE, TestPki.CLOCK);

  @Test
  void stepCaHasACriticalPointWithAnAddressThatItsCertificatesName() throws Exception {
    lists.add(list(at(HERE, false)));

    assertAccepted(user(HERE));
    assertUnknown(user(SHARD), "a list for all certificates that name " + HERE);
    assertUnknown(pki.client("alice").issue(), "that name " + HERE);
  }

  @Test
  void ejbcaHasListsForUsers() throws Exception {
    lists.add(list(point(null, true, false, null, false)));

    assertAccepted(pki.client("alice").issue());
    TestPki branch = pki.intermediate("Branch");
    lists.add(branch.crl());
    assertUnknown(branch.client("bob").issue(), "a list for users' certificates");
    lists.add(list(point(null, false, true, null, false)));
    assertAccepted(branch.client("bob").issue());
  }

  @Test
  void aPartIsForTheCertificatesThatNameIt() throws Exception {
    lists.add(list(at(HERE, false)));
    lists.add(list(at(SHARD, true)));

    assertAccepted(user(HERE));
    assertAccepted(user(SHARD));
    assertUnknown(user("http://ca.example.org/shard-3.crl"), "that name " + SHARD);
  }

  @Test
  void activeDirectoryHasDeltaListsBesideItsBase() throws Exception {
    Credentials alice = pki.client("alice").issue();
    Credentials bob = pki.client("bob").issue();
    lists.add(list(extension(Extension.cRLNumber, new ASN1Integer(7))));
    X509CRL delta = delta(7, 9, alice.leaf());
    lists.add(delta);

    assertRevoked(alice);
    assertAccepted(bob);
    assertThat(RevocationLists.isBase(lists.get(0), delta)).isTrue();

    // The next base does not name it any more: it was on hold.
    lists.add(list(extension(Extension.cRLNumber, new ASN1Integer(9))));
    assertAccepted(alice);
  }

  @Test
  void aDeltaListCoversNothingAndIsShownAsThat() throws Exception {
    X509CRL delta = delta(7, 9);
    lists.add(delta);

    assertUnknown(pki.client("alice").issue(), "a delta list");
    assertThat(RevocationLists.isBase(pki.crl(), delta)).isFalse();
    X509CRL old = list(extension(Extension.cRLNumber, new ASN1Integer(6)));
    assertThat(RevocationLists.isBase(old, delta)).isFalse();
  }

  @Test
  void whatADeltaListTakesBackWaitsForTheNextBase() throws Exception {
    Credentials alice = pki.client("alice").issue();
    lists.add(pki.crl(NOW, NOW.plus(DAY), List.of(number(7)), alice.leaf()));
    lists.add(delta(7, 9));

    assertRevoked(alice);
  }

  @Test
  void aListForSomeReasonsRevokesAndCoversNothing() throws Exception {
    Credentials alice = pki.client("alice").issue();
    Extension some = point(null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false);
    lists.add(list(some));
    assertUnknown(alice, "a list for some reasons only");

    lists.add(pki.crl());
    assertAccepted(alice);
    lists.add(pki.crl(NOW, NOW.plus(DAY), List.of(some), alice.leaf()));
    assertRevoked(alice);
  }

  @Test
  void aListOfAnotherKeyOrThatSpeaksForOthersRevokesNothing() throws Exception {
    Credentials alice = pki.client("alice").issue();
    lists.add(pki.crl());
    lists.add(TestPki.create().crl(alice.leaf()));
    Extension indirect = point(null, false, false, null, true);
    lists.add(pki.crl(NOW, NOW.plus(DAY), List.of(indirect), alice.leaf()));

    assertAccepted(alice);
  }

  @Test
  void eachReasonIsSaidByItsName() throws Exception {
    assertThat(fault(list(point(null, false, false, null, true)))).isEqualTo(ListFault.INDIRECT);
    assertThat(
            fault(
                list(
                    critical(new IssuingDistributionPoint(null, false, false, null, false, true)))))
        .isEqualTo(ListFault.ATTRIBUTE_CERTIFICATES);
    assertThat(fault(list(critical(new ASN1ObjectIdentifier("1.2.3.4"), new ASN1Integer(1)))))
        .isEqualTo(ListFault.UNKNOWN_EXTENSION);
    assertThat(fault(delta(1, 2))).isEqualTo(ListFault.DELTA);
    assertThat(RevocationLists.fault(pki.crl(), pki.certificate())).isEmpty();
    assertThat(RevocationLists.fault(pki.crl(), TestPki.create("Other", "p256").certificate()))
        .contains(ListFault.OTHER_ISSUER);
  }

  @ParameterizedTest
  @EnumSource(ListFault.class)
  void eachReasonHasWords(ListFault fault) {
    assertThat(fault.text()).isNotBlank().doesNotContain("_");
  }

  @Test
  void aSessionGoesOnWhileItsListIsForItsCertificate() throws Exception {
    lists.add(list(at(HERE, false)));
    PeerIdentity peer = rules.verify(user(HERE).chain(), Purpose.CLIENT);
    assertThat(rules.hasCurrentLists(peer)).isTrue();

    lists.set(0, list(at(SHARD, false)));
    assertThat(rules.hasCurrentLists(peer)).isFalse();
    assertThatCode(() -> rules.recheck(peer)).doesNotThrowAnyException();
  }

  private ListFault fault(X509CRL list) {
    return RevocationLists.fault(list, pki.certificate()).orElseThrow();
  }

  private Credentials user(String address) throws Exception {
    DistributionPoint named = new DistributionPoint(name(address), null, null);
    return pki.client("alice")
        .extension(
            extension(
                Extension.cRLDistributionPoints, new CRLDistPoint(new DistributionPoint[] {named})))
        .issue();
  }

  private static DistributionPointName name(String address) {
    return new DistributionPointName(
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, address)));
  }

  private static Extension at(String address, boolean users) throws Exception {
    return point(name(address), users, false, null, false);
  }

  private static Extension point(
      DistributionPointName name,
      boolean users,
      boolean issuers,
      ReasonFlags reasons,
      boolean indirect)
      throws Exception {
    return critical(new IssuingDistributionPoint(name, users, issuers, reasons, indirect, false));
  }

  private static Extension critical(IssuingDistributionPoint point) throws Exception {
    return critical(Extension.issuingDistributionPoint, point);
  }

  private static Extension critical(ASN1ObjectIdentifier id, ASN1Encodable value) throws Exception {
    return Extension.create(id, true, value);
  }

  private static Extension extension(ASN1ObjectIdentifier id, ASN1Encodable value)
      throws Exception {
    return Extension.create(id, false, value);
  }

  private static Extension number(int number) throws Exception {
    return extension(Extension.cRLNumber, new ASN1Integer(number));
  }

  private X509CRL list(Extension extension) {
    return pki.crl(NOW, NOW.plus(DAY), List.of(extension));
  }

  private X509CRL delta(int base, int number, X509Certificate... revoked) throws Exception {
    return pki.crl(
        NOW,
        NOW.plus(DAY),
        List.of(critical(Extension.deltaCRLIndicator, new ASN1Integer(base)), number(number)),
        revoked);
  }

  private void assertAccepted(Credentials user) throws Exception {
    assertThat(rules.verify(user.chain(), Purpose.CLIENT)).isNotNull();
  }

  private void assertRevoked(Credentials user) {
    assertAlert(user, AlertCode.CERTIFICATE_REVOKED, "revoked");
  }

  private void assertUnknown(Credentials user, String why) {
    assertAlert(user, AlertCode.REVOCATION_UNKNOWN, why);
  }

  private void assertAlert(Credentials user, AlertCode code, String why) {
    assertThatThrownBy(() -> rules.verify(user.chain(), Purpose.CLIENT))
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).isEqualTo(code));
  }
}
