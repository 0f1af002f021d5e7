package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.BOB;
import static org.securechat.protocol.evidence.verify.Judged.RECEIPTS;
import static org.securechat.protocol.evidence.verify.Judged.bytes;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.finds;
import static org.securechat.protocol.evidence.verify.Judged.hers;
import static org.securechat.protocol.evidence.verify.Judged.judge;
import static org.securechat.protocol.evidence.verify.Judged.room;
import static org.securechat.protocol.evidence.verify.Judged.talk;
import static org.securechat.protocol.evidence.verify.Judged.verifies;
import static org.securechat.protocol.evidence.verify.Judged.with;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.TranscriptLine;

/** The seventh step: what each line's sender signed (PROTOCOL.md §11.2). */
class LinesOfBundleTest {
  /** Alice's message as line 3, with something changed before she signed. */
  private static Conversation changed(String part, String replacement) {
    Conversation talk = room();
    String payload = hers(talk);
    assertThat(payload).contains(part);
    return talk.append("alice", ALICE, bytes(payload.replace(part, replacement)));
  }

  @Test
  void anotherPayloadThanTheLinesFails() throws Exception {
    SortedMap<String, byte[]> files = talk().bundle().files();
    byte[] third = files.get("messages/3.json");
    files.put("messages/3.json", files.get("messages/5.json"));
    files.put("messages/5.json", third);
    assertThat(judge(files).failures())
        .extracting(VerificationReport.Check::toString)
        .anyMatch(text -> text.contains("3.json") && text.contains("not the payload of its line"))
        .anyMatch(text -> text.contains("3.json") && text.contains("does not verify"));
  }

  @Test
  void anotherSignatureThanTheLinesFails() throws Exception {
    BundleWriter bundle = talk().bundle();
    fails(
        with(bundle, "messages/3.sig", bundle.files().get("messages/5.sig")),
        "signature messages/3.sig: not the signature of its line");
  }

  @Test
  void aSignatureByAnotherKeyThanTheLineNamesFails() throws Exception {
    Conversation talk = room();
    byte[] payload = bytes(hers(talk));
    fails(
        talk.append("alice", ALICE, payload, BOB.sign(payload)).bundle(),
        "signature messages/3.json: does not verify");
    Conversation event = talk();
    byte[] left =
        EventPayload.create(
                event.room, event.roomId, EventPayload.Event.LEFT, "bob", "bob", event.now)
            .encode();
    fails(
        event.append(TranscriptLine.SERVER, RECEIPTS, left, BOB.sign(left)).bundle(),
        "signature messages/6.json: does not verify");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "\"hi\"}~\"hi\",\"text\":\"ho\"}",
        "{\"type\"~{ \"type\"",
        "\"hi\"}~\"hi\"} ",
        "\"hi\"~\"h\\u0069\"",
        "\"hi\"~\"\"",
        "\"seq\":1~\"seq\":1.0",
        "\"seq\":1~\"seq\":0",
        "\"chain\":~\"also\":1,\"chain\":",
        "\"hi\"}~\"hi\",\"also\":1}",
        "Z\",\"salt\"~\",\"salt\"",
        "securechat/message/1~message/1",
        "securechat/message/1~securechat/message/0",
        "securechat/message/1~securechat/event/1"
      })
  void aPayloadOutOfFormFails(String part, String replacement) throws Exception {
    fails(changed(part, replacement).bundle(), "payload messages/3.json: ");
  }

  @Test
  void aPayloadThatIsNoneFails() throws Exception {
    for (String odd : new String[] {"hi", "{}", "[]", "\uFEFF{}"}) {
      fails(room().append("alice", ALICE, bytes(odd)).bundle(), "payload messages/3.json: ");
    }
  }

  @Test
  void aMessageForAnotherRoomOrByAnotherSenderFails() throws Exception {
    fails(
        changed("\"lobby\"", "\"cellar\"").bundle(),
        "payload messages/3.json: said in another room");
    fails(
        changed("0191a1b2", "0191a1b3").bundle(), "payload messages/3.json: said in another room");
    fails(
        changed("\"alice\"", "\"bob\"").bundle(),
        "payload messages/3.json: said by another sender");
  }

  @Test
  void anEventOfAnotherRoomFails() throws Exception {
    Conversation talk = talk();
    talk.room = "cellar";
    talk.event(EventPayload.Event.LEFT, "bob", "bob");
    talk.room = "lobby";
    fails(talk.bundle(), "payload messages/6.json: said in another room");
  }

  @Test
  void aUserSignsNoEventAndAServerNoMessage() throws Exception {
    Conversation talk = talk();
    byte[] left =
        EventPayload.create(talk.room, talk.roomId, EventPayload.Event.LEFT, "bob", "bob", talk.now)
            .encode();
    fails(talk.append("alice", ALICE, left).bundle(), "payload messages/6.json: ");
    Conversation other = room();
    byte[] message = bytes(hers(other));
    fails(
        other.append(TranscriptLine.SERVER, RECEIPTS, message).bundle(),
        "payload messages/3.json: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "poll/1\",%,\"question\":\"when?\",\"answers\":[\"a\",{\"b\":[]}]}",
        "message/3\",%,\"text\":\"\",\"mood\":true}",
        "x-0/999\",%}"
      })
  void aUsersLineOfAnUnknownKindNeedsANewerVerifier(String kindAndFields) throws Exception {
    VerificationReport report = judge(ofKind(kindAndFields).say("bob", "yes").bundle().files());
    finds(report, "kind messages/3.json: of a kind unknown to this version");
    assertThat(report.verdict()).isEqualTo(Verdict.NEEDS_NEWER);
    assertThat(report.verdict().exitCode()).isEqualTo(3);
    assertThat(report.passed()).isFalse();
  }

  /** What is left of her message's envelope stands in place of the sign. */
  private static Conversation ofKind(String kindAndFields) {
    Conversation talk = room();
    String message = hers(talk);
    String rest = message.substring(message.indexOf(',') + 1, message.indexOf(",\"text\""));
    String payload = "{\"type\":\"securechat/" + kindAndFields.replace("%", rest);
    return talk.append("alice", ALICE, bytes(payload));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "poll/1\",\"question\":1,%}",
        "poll/1\",%,\"b\":1.0}",
        "poll/1\",%,\"b\":null}",
        "poll/1\",%,\"b\": 1}",
        "poll/1\",%,\"b\":1,\"b\":2}",
        "Poll/1\",%}",
        "poll/1000\",%}",
        "poll\",%}",
        "audit/2\",%}",
        "classic-message/7\",%}"
      })
  void aLineOfAnUnknownKindWithoutTheFormOfAllKindsFails(String kindAndFields) throws Exception {
    fails(ofKind(kindAndFields).bundle(), "payload messages/3.json: ");
  }

  @Test
  void whatFailsOutweighsAnUnknownKind() throws Exception {
    Conversation talk = ofKind("poll/1\",%}");
    byte[] payload = talk.message(3).orElseThrow().payload();
    talk.append("alice", ALICE, payload);
    VerificationReport report = judge(talk.bundle().files());
    finds(
        report,
        "kind messages/3.json: of a kind",
        "kind messages/4.json: of a kind",
        "history messages/4.json: replayed");
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aServersLineOfAnUnknownKindNeedsANewerVerifier() throws Exception {
    Conversation talk = talk();
    byte[] event =
        EventPayload.create(talk.room, talk.roomId, EventPayload.Event.LEFT, "bob", "bob", talk.now)
            .encode();
    String known = new String(event, StandardCharsets.UTF_8);
    byte[] unknown = bytes(known.replace("securechat/event/1", "securechat/topic/1"));
    VerificationReport report =
        judge(talk.append(TranscriptLine.SERVER, RECEIPTS, unknown).bundle().files());
    finds(report, "kind messages/6.json: of a kind unknown");
    assertThat(report.verdict()).isEqualTo(Verdict.NEEDS_NEWER);
    byte[] ofUsers = bytes(known.replace("securechat/event/1", "securechat/message/9"));
    fails(
        talk().append(TranscriptLine.SERVER, RECEIPTS, ofUsers).bundle(),
        "payload messages/6.json: ");
  }

  @Test
  void everyCharacterThatCanBeSaidVerifies() throws Exception {
    verifies(room().say("alice", "\"quoted\" \\ back\n😀 | ' $(id) \u0000\u007f\u2028").bundle());
  }
}
