package org.securechat.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.Test;
import org.securechat.server.certificate.CrlInfo.Source;
import org.securechat.testkit.TestPki;

/** What is said of the lists on which logins depend, and of each list. */
class IssuerListsTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Duration DAY = Duration.ofDays(1);

  private final TestPki root = TestPki.create();
  private final TestPki staff = root.intermediate("Staff");

  @Test
  void aMonthlyListIsToldAWeekBeforeItsEnd() {
    assertThat(state(monthly(NOW.plus(DAY.multipliedBy(8))))).isEqualTo(IssuerLists.State.CURRENT);
    IssuerLists soon = of(monthly(NOW.plus(DAY.multipliedBy(6))));
    assertThat(soon.state()).isEqualTo(IssuerLists.State.ENDS_SOON);
    assertThat(soon.nextUpdate()).contains(NOW.plus(DAY.multipliedBy(6)));
    assertThat(soon.warnedFrom()).contains(NOW.minus(DAY));
    assertThat(soon.text()).startsWith("the list of CN=Staff ends soon, until ");
  }

  @Test
  void aListOfADayIsToldWhenOneSixteenthIsLeft() {
    Duration life = Duration.ofHours(16);
    X509CRL early = staff.crl(NOW.minus(life).plusSeconds(3601), NOW.plusSeconds(3601));
    X509CRL late = staff.crl(NOW.minus(life).plusSeconds(3600), NOW.plusSeconds(3600));
    assertThat(state(early)).isEqualTo(IssuerLists.State.CURRENT);
    assertThat(state(late)).isEqualTo(IssuerLists.State.ENDS_SOON);
  }

  @Test
  void whatHasEndedOrIsMissingClosesTheServerToItsPeople() {
    IssuerLists ended = of(monthly(NOW));
    assertThat(ended.state()).isEqualTo(IssuerLists.State.ENDED);
    assertThat(ended.state().isClosed()).isTrue();
    assertThat(ended.nextUpdate()).isEmpty();
    assertThat(of(root.crl()).state()).isEqualTo(IssuerLists.State.MISSING);
    assertThat(of(delta()).state()).isEqualTo(IssuerLists.State.MISSING);
  }

  @Test
  void anotherListThatIsForAsMuchMakesUpForOneThatHasEnded() throws Exception {
    X509CRL users = list(NOW.minusSeconds(1), true, false);
    X509CRL issuers = list(NOW.plus(DAY), false, true);
    assertThat(of(users, issuers).state()).isEqualTo(IssuerLists.State.ENDED);
    assertThat(of(users, staff.crl()).state()).isNotEqualTo(IssuerLists.State.ENDED);
    assertThat(of(users, list(NOW.plus(DAY), true, false)).state())
        .isNotEqualTo(IssuerLists.State.ENDED);
  }

  @Test
  void aRootWithoutAListIsExcusedOnlyWhileThereIsNone() {
    assertThat(IssuerLists.of(staff.certificate(), List.of(), true, NOW).state())
        .isEqualTo(IssuerLists.State.EXCUSED);
    assertThat(
            IssuerLists.of(staff.certificate(), List.of(monthly(NOW.plus(DAY))), true, NOW).state())
        .isEqualTo(IssuerLists.State.ENDS_SOON);
  }

  @Test
  void eachListSaysWhatItIsGoodForAndWhyNot() throws Exception {
    assertThat(info(staff.crl())).returns(CrlInfo.State.CURRENT, CrlInfo::state);
    assertThat(info(staff.crl()).reason()).isEmpty();
    assertThat(info(monthly(NOW.plus(DAY.multipliedBy(8)))).state())
        .isEqualTo(CrlInfo.State.CURRENT);
    CrlInfo soon = info(monthly(NOW.plus(DAY.multipliedBy(6))));
    assertThat(soon.state()).isEqualTo(CrlInfo.State.ENDS_SOON);
    assertThat(soon.current()).isTrue();
    assertThat(info(monthly(NOW)).state()).isEqualTo(CrlInfo.State.ENDED);
    assertThat(info(delta()).reason().orElseThrow()).startsWith("a delta list without its base");
    assertThat(info(delta(), numbered(7)).reason().orElseThrow()).startsWith("a delta list: ");
    assertThat(info(delta(), numbered(6)).reason().orElseThrow()).contains("without its base");
    assertThat(info(list(NOW.plus(DAY), true, false)).covers()).isEqualTo("users' certificates");
    assertThat(info(TestPki.create("Stranger", "p256").crl()).state())
        .isEqualTo(CrlInfo.State.UNKNOWN_ISSUER);
    X509CRL indirect =
        staff.crl(
            NOW,
            NOW.plus(DAY),
            List.of(
                Extension.create(
                    Extension.issuingDistributionPoint,
                    true,
                    new IssuingDistributionPoint(null, false, false, null, true, false))));
    assertThat(info(indirect)).returns(CrlInfo.State.UNUSABLE, CrlInfo::state);
  }

  private IssuerLists of(X509CRL... lists) {
    return IssuerLists.of(staff.certificate(), List.of(lists), false, NOW);
  }

  private IssuerLists.State state(X509CRL list) {
    return of(list).state();
  }

  private CrlInfo info(X509CRL list, X509CRL... others) {
    return CrlInfo.of(
        Source.FILE,
        "crl.pem",
        list,
        List.of(root.certificate(), staff.certificate()),
        List.of(others),
        NOW);
  }

  private X509CRL monthly(Instant end) {
    return staff.crl(end.minus(DAY.multipliedBy(30)), end);
  }

  private X509CRL delta() {
    try {
      return staff.crl(
          NOW,
          NOW.plus(DAY),
          List.of(
              Extension.create(Extension.deltaCRLIndicator, true, new ASN1Integer(7)),
              Extension.create(Extension.cRLNumber, false, new ASN1Integer(9))));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509CRL numbered(int number) throws Exception {
    return staff.crl(
        NOW,
        NOW.plus(DAY),
        List.of(Extension.create(Extension.cRLNumber, false, new ASN1Integer(number))));
  }

  private X509CRL list(Instant end, boolean users, boolean issuers) throws Exception {
    return staff.crl(
        end.minus(DAY),
        end,
        List.of(
            Extension.create(
                Extension.issuingDistributionPoint,
                true,
                new IssuingDistributionPoint(null, users, issuers, null, false, false))));
  }
}
