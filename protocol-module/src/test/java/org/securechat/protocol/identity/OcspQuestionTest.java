package org.securechat.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.identity.ocsp.OcspQuestion;
import org.securechat.testkit.TestPki;

class OcspQuestionTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Duration DAY = Duration.ofDays(1);

  private final TestPki pki = TestPki.create();
  private final Credentials alice = pki.client("alice").issue();
  private final TestResponder authority = new TestResponder(pki.authority());

  private OcspQuestion question() {
    return OcspQuestion.about(alice.leaf(), pki.certificate(), true);
  }

  @Test
  void theAuthorityItselfMayAnswer() throws Exception {
    OcspQuestion question = question();
    OcspStatus status = question.read(authority.answer(question), NOW);
    assertThat(status.state()).isEqualTo(OcspStatus.State.GOOD);
    assertThat(status.until()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    assertThat(status.delegate()).isEmpty();
    assertThat(status.isCurrent(status.until())).isFalse();
  }

  @Test
  void revokedAndUnknownAreTold() throws Exception {
    OcspQuestion question = question();
    assertThat(question.read(authority.saying(TestResponder.REVOKED).answer(question), NOW).state())
        .isEqualTo(OcspStatus.State.REVOKED);
    assertThat(question.read(authority.saying(TestResponder.UNKNOWN).answer(question), NOW).state())
        .isEqualTo(OcspStatus.State.UNKNOWN);
  }

  @Test
  void anAppointedResponderMayAnswerAndIsToBeLookedForItself() throws Exception {
    OcspQuestion question = question();
    Credentials responder = pki.responder().issue();
    byte[] answer = new TestResponder(responder).answer(question);
    assertThat(question.read(answer, NOW).delegate()).contains(responder.leaf());
  }

  @Test
  void aResponderThatIsExcusedIsNotLookedFor() throws Exception {
    OcspQuestion question = question();
    Credentials responder =
        pki.responder()
            .extension(
                new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nocheck,
                    false,
                    DERNull.INSTANCE.getEncoded()))
            .issue();
    byte[] answer = new TestResponder(responder).answer(question);
    assertThat(question.read(answer, NOW).delegate()).isEmpty();
  }

  @Test
  void aCertificateForAnotherPurposeMayNotAnswer() {
    assertRefused(new TestResponder(pki.client("mallory").issue()), "not for signing answers");
    assertRefused(new TestResponder(pki.responder().purposes().issue()), "not for signing answers");
    assertRefused(
        new TestResponder(pki.responder().purposes(KeyPurposeId.anyExtendedKeyUsage).issue()),
        "not for signing answers");
    assertRefused(
        new TestResponder(pki.responder().keyUsage(KeyUsage.keyAgreement).issue()),
        "not for signing");
  }

  @Test
  void aResponderOfAnotherAuthorityMayNotAnswer() {
    TestPki sameName = TestPki.create();
    assertRefused(new TestResponder(sameName.responder().issue()), "not accepted");
    assertRefused(
        new TestResponder(TestPki.create("Other", "ed25519").responder().issue()),
        "not the authority's");
    // Appointed by a branch, not by the authority itself.
    assertRefused(
        new TestResponder(pki.intermediate("Branch").responder().issue()), "not the authority's");
  }

  @Test
  void anOutdatedResponderMayNotAnswer() {
    assertRefused(
        new TestResponder(pki.responder().valid(NOW.minus(DAY), NOW.minusSeconds(1)).issue()),
        "not accepted");
  }

  @Test
  void anAnswerSignedWithSha1IsRefused() {
    assertRefused(new TestResponder(pki.responder().key("rsa2048").issue()), "signed by");
  }

  @Test
  void anAnswerWithAnotherNonceIsRefused() throws Exception {
    Extension nonce =
        new Extension(
            OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
            false,
            new DEROctetString(new byte[32]).getEncoded());
    assertRefused(authority.withNonce(nonce), "nonce");
  }

  @Test
  void anAnswerToAnotherQuestionIsRefused() throws Exception {
    byte[] answer = authority.answer(question());
    assertThatThrownBy(() -> question().read(answer, NOW)).hasMessageContaining("nonce");
  }

  @Test
  void anAnswerWithoutNonceIsRefusedUnlessThatIsAllowed() throws Exception {
    assertRefused(authority.withoutNonce(), "nonce");
    OcspQuestion lenient = OcspQuestion.about(alice.leaf(), pki.certificate(), false);
    assertThat(lenient.read(authority.withoutNonce().answer(lenient), NOW).state())
        .isEqualTo(OcspStatus.State.GOOD);
  }

  @Test
  void anAnswerAboutAnotherCertificateIsRefused() throws Exception {
    OcspQuestion bob =
        OcspQuestion.about(pki.client("bob").issue().leaf(), pki.certificate(), true);
    assertRefused(authority.about(bob), "another certificate");
    TestPki other = TestPki.create("Other", "ed25519");
    OcspQuestion sameSerial = OcspQuestion.about(alice.leaf(), other.certificate(), true);
    assertRefused(authority.about(sameSerial), "another certificate");
  }

  @Test
  void anAnswerOutsideItsTimeIsRefused() {
    assertRefused(authority.at(NOW.minus(DAY), NOW), "out of date");
    assertRefused(authority.at(NOW.plusSeconds(61), NOW.plus(DAY)), "future");
    assertRefused(authority.at(NOW.minus(Duration.ofMinutes(10)), null), "out of date");
  }

  @Test
  void anAnswerWithoutEndIsGoodForMinutes() throws Exception {
    OcspQuestion question = question();
    OcspStatus status = question.read(authority.at(NOW, null).answer(question), NOW);
    assertThat(status.until()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
  }

  @Test
  void aRefusalOfTheResponderIsNoAnswer() throws Exception {
    byte[] later = new OCSPRespBuilder().build(OCSPRespBuilder.TRY_LATER, null).getEncoded();
    assertThatThrownBy(() -> question().read(later, NOW)).hasMessageContaining("status 3");
  }

  @Test
  void everyFlippedByteIsRefusedOrChangesNothing() throws Exception {
    OcspQuestion question = question();
    byte[] answer = authority.saying(TestResponder.REVOKED).answer(question);
    for (int i = 0; i < answer.length; i++) {
      byte[] flipped = answer.clone();
      flipped[i] ^= 1;
      try {
        assertThat(question.read(flipped, NOW).state())
            .as("byte %d", i)
            .isEqualTo(OcspStatus.State.REVOKED);
      } catch (RevocationDataException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void truncatedAndForeignAnswersAreRefused() throws Exception {
    OcspQuestion question = question();
    byte[] answer = authority.answer(question);
    for (int length : new int[] {0, 1, answer.length / 2, answer.length - 1}) {
      assertThatThrownBy(() -> question.read(Arrays.copyOf(answer, length), NOW))
          .isInstanceOf(RevocationDataException.class);
    }
    assertThatThrownBy(() -> question.read("<html>".getBytes(StandardCharsets.UTF_8), NOW))
        .isInstanceOf(RevocationDataException.class);
  }

  private void assertRefused(TestResponder responder, String why) {
    OcspQuestion question = question();
    assertThatThrownBy(() -> question.read(responder.answer(question), NOW))
        .isInstanceOf(RevocationDataException.class)
        .hasMessageContaining(why);
  }
}
