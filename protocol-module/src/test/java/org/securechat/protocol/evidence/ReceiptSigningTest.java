package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.Credentials;
import org.securechat.testkit.TestPki;

class ReceiptSigningTest {
  private static final TestPki PKI = TestPki.create();
  private static final Credentials SIGNER = PKI.receipt().issue();
  private static final String HASH = "ab".repeat(32);

  private static byte[] receipt(String user, Credentials signer) {
    return new Receipt(
            TestPki.SERVER,
            "lobby",
            "0191a1b2-0000-7000-8000-00000000000f",
            user,
            HASH,
            1,
            0,
            HASH,
            HASH,
            HASH,
            Receipt.membersSha256(List.of()),
            "",
            "",
            List.of(),
            Digests.sha256Hex(signer.encodedChain().get(0)),
            Timestamps.format(TestPki.NOW))
        .encode();
  }

  private static void refused(byte[] receipt, byte[] signature, Credentials signer) {
    assertThatThrownBy(() -> ReceiptSigning.verify(receipt, signature, signer.chain(), PKI.rules()))
        .isInstanceOf(EvidenceException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "p256", "p384", "rsa2048"})
  void verifiesWhatItSignedAndNothingElse(String keyKind) throws EvidenceException {
    Credentials signer = PKI.receipt().key(keyKind).issue();
    byte[] receipt = receipt("alice", signer);
    byte[] signature = ReceiptSigning.sign(signer, receipt);
    assertThat(ReceiptSigning.verify(receipt, signature, signer.chain(), PKI.rules()).leaf())
        .isEqualTo(signer.leaf());
    refused(receipt("bob", signer), signature, signer);
    for (int i = 0; i < signature.length; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      refused(receipt, changed, signer);
    }
  }

  @Test
  void anyChangedByteOfAReceiptFails() {
    byte[] receipt = receipt("alice", SIGNER);
    byte[] signature = ReceiptSigning.sign(SIGNER, receipt);
    for (int i = 0; i < receipt.length; i++) {
      byte[] changed = receipt.clone();
      changed[i] ^= 1;
      refused(changed, signature, SIGNER);
    }
  }

  @Test
  void garbageIsRefusedNotThrown() {
    byte[] receipt = receipt("alice", SIGNER);
    byte[] signature = ReceiptSigning.sign(SIGNER, receipt);
    refused(receipt, new byte[0], SIGNER);
    refused(receipt, new byte[] {0x30, (byte) 0x84, 0x7f, -1, -1, -1}, SIGNER);
    refused(receipt, Arrays.copyOf(signature, signature.length + 1), SIGNER);
    refused(receipt, Arrays.copyOf(signature, signature.length - 1), SIGNER);
    refused(receipt, new byte[signature.length], SIGNER);
  }

  @Test
  void onlyAReceiptCertificateSignsReceipts() {
    List<Credentials> others =
        List.of(
            PKI.client("alice").issue(),
            PKI.server(TestPki.SERVER).issue(),
            PKI.receipt()
                .purposes(KeyPurposeId.id_kp_emailProtection, KeyPurposeId.id_kp_serverAuth)
                .issue(),
            TestPki.create().receipt().issue());
    for (Credentials other : others) {
      byte[] receipt = receipt("alice", other);
      refused(receipt, ReceiptSigning.sign(other, receipt), other);
    }
  }

  @Test
  void theReceiptNamesItsSigner() {
    byte[] receipt = receipt("alice", SIGNER);
    Credentials other = PKI.receipt().issue();
    assertThatThrownBy(() -> ReceiptSigning.sign(other, receipt))
        .isInstanceOf(IllegalArgumentException.class);
    refused(receipt, other.sign(receipt), other);
    refused(receipt, other.sign(receipt), SIGNER);
  }

  @Test
  void theRulesDecideTheTime() {
    byte[] receipt = receipt("alice", SIGNER);
    byte[] signature = ReceiptSigning.sign(SIGNER, receipt);
    Clock later = Clock.fixed(TestPki.NOW.plus(Duration.ofDays(2)), ZoneOffset.UTC);
    assertThatThrownBy(
            () -> ReceiptSigning.verify(receipt, signature, SIGNER.chain(), PKI.rules().at(later)))
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("certificate_expired");
  }

  @Test
  void signsNothingButReceipts() {
    assertThatThrownBy(() -> ReceiptSigning.sign(SIGNER, "{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
