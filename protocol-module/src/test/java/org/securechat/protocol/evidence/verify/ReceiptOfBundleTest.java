package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.RECEIPTS;
import static org.securechat.protocol.evidence.verify.Judged.bytes;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.judge;
import static org.securechat.protocol.evidence.verify.Judged.talk;
import static org.securechat.protocol.evidence.verify.Judged.verifies;
import static org.securechat.protocol.evidence.verify.Judged.with;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.identity.Credentials;
import org.securechat.testkit.TestPki;

/** The second to fourth steps: the receipt, the transcript and its times (PROTOCOL.md §11.2). */
class ReceiptOfBundleTest {
  @Test
  void aTrueRecordVerifiesAndSaysWhoSignedWhat() throws Exception {
    Conversation talk = talk();
    assertThat(verifies(talk.bundle()).statement())
        .hasValueSatisfying(statement -> {
          assertThat(statement.signer()).isEqualTo("CN=receipts");
          assertThat(statement.server()).isEqualTo(TestPki.SERVER);
          assertThat(statement.room()).isEqualTo("lobby");
          assertThat(statement.roomId()).isEqualTo(talk.roomId.toString());
          assertThat(statement.first()).isEqualTo(1);
          assertThat(statement.last()).isEqualTo(5);
          assertThat(statement.from()).isEqualTo(talk.lines().get(0).split("\\|", -1)[1]);
          assertThat(statement.to()).isEqualTo(talk.lines().get(4).split("\\|", -1)[1]);
        });
    verifies(talk.bundle(3, 4));
    verifies(talk.bundle(4, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "p256", "p384", "rsa2048"})
  void theReceiptKeyIsOfAnyKind(String kind) throws Exception {
    Conversation talk = new Conversation(PKI, PKI.receipt().key(kind).issue());
    verifies(talk.enter("alice", ALICE).say("alice", "hello").bundle());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{\"type\"~{ \"type\"",
        "receipt/1~receipt/2",
        "\"last\":5~\"last\":5.0",
        "\"erased\":\"\"~\"erased\":\"6\"",
        "\"erased\":\"\"~\"erased\":\"03\"",
        "\"first\":1~\"first\":0",
        "\"user\":\"alice\"~\"user\":\"Alice\"",
        "\"server\":~\"also\":1,\"server\":"
      })
  void aReceiptOutOfFormFails(String part, String replacement) throws Exception {
    assertThat(judge(talk().bundle(part, replacement).files()).failures())
        .anyMatch(check -> check.name().equals("receipt"))
        .noneMatch(check -> check.name().equals("signature"));
  }

  @Test
  void aReceiptSignedByAnotherKeyFails() throws Exception {
    Conversation talk = talk();
    byte[] receipt = talk.receipt(1, 5);
    byte[] signature = PKI.receipt().key("p256").issue().sign(receipt);
    fails(talk.bundle(receipt, signature, 1, 5), "signature receipt.sig: does not verify");
    fails(
        with(talk.bundle(), "receipt.sig", new byte[4097]),
        "signature receipt.sig: does not verify");
  }

  @Test
  void aReceiptByACertificateForSomethingElseFails() throws Exception {
    for (Credentials signer : List.of(ALICE, PKI.server(TestPki.SERVER).key("p256").issue())) {
      Conversation talk = new Conversation(PKI, signer).enter("alice", ALICE);
      assertThat(judge(talk.bundle().files()).failures())
          .anyMatch(check ->
              check.name().equals("certificate")
                  && check.detail().contains("extended key usage does not fit RECEIPT"));
    }
  }

  @Test
  void aReceiptInTheNameOfAnotherServerFails() throws Exception {
    fails(talk().bundle("\"server\":\"chat.", "\"server\":\"mail."), "name certificates/");
  }

  @Test
  void anotherTranscriptThanTheReceiptsFails() throws Exception {
    Conversation talk = talk();
    fails(
        talk.bundle(talk.truth(1, 5).transcriptSha256(), "ab".repeat(32)),
        "transcript transcript.txt: not the transcript of the receipt");
  }

  @Test
  void aTranscriptOutOfFormFails() throws Exception {
    BundleWriter bundle = talk().bundle();
    String good = new String(bundle.files().get("transcript.txt"), StandardCharsets.US_ASCII);
    for (String bad :
        List.of(
            good.substring(0, good.length() - 1),
            good + "\n",
            good.replaceFirst("\n", "\r\n"),
            good.replaceFirst("1\\|", "01|"),
            good.replaceFirst("@server", "@SERVER"))) {
      assertThat(judge(with(bundle, "transcript.txt", bytes(bad))).failures())
          .filteredOn(check -> check.name().equals("transcript"))
          .hasSizeGreaterThan(1);
    }
  }

  @Test
  void reorderedLinesFail() throws Exception {
    Conversation talk = talk();
    byte[] receipt = talk.receipt(1, 5);
    Collections.swap(talk.lines(), 2, 3);
    assertThat(judge(talk.bundle(receipt, 1, 5).files()).failures())
        .extracting(VerificationReport.Check::toString)
        .anyMatch(text -> text.contains("expected 3"))
        .anyMatch(text -> text.contains("chain does not end"))
        .anyMatch(text -> text.contains("not the transcript"));
  }

  @Test
  void missingAndAdditionalLinesFail() throws Exception {
    Conversation talk = talk();
    fails(
        talk.bundle(talk.receipt(1, 5), 1, 4),
        "transcript transcript.txt: not the",
        "chain transcript.txt: the chain does not end");
    fails(
        talk.bundle(talk.receipt(1, 4), 1, 5),
        "transcript transcript.txt: not the",
        "chain transcript.txt: the chain does not end");
  }

  @Test
  void anotherChainThanTheRoomsFails() throws Exception {
    Conversation talk = talk();
    fails(
        talk.bundle(talk.chain(5), "ab".repeat(32)),
        "chain transcript.txt: the chain does not end in the receipt's");
    assertThat(judge(talk.bundle(talk.chain(0), "ab".repeat(32)).files()).failures())
        .anyMatch(check ->
            check.name().equals("chain")
                && check.detail().equals("the chain does not start with the room"));
  }

  @Test
  void aClockThatGoesBackFails() throws Exception {
    Conversation talk = talk().later(Duration.ofSeconds(-5)).say("bob", "two");
    talk.later(Duration.ofMinutes(1));
    fails(talk.bundle(), "time line 6: earlier than the line before");
  }

  @Test
  void aReceiptBeforeItsLastLineFails() throws Exception {
    Conversation talk = talk().later(Duration.ofMillis(-1));
    fails(talk.bundle(), "time receipt.json: issued before its last line");
  }

  @Test
  void anotherRoomsReceiptFails() throws Exception {
    Conversation other = new Conversation(PKI, RECEIPTS);
    other.room = "cellar";
    byte[] receipt = other.enter("alice", ALICE).receipt(1, 1);
    Conversation talk = talk();
    assertThat(judge(talk.bundle(receipt, 1, 5).files()).failures())
        .extracting(VerificationReport.Check::toString)
        .anyMatch(text -> text.contains("chain does not end"))
        .anyMatch(text -> text.contains("said in another room"));
  }
}
