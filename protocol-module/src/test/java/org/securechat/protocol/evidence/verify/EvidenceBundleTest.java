package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.testkit.TestPki;

class EvidenceBundleTest {
  private static final TestPki PKI = TestPki.create();

  @TempDir Path folder;

  private VerificationReport verify(BundleWriter bundle) throws Exception {
    Path unpacked = folder.resolve("unpacked");
    Path packed = folder.resolve("packed.zip");
    bundle.writeFolder(unpacked);
    bundle.writeZip(packed);
    EvidenceVerifier verifier =
        new EvidenceVerifier(List.of(PKI.certificate()), RevocationPolicy.REFUSE);
    VerificationReport report = verifier.verify(unpacked);
    assertThat(verifier.verify(packed)).isEqualTo(report);
    Files.delete(packed);
    return report;
  }

  @Test
  void oneOfEverythingVerifies() throws Exception {
    VerificationReport report = verify(Conversation.ofEverything(PKI).bundle());
    assertThat(report.failures()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(report.statement())
        .hasValueSatisfying(statement -> {
          assertThat(statement.server()).isEqualTo("chat.example.org");
          assertThat(statement.room()).isEqualTo("lobby");
          assertThat(statement.signer()).isEqualTo("CN=receipts");
        });
  }

  @Test
  void aPartAndTheAuditLogVerify() throws Exception {
    assertThat(verify(Conversation.ofEverything(PKI).bundle(5, 8)).failures()).isEmpty();
  }

  @Test
  void theAuditLogVerifies() throws Exception {
    assertThat(verify(Conversation.auditLog(PKI).bundle()).failures()).isEmpty();
  }

  @Test
  void aMissingPayloadThatTheReceiptDoesNotCallErasedIsIncomplete() throws Exception {
    Conversation talk = Conversation.small(PKI);
    byte[] receipt = talk.receipt(1, 6);
    VerificationReport report = verify(talk.forget(2).bundle(receipt, 1, 6));
    assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
  }
}
