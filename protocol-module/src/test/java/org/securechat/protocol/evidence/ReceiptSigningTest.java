package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.testkit.TestPki;

class ReceiptSigningTest {
  private static final TestPki PKI = TestPki.create();
  private static final String HASH = "ab".repeat(32);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"p256", "rsa2048"})
  void verifiesWhatItSigned(String keyKind) throws EvidenceException {
    Credentials signer = PKI.receipt().key(keyKind).issue();
    byte[] signature = ReceiptSigning.sign(signer, receipt("alice"));
    assertThat(ReceiptSigning.verify(receipt("alice"), signature, PKI.rules()).leaf())
        .isEqualTo(signer.leaf());
    refused(receipt("bob"), signature);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "rsa2048", "rsa3072"})
  @EnabledIf("opensslIsInstalled")
  void opensslVerifiesWhatItSigned(String keyKind) throws Exception {
    TestPki below = PKI.intermediate("Receipt Authority");
    for (Credentials signer :
        List.of(PKI.receipt().key(keyKind).issue(), below.receipt().key(keyKind).issue())) {
      byte[] receipt = receipt("alice");
      Files.write(folder.resolve("receipt.json"), receipt);
      Files.write(folder.resolve("receipt.json.p7s"), ReceiptSigning.sign(signer, receipt));
      PemFiles.writeCertificates(folder.resolve("ca.pem"), List.of(PKI.certificate()));
      assertThat(openssl()).returns(0, OpenSsl.Result::exit);
      Files.write(folder.resolve("receipt.json"), receipt("bob"));
      assertThat(openssl()).doesNotReturn(0, OpenSsl.Result::exit);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "rsa2048"})
  void anyChangedByteFails(String keyKind) {
    byte[] receipt = receipt("alice");
    byte[] signature = ReceiptSigning.sign(PKI.receipt().key(keyKind).issue(), receipt);
    for (int i = 0; i < signature.length; i++) {
      for (int bit : new int[] {0x01, 0x80}) {
        byte[] changed = signature.clone();
        changed[i] ^= (byte) bit;
        refused(receipt, changed);
      }
    }
    for (int i = 0; i < receipt.length; i++) {
      byte[] changed = receipt.clone();
      changed[i] ^= 1;
      refused(changed, signature);
    }
  }

  @Test
  void garbageIsRefusedNotThrown() {
    byte[] receipt = receipt("alice");
    byte[] signature = ReceiptSigning.sign(PKI.receipt().key("p256").issue(), receipt);
    refused(receipt, new byte[0]);
    refused(receipt, new byte[] {0x30, (byte) 0x84, 0x7f, -1, -1, -1});
    refused(receipt, "-----BEGIN CMS-----".getBytes(StandardCharsets.US_ASCII));
    refused(receipt, Arrays.copyOf(signature, signature.length + 1));
    refused(receipt, Arrays.copyOf(signature, signature.length - 1));
  }

  @Test
  void onlyAReceiptCertificateSignsReceipts() {
    byte[] receipt = receipt("alice");
    List<Credentials> others =
        List.of(
            PKI.client("alice").key("p256").issue(),
            PKI.server("chat.example.org").key("p256").issue(),
            PKI.receipt()
                .key("p256")
                .purposes(KeyPurposeId.id_kp_emailProtection, KeyPurposeId.id_kp_serverAuth)
                .issue(),
            TestPki.create().receipt().key("p256").issue());
    for (Credentials other : others) {
      refused(receipt, ReceiptSigning.sign(other, receipt));
    }
  }

  @Test
  void theRulesDecideTheTime() throws EvidenceException {
    byte[] receipt = receipt("alice");
    byte[] signature = ReceiptSigning.sign(PKI.receipt().key("p256").issue(), receipt);
    Instant later = TestPki.NOW.plus(Duration.ofDays(2));
    assertThatThrownBy(() ->
            ReceiptSigning.verify(
                receipt, signature, PKI.rules().at(Clock.fixed(later, ZoneOffset.UTC))))
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("certificate_expired");
  }

  @Test
  void signsNothingButReceiptsAndNotByEd25519() {
    Credentials signer = PKI.receipt().key("p256").issue();
    assertThatThrownBy(() -> ReceiptSigning.sign(signer, "{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> ReceiptSigning.sign(PKI.receipt().key("ed25519").issue(), receipt("alice")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static boolean opensslIsInstalled() {
    return OpenSsl.isInstalled();
  }

  private OpenSsl.Result openssl() {
    return OpenSsl.run(
        folder,
        ("openssl cms -verify -binary -inform DER -in receipt.json.p7s -content receipt.json"
                + " -CAfile ca.pem -purpose any -out /dev/null -attime "
                + TestPki.NOW.getEpochSecond())
            .split(" "));
  }

  private static void refused(byte[] receipt, byte[] signature) {
    assertThatThrownBy(() -> ReceiptSigning.verify(receipt, signature, PKI.rules()))
        .isInstanceOf(EvidenceException.class);
  }

  private static byte[] receipt(String user) {
    return new Receipt(
            "chat.example.org",
            "lobby",
            "0191a1b2-0000-7000-8000-00000000000f",
            user,
            HASH,
            1,
            0,
            HASH,
            HASH,
            HASH,
            Timestamps.format(TestPki.NOW))
        .encode();
  }
}
