package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.bytes;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.finds;
import static org.securechat.protocol.evidence.verify.Judged.hers;
import static org.securechat.protocol.evidence.verify.Judged.judge;
import static org.securechat.protocol.evidence.verify.Judged.room;
import static org.securechat.protocol.evidence.verify.Judged.talk;
import static org.securechat.protocol.evidence.verify.Judged.verifies;
import static org.securechat.protocol.evidence.verify.Judged.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.TranscriptLine;

/** The ninth step: what may be missing (PROTOCOL.md §11.2). */
class ErasureOfBundleTest {
  @Test
  void whatTheReceiptCallsErasedMayBeMissing() throws Exception {
    assertThat(verifies(talk().erase(3).bundle()).remarks())
        .contains("erased when the receipt was issued: lines 3");
    assertThat(verifies(talk().erase(1, 5).bundle()).remarks())
        .contains("erased when the receipt was issued: lines 3-5");
    verifies(talk().erase(3).bundle(1, 5));
    verifies(talk().erase(3).bundle(4, 6));
  }

  @Test
  void whatTheReceiptDoesNotCallErasedMakesTheRecordIncomplete() throws Exception {
    VerificationReport report = judge(with(talk().bundle(), "messages/4.json", null));
    finds(report, "erased messages/4.json: missing, and the receipt does not say erased");
    assertThat(report.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(report.verdict().exitCode()).isEqualTo(1);
    assertThat(report.passed()).isFalse();
  }

  @Test
  void anEventInTheRecordDoesNotMakeUpForTheReceipt() throws Exception {
    Conversation talk = talk().event(Event.ERASED, "4", TranscriptLine.SERVER);
    assertThat(judge(with(talk.bundle(), "messages/4.json", null)).verdict())
        .isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void aFailureOutweighsAMissingPayloadAndThatAnUnknownKind() throws Exception {
    Conversation talk = room();
    String unknown = hers(talk).replace("securechat/message/1", "securechat/poll/1");
    talk.append("alice", ALICE, bytes(unknown)).say("bob", "hello");
    assertThat(judge(talk.bundle().files()).verdict()).isEqualTo(Verdict.NEEDS_NEWER);
    assertThat(judge(with(talk.bundle(), "messages/4.json", null)).verdict())
        .isEqualTo(Verdict.INCOMPLETE);
    var files = with(talk.bundle(), "messages/4.json", null);
    files.put("messages/3.sig", new byte[] {1});
    assertThat(judge(files).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aMissingEventFails() throws Exception {
    Conversation talk = talk();
    fails(
        with(talk.event(Event.LEFT, "bob", "bob").bundle(), "messages/6.json", null),
        "erased messages/6.json: missing, and what happened is never erased");
  }

  @Test
  void aMissingLineOfTheAuditLogFails() throws Exception {
    fails(
        with(Conversation.auditLog(PKI).bundle(), "messages/2.json", null),
        "erased messages/2.json: missing, and what happened is never erased");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "1-3", "2-5", "6"})
  void aReceiptThatCallsAnEventErasedFails(String positions) throws Exception {
    Conversation talk = talk().event(Event.LEFT, "bob", "bob");
    fails(
        talk.bundle("\"erased\":\"\"", "\"erased\":\"" + positions + "\""),
        "erased receipt.json: names a line of the server's as erased",
        "file messages/");
  }

  @Test
  void aPayloadThatTheReceiptCallsErasedDoesNotBelongToTheBundle() throws Exception {
    fails(
        talk().bundle("\"erased\":\"\"", "\"erased\":\"4\""),
        "file messages/4.json: does not belong to the bundle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2-3", "1-5", "6", "7", "5-6", "3-900"})
  void anEventThatErasesAnythingButEarlierMessagesFails(String positions) throws Exception {
    fails(
        talk().event(Event.ERASED, positions, TranscriptLine.SERVER).say("bob", "hi").bundle(),
        "history messages/6.json: names other lines than earlier messages as erased");
  }

  @Test
  void anEventMayEraseWhatLiesBeforeTheBundle() throws Exception {
    Conversation talk = talk().event(Event.ERASED, "3-5", TranscriptLine.SERVER);
    verifies(talk.bundle(6, 6));
    verifies(talk.bundle(5, 6));
  }
}
