package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.BOB;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.RECEIPTS;
import static org.securechat.protocol.evidence.verify.Judged.bytes;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.hers;
import static org.securechat.protocol.evidence.verify.Judged.room;
import static org.securechat.protocol.evidence.verify.Judged.talk;
import static org.securechat.protocol.evidence.verify.Judged.verifies;
import static org.securechat.protocol.evidence.verify.Judged.with;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.Credentials;

/** The eighth step: whether the lines together can have happened (PROTOCOL.md §11.2). */
class HistoryOfBundleTest {
  private static final String ANOTHER_SESSION =
      ": replayed, out of sequence, or in somebody else's session";
  private static final String ANOTHER_HISTORY = ": said under another history";

  @Test
  void oneOfEverythingVerifies() throws Exception {
    Conversation talk = Conversation.ofEverything(PKI);
    verifies(talk.bundle());
    verifies(talk.bundle(5, 8));
  }

  @ParameterizedTest
  @EnumSource(
      value = Event.class,
      names = {"JOINED", "LEFT", "INVITED"})
  void aRoomThatDoesNotBeginWithItsCreationFails(Event event) throws Exception {
    fails(
        new Conversation(PKI, RECEIPTS).event(event, "alice", "alice").bundle(),
        "history line 1: line 1 is not created");
  }

  @Test
  void aRoomThatBeginsWithAMessageFails() throws Exception {
    fails(
        new Conversation(PKI, RECEIPTS).know("alice", ALICE).say("alice", "hi").bundle(),
        "history line 1: line 1 is not created",
        "history line 1: alice was not a member then");
  }

  @Test
  void aRoomThatIsCreatedTwiceFails() throws Exception {
    fails(
        room().event(Event.CREATED, "alice", "alice").bundle(),
        "history line 3: line 1 is not created, or another line is");
  }

  @Test
  void whoIsNotAMemberDoesNotSpeak() throws Exception {
    Conversation talk = new Conversation(PKI, RECEIPTS).enter("alice", ALICE).know("bob", BOB);
    fails(talk.say("bob", "hi").bundle(), "history line 2: bob was not a member then");
    talk.event(Event.INVITED, "bob", "alice").say("bob", "hi");
    fails(
        talk.bundle(),
        "history line 2: bob was not a member then",
        "history line 4: bob was not a member then");
  }

  @Test
  void whoHasLeftDoesNotSpeakUntilTheyAreBack() throws Exception {
    Conversation talk = talk().event(Event.LEFT, "bob", "bob").say("alice", "alone");
    talk.event(Event.JOINED, "bob", "bob").say("bob", "back").event(Event.LEFT, "bob", "alice");
    verifies(talk.bundle());
    fails(talk.say("bob", "hello?").bundle(), "history line 11: bob was not a member then");
    fails(talk.bundle(8, 11), "history line 11: bob was not a member then");
  }

  @Test
  void anErasedMessageWasAMembersToo() throws Exception {
    Conversation talk = new Conversation(PKI, RECEIPTS).enter("alice", ALICE).know("bob", BOB);
    fails(talk.say("bob", "hi").erase(2).bundle(), "history line 2: bob was not a member then");
  }

  @Test
  void otherMembersThanTheReceiptSaysFail() throws Exception {
    fails(
        with(talk().bundle(3, 5), "members.txt", bytes("alice\nbob\ncarol\n")),
        "history members.txt: not those of the receipt",
        "history line 3: alice was not a member then",
        "history line 4: bob was not a member then",
        "history line 5: alice was not a member then");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bob\nalice\n", "alice\nalice\nbob\n", "alice\nBob\n", "alice\nbob", "\n"})
  void membersOutOfFormFail(String members) throws Exception {
    Conversation talk = talk();
    String truth = new String(talk.receipt(3, 5), StandardCharsets.UTF_8);
    byte[] lie =
        bytes(truth.replace(talk.truth(3, 5).membersSha256(), Digests.sha256Hex(bytes(members))));
    VerificationReport report =
        Judged.judge(with(talk.bundle(lie, 3, 5), "members.txt", bytes(members)));
    assertThat(report.failures())
        .anyMatch(check -> check.detail().equals("not a rising list of names"));
  }

  @Test
  void aReplayFails() throws Exception {
    Conversation talk = room().say("alice", "pay 5");
    byte[] payload = talk.message(3).orElseThrow().payload();
    fails(
        talk.append("alice", ALICE, payload).bundle(), "history messages/4.json" + ANOTHER_SESSION);
  }

  /** Numbers may be missing: a session writes to several rooms. */
  @Test
  void theNumbersOfASessionRise() throws Exception {
    verifies(numbered(1, 2, 900).bundle());
    fails(numbered(1, 3, 2).bundle(), "history messages/5.json" + ANOTHER_SESSION);
    fails(numbered(7, 7).bundle(), "history messages/4.json" + ANOTHER_SESSION);
  }

  private static Conversation numbered(int... numbers) {
    Conversation talk = room();
    for (int number : numbers) {
      String payload = hers(talk).replace("\"seq\":1,", "\"seq\":" + number + ",");
      talk.append("alice", ALICE, bytes(payload));
    }
    return talk;
  }

  @Test
  void aSessionHasOneSenderAndOneCertificate() throws Exception {
    fails(inHers(room(), "bob", BOB).bundle(), "history messages/4.json" + ANOTHER_SESSION);
    Credentials second = PKI.client("alice").issue();
    fails(
        inHers(room().know("alice", second), "alice", second).bundle(),
        "history messages/4.json" + ANOTHER_SESSION);
  }

  /** After a message of hers, one more that says it was said in her session. */
  private static Conversation inHers(Conversation talk, String sender, Credentials signer) {
    talk.append("alice", ALICE, bytes(hers(talk)));
    byte[] payload =
        MessagePayload.create(
                Conversation.session("alice"),
                talk.room,
                talk.roomId,
                sender,
                2,
                talk.after(),
                talk.now,
                "me too")
            .encode();
    return talk.append(sender, signer, payload);
  }

  @Test
  void anAuthorMayHaveSeenLessThanThereIs() throws Exception {
    Conversation talk = talk();
    talk.say("alice", new After(0, talk.chain(0)), "first?");
    talk.say("bob", new After(3, talk.chain(3)), "second?");
    verifies(talk.bundle());
    verifies(talk.bundle(4, 7));
    verifies(talk.bundle(7, 7));
  }

  @Test
  void whatWasSaidUnderAnotherHistoryFails() throws Exception {
    String other = "ab".repeat(32);
    for (int position = 0; position <= 5; position++) {
      Conversation talk = talk();
      fails(
          talk.say("alice", new After(position, other), "fork").bundle(),
          "history messages/6.json" + ANOTHER_HISTORY);
    }
    Conversation talk = talk();
    fails(
        talk.say("alice", new After(4, talk.chain(3)), "fork").bundle(),
        "history messages/6.json" + ANOTHER_HISTORY);
  }

  @Test
  void whatWasSaidAfterItselfOrLaterFails() throws Exception {
    for (int position : List.of(6, 7, 900)) {
      fails(
          talk().say("alice", new After(position, "ab".repeat(32)), "soon").bundle(),
          "history messages/6.json" + ANOTHER_HISTORY);
    }
  }

  @Test
  void aPartKnowsTheHistoryBeforeItsFirstLine() throws Exception {
    Conversation talk = talk();
    talk.say("alice", new After(3, "ab".repeat(32)), "fork");
    fails(talk.bundle(4, 6), "history messages/6.json" + ANOTHER_HISTORY);
    // What the part cannot know it does not judge.
    verifies(talk.bundle(5, 6));
    Conversation genesis = talk().say("alice", new After(0, "ab".repeat(32)), "fork");
    fails(genesis.bundle(5, 6), "history messages/6.json" + ANOTHER_HISTORY);
  }

  @Test
  void anAuditLogVerifiesAndHoldsNothingElse() throws Exception {
    Conversation log = Conversation.auditLog(PKI);
    verifies(log.bundle());
    verifies(log.bundle(2, 2));
    log.room = "lobby";
    log.roomId = Conversation.ROOM_ID;
    log.event(Event.JOINED, "alice", "alice");
    log.room = AuditPayload.ROOM;
    log.roomId = AuditPayload.ROOM_ID;
    fails(log.bundle(), "history line 3: not a line of the audit log", "payload messages/3.json: ");
  }

  @Test
  void aMessageInTheAuditLogFails() throws Exception {
    Conversation log = Conversation.auditLog(PKI).know("alice", ALICE);
    byte[] payload = bytes(hers(room()));
    fails(
        log.append("alice", ALICE, payload).bundle(),
        "payload messages/3.json: said in another room",
        "history line 3: not a line of the audit log",
        "history line 3: alice was not a member then",
        "history messages/3.json" + ANOTHER_HISTORY);
  }

  @Test
  void anAuditLineInARoomFails() throws Exception {
    fails(
        talk().audit("user.disable", "alice").bundle(),
        "payload messages/6.json: said in another room",
        "history line 6: line 1 is not created, or another line is");
  }

  @Test
  void aServerDoesNotSpeakAsAUser() throws Exception {
    Conversation talk = talk();
    byte[] payload = bytes(hers(talk));
    fails(
        talk.append("alice", RECEIPTS, payload).bundle(),
        "certificate certificates/",
        "signature messages/6.json: there is no acceptable certificate",
        "history messages/6.json" + ANOTHER_SESSION);
  }

  @Test
  void aUserDoesNotSpeakAsTheServer() throws Exception {
    Conversation talk = talk();
    byte[] payload =
        EventPayload.create(talk.room, talk.roomId, Event.LEFT, "bob", "alice", talk.now).encode();
    fails(
        talk.append(TranscriptLine.SERVER, ALICE, payload).bundle(),
        "certificate certificates/",
        "signature messages/6.json: there is no acceptable certificate");
  }
}
