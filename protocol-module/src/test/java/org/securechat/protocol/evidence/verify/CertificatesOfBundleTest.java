package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.BOB;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.RECEIPTS;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.finds;
import static org.securechat.protocol.evidence.verify.Judged.judge;
import static org.securechat.protocol.evidence.verify.Judged.talk;
import static org.securechat.protocol.evidence.verify.Judged.verifies;

import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.verify.VerificationReport.Check;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.testkit.TestPki;

/** The fifth step: each certificate at the times of its use (PROTOCOL.md §11.2). */
class CertificatesOfBundleTest {
  private static final String REVOKED_LINE = "revocation line ";

  private static final Instant NOW = TestPki.NOW;
  private static final Instant LATER = NOW.plusSeconds(9999);

  private static String file(Credentials holder) {
    return "certificates/" + Conversation.sha256(holder.chain()) + ".der";
  }

  private static Conversation by(Credentials alice) {
    return new Conversation(PKI, RECEIPTS).enter("alice", alice).say("alice", "one");
  }

  @Test
  void aCertificateThatHasExpiredSinceItsUsePasses() throws Exception {
    Credentials alice =
        PKI.client("alice").valid(NOW.minusSeconds(60), NOW.plusSeconds(60)).issue();
    verifies(by(alice).later(Duration.ofHours(12)).bundle());
  }

  @Test
  void aCertificateThatHadExpiredOrWasNotYetValidFails() throws Exception {
    Credentials early =
        PKI.client("alice").valid(NOW.minusSeconds(60), NOW.plusSeconds(60)).issue();
    Credentials late = PKI.client("alice").valid(NOW.plusSeconds(60), LATER).issue();
    for (Credentials alice : List.of(early, late)) {
      fails(
          by(alice).later(Duration.ofHours(1)).say("alice", "two").bundle(),
          "certificate " + file(alice) + ": certificate expired at ");
    }
  }

  @Test
  void aReceiptCertificateThatHadExpiredFails() throws Exception {
    Credentials receipts = PKI.receipt().valid(NOW.minusSeconds(60), NOW.plusSeconds(60)).issue();
    Conversation talk = new Conversation(PKI, receipts).enter("alice", ALICE);
    fails(
        talk.later(Duration.ofHours(1)).bundle(),
        "certificate " + file(receipts) + ": certificate expired at ");
  }

  @Test
  void aStrangersCertificateFails() throws Exception {
    Credentials alice = TestPki.create("Stranger", "ed25519").client("alice").issue();
    fails(
        by(alice).bundle(),
        "certificate " + file(alice) + ": unknown authority at ",
        "signature messages/2.json: there is no acceptable certificate");
  }

  @Test
  void aServersCertificateSpeaksForNoUser() throws Exception {
    Credentials alice = PKI.server("alice").issue();
    fails(
        by(alice).bundle(),
        "certificate " + file(alice) + ": bad certificate at ",
        "signature messages/2.json: there is no acceptable certificate");
  }

  @Test
  void aCertificateThatWasRevokedByTheTimeOfItsUseFails() throws Exception {
    Conversation talk = talk();
    assertThat(talk.now).isEqualTo(NOW.plusMillis(1250));
    talk.later(Duration.ofMillis(-250))
        .say("alice", "one and a quarter")
        .later(Duration.ofMillis(500));
    talk.say("alice", "at two seconds");
    assertThat(talk.now).isEqualTo(NOW.plusSeconds(2));
    for (int second : List.of(-60, 0, 2)) {
      talk.lists = List.of(PKI.crl(NOW.plusSeconds(second), LATER, ALICE.leaf()));
      fails(talk.bundle(), REVOKED_LINE);
    }
    talk.lists = List.of(PKI.crl(NOW.plusSeconds(3), LATER, ALICE.leaf()));
    assertThat(verifies(talk.bundle()).remarks())
        .anyMatch(remark -> remark.contains("after its last use"));
  }

  @Test
  void linesThatTheReceiptNamesAsRevokedPassAndAreSaid() throws Exception {
    Conversation talk = talk().later(Duration.ofSeconds(9)).say("alice", "after the loss");
    talk.lists = List.of(PKI.crl(NOW.plusSeconds(5), LATER, ALICE.leaf()));
    String last = Long.toString(talk.length());
    talk.revoked = last;
    assertThat(verifies(talk.bundle()).remarks())
        .contains("said with a revoked certificate: lines " + last);
  }

  @Test
  void aReceiptThatNamesOtherLinesAsRevokedFails() throws Exception {
    Conversation talk = talk().later(Duration.ofSeconds(9)).say("alice", "after the loss");
    String last = Long.toString(talk.length());
    talk.revoked = last;
    String tooMany = "revocation receipt.json: names lines as revoked whose certificates were not";
    fails(talk.bundle(), tooMany);
    talk.lists = List.of(PKI.crl(NOW.plusSeconds(5), LATER, ALICE.leaf()));
    talk.revoked = "1," + last;
    fails(talk.bundle(), tooMany);
  }

  @Test
  void aRevokedReceiptCertificateFails() throws Exception {
    Conversation talk = talk();
    talk.lists = List.of(PKI.crl(NOW, LATER, RECEIPTS.leaf()));
    fails(
        talk.bundle(),
        "revocation receipt.json: signed with a certificate that was revoked",
        REVOKED_LINE);
  }

  @Test
  void anEarlierInvalidityDateCountsAndALaterOneDoesNot() throws Exception {
    Conversation talk = talk();
    Instant hourLater = NOW.plusSeconds(3600);
    talk.lists = List.of(PKI.crlWithInvalidityDate(hourLater, NOW.minusSeconds(60), ALICE.leaf()));
    fails(talk.bundle(), REVOKED_LINE);
    talk.lists = List.of(PKI.crlWithInvalidityDate(hourLater, NOW.plusSeconds(60), ALICE.leaf()));
    verifies(talk.bundle());
    talk.lists = List.of(PKI.crlWithInvalidityDate(NOW, hourLater, ALICE.leaf()));
    fails(talk.bundle(), REVOKED_LINE);
  }

  @Test
  void aListFromOutsideSpeaksOfTheLinesAfterItsDateAlone() throws Exception {
    Conversation talk = talk().later(Duration.ofSeconds(9)).say("alice", "after the loss");
    X509CRL outside =
        PKI.crlWithInvalidityDate(NOW.plusSeconds(60), NOW.plusSeconds(5), ALICE.leaf());
    Examination examined =
        new EvidenceVerifier(List.of(PKI.certificate()), List.of(outside), RevocationPolicy.REFUSE)
            .examine(talk.bundle().files());
    Map<Long, LineState> states = new TreeMap<>();
    examined.lines(line -> states.put(line.line().position(), line.state()));
    long last = talk.length();
    assertThat(states.remove(last)).isEqualTo(LineState.FAILED);
    assertThat(states.values()).containsOnly(LineState.UNPROVEN);
    finds(
        examined.report(),
        REVOKED_LINE + last + ": said with a certificate that was revoked by then");
  }

  @Test
  void aListFromOutsideThatRevokesTheReceiptKeyLeavesTheEventsBefore() throws Exception {
    Conversation talk = talk().later(Duration.ofSeconds(9));
    talk.event(EventPayload.Event.LEFT, "bob", "bob");
    X509CRL outside = PKI.crl(NOW.plusSeconds(5), LATER, RECEIPTS.leaf());
    finds(
        judge(talk.bundle().files(), outside),
        "revocation receipt.json: signed with a certificate that was revoked by then",
        "revocation line " + talk.length() + ": signed with a certificate that was revoked");
    assertThat(judge(talk.bundle().files(), outside).failures())
        .extracting(VerificationReport.Check::subject)
        .containsExactlyInAnyOrder("receipt.json", "line " + talk.length());
  }

  @Test
  void listsFromOutsideCountAsThoseInTheBundle() throws Exception {
    Conversation talk = talk();
    X509CRL outside = PKI.crl(NOW, LATER, BOB.leaf());
    finds(judge(talk.bundle().files(), outside), REVOKED_LINE);
    talk.lists = List.of();
    assertThat(judge(talk.bundle().files(), PKI.crl()).verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(judge(talk.bundle().files()).verdict()).isEqualTo(Verdict.FAILED);
  }

  /** A record whose list ran out before its receipt; the authority's next one covers it. */
  @Test
  void aListThatRanOutIsMadeGoodByTheNextOneFromOutside() throws Exception {
    Conversation talk = talk();
    talk.lists = List.of(PKI.crl(NOW.minusSeconds(60), NOW.minusSeconds(1)));

    assertThat(judge(talk.bundle().files()).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(judge(talk.bundle().files(), PKI.crl(NOW, LATER)).verdict())
        .isEqualTo(Verdict.VERIFIED);
  }

  @Test
  void listsThatDoNotCoverTheTimeOfUseFail() throws Exception {
    Conversation talk = talk();
    List<List<X509CRL>> useless =
        List.of(
            List.of(),
            List.of(PKI.crl(NOW.minusSeconds(60), NOW.minusSeconds(1))),
            List.of(PKI.crl(NOW.minusSeconds(60), null)),
            List.of(TestPki.create().crl()));
    for (List<X509CRL> lists : useless) {
      talk.lists = lists;
      fails(
          talk.bundle(),
          "revocation " + file(ALICE) + ": no revocation list covers",
          "revocation " + file(BOB) + ": no revocation list covers",
          "revocation " + file(RECEIPTS) + ": no revocation list covers");
    }
    VerificationReport lenient =
        new EvidenceVerifier(List.of(PKI.certificate()), RevocationPolicy.ALLOW)
            .verify(talk.bundle().files());
    assertThat(lenient.verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(lenient.remarks()).anyMatch(remark -> remark.contains("no revocation list covers"));
  }

  @Test
  void aListThatIsSilentAboutSomeCertificatesFails() throws Exception {
    Extension delta = Extension.create(Extension.deltaCRLIndicator, true, new ASN1Integer(1));
    Extension partition =
        Extension.create(
            Extension.issuingDistributionPoint,
            true,
            new IssuingDistributionPoint(null, true, false));
    Extension indirect =
        Extension.create(
            Extension.issuingDistributionPoint,
            true,
            new IssuingDistributionPoint(null, false, false, null, true, false));
    for (Extension extension : List.of(delta, partition, indirect)) {
      Conversation talk = talk();
      X509CRL list = PKI.crl(NOW.minusSeconds(60), LATER, List.of(extension));
      talk.lists = List.of(PKI.crl(), list);
      List<Check> failures = judge(talk.bundle().files()).failures();
      assertThat(failures)
          .singleElement()
          .satisfies(check -> {
            assertThat(check.name()).isEqualTo("revocation");
            assertThat(check.detail()).isEqualTo("not a complete list");
          });
    }
  }

  @Test
  void authoritiesBetweenNeedTheirOwnLists() throws Exception {
    TestPki below = PKI.intermediate("Staff Authority");
    Credentials alice = below.client("alice").issue();
    Conversation talk = by(alice);
    talk.lists = List.of(PKI.crl(), below.crl());
    verifies(talk.bundle());
    talk.lists = List.of(PKI.crl());
    fails(talk.bundle(), "revocation " + file(alice) + ": no revocation list covers");
    talk.lists = List.of(PKI.crl(below.certificate()), below.crl());
    fails(talk.bundle(), REVOKED_LINE);
    talk.lists = List.of(PKI.crl(), below.crl(alice.leaf()));
    fails(talk.bundle(), REVOKED_LINE);
    talk.revoked = "2";
    verifies(talk.bundle());
    talk.lists = List.of(PKI.crl(below.certificate()), below.crl());
    verifies(talk.bundle());
  }

  @Test
  void anAuthorityBetweenThatIsMissingFails() throws Exception {
    TestPki below = PKI.intermediate("Staff Authority");
    Credentials alice = below.client("alice").issue();
    Conversation talk = by(alice);
    talk.lists = List.of(PKI.crl(), below.crl());
    String authority = "certificates/" + Conversation.sha256(List.of(below.certificate())) + ".der";
    fails(
        Judged.with(talk.bundle(), authority, null),
        "certificate " + file(alice) + ": unknown authority",
        "signature messages/2.json: there is no acceptable certificate");
  }
}
