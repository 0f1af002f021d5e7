package org.securechat.protocol.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.testkit.TestPki;

class ClassicProfileTest {
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @ValueSource(strings = {"0", "f", "10", "abc", "ffffffffffffffff"})
  void numbersAreWhatPythonWrites(String digits) throws ClassicException {
    BigInteger number = new BigInteger(digits, 16);
    assertThat(ClassicHex.format(number)).isEqualTo("0x" + digits);
    assertThat(ClassicHex.parse("0x" + digits, 64)).isEqualTo(number);
    assertThat(ClassicHex.parse("0X0" + digits.toUpperCase(Locale.ROOT), 68)).isEqualTo(number);
    assertThat(ClassicHex.parse(digits, 64)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0x", "0x-1", "-0x1", "0xg", "0x 1", "+1", "0x1ffffffffffffffff", "１"})
  void whatIsNoNumberIsRefused(String text) {
    assertThatThrownBy(() -> ClassicHex.parse(text, 64))
        .isInstanceOfSatisfying(
            ClassicException.class, e -> assertThat(e.error()).isEqualTo(ClassicError.BAD_MESSAGE));
  }

  @Test
  void bothSidesGetTheKeyOfTheOriginalsRule() throws Exception {
    for (int i = 0; i < 300; i++) {
      try (ClassicAgreement server = ClassicAgreement.start(random)) {
        BigInteger p = new BigInteger(server.prime().substring(2), 16);
        BigInteger g = new BigInteger(server.generator().substring(2), 16);
        BigInteger x = new BigInteger(256, random).add(BigInteger.TWO);
        BigInteger z = new BigInteger(server.publicValue().substring(2), 16).modPow(x, p);
        // About one secret in 256 begins with a zero byte, which must be hashed, too.
        byte[] padded = new byte[256];
        byte[] raw = z.toByteArray();
        int length = Math.min(raw.length, 256);
        System.arraycopy(raw, raw.length - length, padded, 256 - length, length);
        byte[] expected = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(padded), 16);
        try (SecretBytes key = server.agree("0x" + g.modPow(x, p).toString(16))) {
          assertThat(key.expose()).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void degeneratePublicValuesAreRefused() {
    try (ClassicAgreement server = ClassicAgreement.start(random)) {
      BigInteger p = new BigInteger(server.prime().substring(2), 16);
      for (BigInteger bad :
          new BigInteger[] {
            BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE), p, p.add(BigInteger.TWO)
          }) {
        assertThatThrownBy(() -> server.agree(ClassicHex.format(bad)))
            .isInstanceOf(ClassicException.class);
      }
    }
  }

  @Test
  void whatIsSealedOpensAndNothingElse() {
    try (SecretBytes key = SecretBytes.random(16);
        SecretBytes other = SecretBytes.random(16)) {
      byte[] text = "a text of two blocks".getBytes(StandardCharsets.UTF_8);
      ClassicCipher.Sealed sealed = ClassicCipher.seal(key, text, random);
      assertThat(ClassicCipher.open(key, sealed.iv(), sealed.ciphertext())).contains(text);
      assertThat(ClassicCipher.open(other, sealed.iv(), sealed.ciphertext()))
          .isNotEqualTo(java.util.Optional.of(text));
      assertThat(ClassicCipher.open(key, sealed.iv(), new byte[0])).isEmpty();
      assertThat(ClassicCipher.open(key, sealed.iv(), new byte[17])).isEmpty();
    }
  }

  @Test
  void signaturesAreOverTheHashOfTheThreeTexts() throws Exception {
    KeyPair rsa = TestPki.keys("rsa2048");
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest("121700000000000Zm9v".getBytes(StandardCharsets.US_ASCII));
    assertThat(ClassicSignature.messageDigest(12, 1_700_000_000_000L, "Zm9v")).isEqualTo(digest);
    byte[] signature = ClassicSignature.sign(rsa.getPrivate(), digest);
    assertThat(ClassicSignature.verify(rsa.getPublic(), digest, signature)).isTrue();
    assertThat(ClassicSignature.verify(rsa.getPublic(), new byte[32], signature)).isFalse();
    assertThat(ClassicSignature.verify(rsa.getPublic(), digest, new byte[3])).isFalse();
    assertThat(ClassicSignature.verify(TestPki.keys("p256").getPublic(), digest, signature))
        .isFalse();
  }

  @Test
  void certificatesTravelAsBase64OfPem() throws Exception {
    X509Certificate certificate = TestPki.create().client("alice").key("rsa2048").issue().leaf();
    byte[] pem = Base64.getDecoder().decode(ClassicCertificate.encode(certificate));
    assertThat(new String(pem, StandardCharsets.US_ASCII))
        .startsWith("-----BEGIN CERTIFICATE-----\n")
        .endsWith("-----END CERTIFICATE-----\n");
    assertThat(ClassicCertificate.parse(pem)).isEqualTo(certificate);
    String text = Base64.getEncoder().encodeToString(certificate.getEncoded());
    assertThat(ClassicCertificate.fingerprint(certificate))
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(text.getBytes(StandardCharsets.US_ASCII)))
                .substring(0, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----"
      })
  void whatIsNoCertificateIsABadOne(String pem) {
    assertThatThrownBy(() -> ClassicCertificate.parse(pem.getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOfSatisfying(
            ClassicException.class, e -> assertThat(e.error()).isEqualTo(ClassicError.BAD_CERT));
  }

  @Test
  void aTranscriptIsHashedLineByLine() throws Exception {
    ClassicTranscript transcript = new ClassicTranscript();
    assertThat(transcript.sha256())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    String one = ClassicTranscript.line(3, 5, "Zm9v", "YmFy", "0123456789abcdef");
    String two = ClassicTranscript.line(7, 6, "Zm9v", "YmFy", "0123456789abcdef");
    assertThat(one).isEqualTo("3|5|Zm9v|YmFy|0123456789abcdef\n");
    transcript.add(3, one);
    transcript.add(7, two);
    assertThat(transcript.first()).isEqualTo(3);
    assertThat(transcript.last()).isEqualTo(7);
    assertThat(transcript.sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest((one + two).getBytes(StandardCharsets.US_ASCII))));
    assertThatThrownBy(() -> transcript.add(7, two)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyAnRsaAuthoritysCertificatesAreCheckable() {
    for (String kind : new String[] {"ed25519", "p256", "p384"}) {
      TestPki pki = TestPki.create("Test Authority", kind);
      X509Certificate server = pki.server("localhost").key("rsa2048").issue().leaf();
      assertThat(ClassicCertificate.isCheckable(server, pki.certificate())).as(kind).isFalse();
    }
    TestPki rsa = TestPki.create("Test Authority", "rsa2048");
    X509Certificate server = rsa.server("localhost").key("rsa2048").issue().leaf();
    assertThat(ClassicCertificate.isCheckable(server, rsa.certificate())).isTrue();
  }

  @Test
  void certificateOfAnotherAuthorityIsNotCheckable() {
    TestPki rsa = TestPki.create("Test Authority", "rsa2048");
    X509Certificate server = rsa.server("localhost").key("rsa2048").issue().leaf();
    TestPki sameName = TestPki.create("Test Authority", "rsa2048");
    TestPki otherName = TestPki.create("Other Authority", "rsa2048");
    X509Certificate below =
        rsa.intermediate("Issuer").server("localhost").key("rsa2048").issue().leaf();

    assertThat(ClassicCertificate.isCheckable(server, sameName.certificate())).isFalse();
    assertThat(ClassicCertificate.isCheckable(server, otherName.certificate())).isFalse();
    assertThat(ClassicCertificate.isCheckable(below, rsa.certificate())).isFalse();
  }
}
