package org.securechat.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.DomainException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.UsersInMemory;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.certificate.PeerValidity;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.file.FileException;
import org.securechat.server.file.FileStore;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.FakeLedger;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger.Head;
import org.securechat.server.limit.Lanes;
import org.securechat.server.moderation.MessagePace;
import org.securechat.server.moderation.MessageRates;
import org.securechat.server.moderation.ModerationException;
import org.securechat.server.moderation.ModerationInMemory;
import org.securechat.server.moderation.WritingRules;
import org.securechat.server.retention.MessageRemovals;
import org.securechat.server.room.Blocks;
import org.securechat.server.room.OpenRooms;
import org.securechat.server.room.RoomException;
import org.securechat.server.room.ServedRooms;
import org.securechat.server.testing.Refusal;
import org.securechat.server.testing.TestPeer;
import org.securechat.testkit.MutableClock;

/** PROTOCOL.md 8.3: what the server checks of a message, and in which order. */
class MessageServiceTest {
  private static final String ROOM = "lobby";
  private static final UUID ROOM_ID = TestPeer.roomId(ROOM);

  private final TestPeer alice = new TestPeer("alice");
  private final UserSession session = ChatAccess.session("alice", alice.connection());

  /** What an ordinary member may write in a minute. */
  private static final int A_MINUTE = 30;

  private final FakeLedger ledger = new FakeLedger();
  private final Rooms rooms = new Rooms();
  private final Archive archive = new Archive();
  private final Blocked blocked = new Blocked();
  private final Validity validity = new Validity();
  private final Audit audit = new Audit();
  private final Outcomes outcomes = new Outcomes();
  private final UsersInMemory users = new UsersInMemory();
  private final ServedRooms memberships = new ServedRooms(users);
  private final ModerationInMemory moderated = new ModerationInMemory(memberships, _ -> "alice");
  private final WritingRules writing = new WritingRules(moderated);
  private final Removals removals = new Removals();
  private final MutableClock clock = new MutableClock();
  private final KnownFiles files = new KnownFiles();
  private final MessageService service =
      new MessageService(
          new LineAppender(ledger),
          rooms,
          archive,
          blocked,
          ledger,
          new MessageKinds(
              ledger,
              memberships,
              removals,
              writing,
              new MessagePace(moderated, new MessageRates(A_MINUTE, 2 * A_MINUTE), clock),
              new ReadAllowance(clock),
              files,
              new Lanes((Executor) Runnable::run, Clock.systemUTC()),
              clock),
          validity,
          audit);

  @Test
  @DisplayName("8.3: a message that passes every check goes to the ledger and uses up its number")
  void acceptsAMessage() {
    send(alice.signed(ROOM, "alice", 1));

    assertThat(ledger.waiting()).isEqualTo(1);
    assertThat(session.nextSequence()).isEqualTo(2);
    assertThat(outcomes.refused).isEmpty();
  }

  @Test
  @DisplayName("8.3, 1: a payload that is not of the canonical form is refused before all else")
  void refusesAMalformedPayload() {
    byte[] canonical = alice.signed(ROOM, "alice", 1).payload();
    byte[] spaced =
        (" " + new String(canonical, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);

    refuses(Reason.MALFORMED_PAYLOAD, alice.sign(spaced));
  }

  @Test
  @DisplayName("8.3, 1: what a person says is no program's word, and the reverse")
  void refusesWordsOfTheOtherSort() {
    SignedMessage byPerson = alice.signed(ROOM, "alice", 1);
    SignedMessage byProgram = alice.sign(asProgram(byPerson));
    refuses(Reason.MALFORMED_PAYLOAD, byProgram);

    UserSession robot =
        new UserSession(new AuthenticatedUser(session.userId(), "alice", true), alice.connection());
    assertThatThrownBy(() -> service.send(robot, new Request.Send(7, ROOM, byPerson), outcomes))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED_PAYLOAD));
    assertThat(robot.nextSequence()).isEqualTo(1);
    assertThat(ledger.waiting()).isZero();
    service.send(robot, new Request.Send(7, ROOM, byProgram), outcomes);
    assertThat(ledger.waiting()).isEqualTo(1);
  }

  private static byte[] asProgram(SignedMessage message) {
    return new String(message.payload(), StandardCharsets.UTF_8)
        .replace("securechat/message/1", "securechat/bot-message/1")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("8.3, 6: one whom the other of the room has blocked is refused, and nothing written")
  void refusesTheBlocked() {
    blocked.refusal = new Refusal("blocked");

    assertThatThrownBy(() -> send(alice.signed(ROOM, "alice", 1))).isSameAs(blocked.refusal);
    assertThat(session.nextSequence()).as("the number is used up").isEqualTo(2);
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  @DisplayName("8.3, 6: a block that comes while the message waits is heeded when it is written")
  void refusesWhoIsBlockedMeanwhile() {
    send(alice.signed(ROOM, "alice", 1));
    blocked.refusal = new Refusal("blocked");
    ledger.commitNext();

    assertThat(outcomes.refused).containsExactly(blocked.refusal);
    assertThat(outcomes.done).isZero();
    assertThat(alice.wire().releasedPermits()).isEqualTo(1);
  }

  @Test
  @DisplayName("8.3, 2: a message signed for another session is refused")
  void refusesAnotherSession() {
    refuses(
        Reason.WRONG_CONTEXT,
        alice.sign(
            MessagePayload.create(
                "cd".repeat(32),
                ROOM,
                ROOM_ID,
                "alice",
                1,
                After.nothing(ROOM_ID),
                Instant.EPOCH,
                "hello")));
  }

  @Test
  @DisplayName("8.3, 7: a message signed for another room of the same name is of another history")
  void refusesAnotherRoomOfThatName() {
    rooms.id = UUID.randomUUID();

    assertThatThrownBy(() -> send(alice.signed(ROOM, "alice", 1)))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_HISTORY));
    assertThat(session.nextSequence()).as("the number is used up").isEqualTo(2);
    assertThat(ledger.waiting()).isZero();
    assertThat(audit.events).singleElement().extracting(AuditEvent::subject).isEqualTo(ROOM);
  }

  @Test
  @DisplayName("8.3, 7: a message under another history is refused and uses its number up")
  void refusesAnotherHistory() {
    ledger.chains.put(3L, "aa".repeat(32));

    assertThatThrownBy(() -> send(alice.sign(after(new After(3, "bb".repeat(32))))))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_HISTORY));
    assertThat(session.nextSequence()).isEqualTo(2);
    assertThat(ledger.waiting()).isZero();
    assertThatThrownBy(() -> send(alice.sign(after(2, new After(4, "aa".repeat(32))))))
        .isInstanceOf(ChatException.class);

    send(alice.sign(after(3, new After(3, "aa".repeat(32)))));
    assertThat(ledger.waiting()).isEqualTo(1);
  }

  @Test
  void anotherHistoryIsAuditedAndWhatItsAuthorDidNotSignIsNot() {
    ledger.chains.put(3L, "aa".repeat(32));
    SignedMessage fork = alice.sign(after(new After(3, "bb".repeat(32))));
    byte[] other = new TestPeer("alice").sign(fork.payload()).signature();

    refuses(Reason.INVALID_SIGNATURE, new SignedMessage(fork.payload(), other));
    assertThat(audit.events).isEmpty();

    assertThatThrownBy(() -> send(fork)).isInstanceOf(ChatException.class);
    assertThat(audit.events)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.action()).isEqualTo(AuditAction.MESSAGE_FORK);
          assertThat(event.actor()).isEqualTo("alice");
          assertThat(event.subject()).isEqualTo(ROOM);
          assertThat(event.outcome()).isEqualTo(AuditPayload.Outcome.FAILURE);
          assertThat(event.source()).isEqualTo(alice.connection().remoteAddress().getHostAddress());
          assertThat(event.detail("position")).contains("3");
          assertThat(event.detail("chain")).contains("bb".repeat(32));
          assertThat(event.detail("certificate"))
              .contains(alice.connection().peer().certificateSha256());
        });

    send(alice.sign(after(2, new After(3, "aa".repeat(32)))));
    assertThat(audit.events).hasSize(1);
  }

  private MessagePayload after(After after) {
    return after(1, after);
  }

  private MessagePayload after(long sequence, After after) {
    return MessagePayload.create(
        TestPeer.BINDING, ROOM, ROOM_ID, "alice", sequence, after, Instant.EPOCH, "hello");
  }

  /** A first message of that user, in the record. */
  private About recorded(TestPeer author, String name) {
    return recorded(name, author.signed(ROOM, name, 1));
  }

  private About recorded(String sender, SignedMessage message) {
    CommittedLine line =
        ledger.committed(
            LineRequest.of(ROOM_ID, ROOM, sender, SenderCertificate.of(new byte[] {1}), message));
    return new About(line.entry().position(), line.entry().line().payloadSha256());
  }

  private SignedMessage says(MessageContent content) {
    Head head = ledger.head(ROOM_ID);
    return alice.sign(says(content, new After(head.position(), head.chain())));
  }

  private MessagePayload says(MessageContent content, After after) {
    return MessagePayload.create(
        TestPeer.BINDING,
        ROOM,
        ROOM_ID,
        "alice",
        session.nextSequence(),
        after,
        Instant.EPOCH,
        content);
  }

  private void refusesAbout(MessageContent content) {
    long due = session.nextSequence();
    assertThatThrownBy(() -> send(says(content)))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SUCH_MESSAGE));
    assertThat(session.nextSequence()).as("the number is used up").isEqualTo(due + 1);
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  @DisplayName("8.2: others' messages are answered and reacted to, one's own is changed, too")
  void acceptsWhatIsAboutAMessage() {
    About bobs = recorded(new TestPeer("bob"), "bob");
    About own = recorded(alice, "alice");
    List<MessageContent> contents =
        List.of(
            new MessageContent.Reply(bobs, List.of("bob"), "yes"),
            new MessageContent.Reaction(bobs, "+1", Action.GIVEN),
            new MessageContent.Reaction(bobs, "+1", Action.WITHDRAWN),
            new MessageContent.Reply(own, List.of(), "I mean it"),
            new MessageContent.Edit(own, List.of(), "hello!"),
            new MessageContent.Retraction(own));

    contents.forEach(content -> send(says(content)));

    assertThat(ledger.waiting()).isEqualTo(contents.size());
    assertThat(outcomes.refused).isEmpty();
  }

  private static MessageContent file() {
    return new MessageContent.SharedFile(
        new FileInfo("a.txt", 1, FileInfo.ANY_TYPE, "ab".repeat(32)), List.of(), "");
  }

  @Test
  @DisplayName("8.3, 9: a file that is there is named with the line, and not before")
  void aFileIsNamedWithItsLine() {
    files.there = true;

    send(says(file()));
    assertThat(files.named).isEmpty();
    ledger.commitNext();

    assertThat(files.named).containsExactly("1 " + "ab".repeat(32));
  }

  @Test
  @DisplayName("8.3, 9: no line names a file that is not there")
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> send(says(file()))).isInstanceOf(FileException.class);
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  @DisplayName("8.2, 4: a file is answered, and not edited")
  void aFileIsAnsweredAndNotEdited() {
    files.there = true;
    About own = recorded("alice", says(file()));

    send(says(new MessageContent.Reply(own, List.of(), "thanks")));
    assertThat(ledger.waiting()).isEqualTo(1);
    ledger.commitNext();
    refusesAbout(new MessageContent.Edit(own, List.of(), "x"));
  }

  @Test
  @DisplayName("8.2, 5: the owner of a room removes a message, which is noted with the line")
  void theOwnerRemoves() {
    memberships.addOwner(ROOM_ID, session.userId(), Instant.EPOCH);
    About bobs = recorded(new TestPeer("bob"), "bob");

    send(says(new MessageContent.Removal(bobs, "spam")));
    assertThat(removals.noted).as("not before the line is there").isEmpty();
    ledger.commitNext();

    assertThat(removals.noted).containsExactly("alice removes 1");
    assertThat(removals.runs).isEqualTo(1);
    assertThat(outcomes.done).isEqualTo(1);
  }

  @Test
  @DisplayName("8.2, 5: whoever is not the owner removes nothing, own messages included")
  void othersDoNotRemove() {
    memberships.addMember(ROOM_ID, session.userId(), Instant.EPOCH);
    About own = recorded(alice, "alice");

    send(says(new MessageContent.Removal(own, "")));
    ledger.commitNext();

    assertThat(outcomes.refused)
        .singleElement()
        .isInstanceOfSatisfying(
            RoomException.class,
            e -> assertThat(e.reason()).isEqualTo(RoomException.Reason.NOT_PERMITTED));
    assertThat(removals.noted).isEmpty();
    assertThat(removals.runs).isZero();
  }

  @Test
  void nothingIsRemovedFromARoomThatIsHeld() {
    memberships.addOwner(ROOM_ID, session.userId(), Instant.EPOCH);
    About own = recorded(alice, "alice");
    removals.refusal = new Refusal("held");

    assertThatThrownBy(() -> send(says(new MessageContent.Removal(own, ""))))
        .isSameAs(removals.refusal);
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  @DisplayName("8.2: what one has read is stated once a minute in each room")
  void whatWasReadIsStatedOnceAMinute() {
    recorded(alice, "alice");
    send(says(new MessageContent.Read()));
    assertThatThrownBy(() -> send(says(new MessageContent.Read())))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_READS));

    clock.advance(ReadAllowance.EACH);
    send(says(new MessageContent.Read()));
    assertThat(ledger.waiting()).isEqualTo(2);
  }

  @Test
  @DisplayName("8.3, 6: who floods a room is held back, and takes back what they said all the same")
  void whoFloodsARoomIsHeldBack() {
    About own = recorded(alice, "alice");
    for (int i = 0; i < A_MINUTE - 2; i++) {
      send(alice.signed(ROOM, "alice", session.nextSequence()));
    }
    send(says(new MessageContent.Edit(own, List.of(), "hello!")));
    send(says(new MessageContent.Reaction(own, "+1", Action.GIVEN)));
    int waiting = ledger.waiting();

    for (MessageContent content :
        List.of(
            new MessageContent.Text(List.of(), "flood"),
            new MessageContent.Reply(own, List.of(), "flood"),
            new MessageContent.Edit(own, List.of(), "flood"),
            new MessageContent.Reaction(own, "+2", Action.GIVEN))) {
      assertThatThrownBy(() -> send(says(content)))
          .isInstanceOfSatisfying(
              ModerationException.class,
              e -> assertThat(e.reason()).isEqualTo(ModerationException.Reason.TOO_MANY));
    }
    assertThat(ledger.waiting()).isEqualTo(waiting);
    send(says(new MessageContent.Retraction(own)));

    memberships.addOwner(ROOM_ID, session.userId(), Instant.EPOCH);
    clock.advance(Duration.ofSeconds(60 / A_MINUTE));
    for (int i = 0; i < A_MINUTE; i++) {
      send(alice.signed(ROOM, "alice", session.nextSequence()));
    }
    assertThat(ledger.waiting()).as("the owner may write more").isEqualTo(waiting + 1 + A_MINUTE);
  }

  @Test
  @DisplayName("8.2, 3: another's message is neither edited nor taken back")
  void refusesToChangeWhatAnotherHasSaid() {
    About bobs = recorded(new TestPeer("bob"), "bob");

    refusesAbout(new MessageContent.Edit(bobs, List.of(), "bob says"));
    refusesAbout(new MessageContent.Retraction(bobs));
  }

  @Test
  @DisplayName("8.2, 1 and 2: what is not there, or reads otherwise, cannot be answered")
  void refusesToBeAboutWhatIsNotThere() {
    About own = recorded(alice, "alice");
    After before = After.nothing(ROOM_ID);

    refusesAbout(new MessageContent.Reply(new About(2, own.payloadSha256()), List.of(), "?"));
    refusesAbout(new MessageContent.Reply(new About(1, "ab".repeat(32)), List.of(), "?"));
    assertThatThrownBy(() ->
            send(alice.sign(says(new MessageContent.Reaction(own, "+1", Action.GIVEN), before))))
        .as("what the author has not verified yet")
        .isInstanceOf(ChatException.class);
  }

  @Test
  @DisplayName("8.2, 4: what is no message cannot be answered")
  void refusesToBeAboutWhatIsNoMessage() {
    About own = recorded(alice, "alice");
    for (MessageContent content :
        List.of(
            new MessageContent.Edit(own, List.of(), "hello!"),
            new MessageContent.Reaction(own, "+1", Action.GIVEN),
            new MessageContent.Retraction(own))) {
      About other = recorded("alice", says(content));
      refusesAbout(new MessageContent.Reply(other, List.of(), "?"));
      refusesAbout(new MessageContent.Edit(other, List.of(), "?"));
      refusesAbout(new MessageContent.Retraction(other));
      refusesAbout(new MessageContent.Reaction(other, "+1", Action.GIVEN));
    }
    About events = recorded(TranscriptLine.SERVER, alice.signed(ROOM, "alice", 1));
    refusesAbout(new MessageContent.Reply(events, List.of(), "?"));
  }

  @Test
  @DisplayName("8.3, 2: a message signed for another room is refused")
  void refusesAnotherRoom() {
    refuses(Reason.WRONG_CONTEXT, alice.signed("other", "alice", 1));
  }

  @Test
  @DisplayName("8.3, 2: a message signed for another sender is refused")
  void refusesAnotherSender() {
    refuses(Reason.WRONG_CONTEXT, alice.signed(ROOM, "bob", 1));
  }

  @Test
  @DisplayName("8.3, 2 before 3: a wrong room is reported although the number is wrong, too")
  void checksTheContextBeforeTheSequence() {
    refuses(Reason.WRONG_CONTEXT, alice.signed("other", "alice", 9));
  }

  @Test
  @DisplayName("8.3, 3: a number that was used is a repetition")
  void refusesAUsedNumber() {
    send(alice.signed(ROOM, "alice", 1));

    refuses(Reason.SEQUENCE_USED, alice.signed(ROOM, "alice", 1));
  }

  @Test
  @DisplayName("8.3, 3: a number that is not due yet is refused")
  void refusesANumberAhead() {
    refuses(Reason.SEQUENCE_AHEAD, alice.signed(ROOM, "alice", 2));
  }

  @Test
  @DisplayName("8.3, 3 before 4: a repetition is reported although its signature is wrong, too")
  void checksTheSequenceBeforeTheSignature() {
    send(alice.signed(ROOM, "alice", 1));

    refuses(Reason.SEQUENCE_USED, forged(1));
  }

  @Test
  @DisplayName("8.3, 4: a signature by another key is refused, and the number stays due")
  void refusesAForgedSignature() {
    refuses(Reason.INVALID_SIGNATURE, forged(1));
    assertThat(session.nextSequence()).isEqualTo(1);

    send(alice.signed(ROOM, "alice", 1));
    assertThat(session.nextSequence()).isEqualTo(2);
  }

  @Test
  @DisplayName("8.3, 1 to 4 before 6: no room is looked up for what its author has not signed")
  void looksNothingUpForAForgedMessage() {
    send(alice.signed(ROOM, "alice", 1));
    rooms.asked = 0;

    refuses(Reason.MALFORMED_PAYLOAD, alice.sign("{}".getBytes(StandardCharsets.UTF_8)));
    refuses(Reason.WRONG_CONTEXT, alice.signed("other", "alice", 2));
    refuses(Reason.SEQUENCE_USED, alice.signed(ROOM, "alice", 1));
    refuses(Reason.SEQUENCE_AHEAD, alice.signed(ROOM, "alice", 3));
    refuses(Reason.INVALID_SIGNATURE, forged(2));

    assertThat(rooms.asked).isZero();
  }

  @Test
  @DisplayName("8.3, 6: a room that may not be written to uses the number up")
  void usesTheNumberUpForARefusedRoom() {
    rooms.refusal = new Refusal("no such room");

    assertThatThrownBy(() -> send(alice.signed(ROOM, "alice", 1))).isSameAs(rooms.refusal);
    assertThat(session.nextSequence()).isEqualTo(2);
    assertThat(alice.wire().acquiredPermits()).isEqualTo(alice.wire().releasedPermits());
  }

  @Test
  @DisplayName("8.3, 5: a certificate that has ended takes no message, at once")
  void refusesAnEndedCertificate() {
    validity.goodUntil = Instant.MIN;

    assertThatThrownBy(() -> send(alice.signed(ROOM, "alice", 1)))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CERTIFICATE_ENDED));
    assertThat(session.nextSequence()).as("the number is used up").isEqualTo(2);
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  @DisplayName("8.3, 5: no line has a time at which its certificate was not good")
  void judgesTheCertificateAtTheTimeOfTheLine() {
    send(alice.signed(ROOM, "alice", 1));
    validity.goodUntil = FakeLedger.AT.minusMillis(1);
    ledger.commitNext();

    assertThat(outcomes.done).isZero();
    assertThat(outcomes.refused)
        .singleElement()
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CERTIFICATE_ENDED));
    validity.goodUntil = FakeLedger.AT;
    send(alice.signed(ROOM, "alice", 2));
    ledger.commitNext();
    assertThat(outcomes.done).isEqualTo(1);
  }

  @Test
  @DisplayName("8.3, 5: no line has a time that no revocation list covers; the session goes on")
  void refusesWhatNoListCovers() {
    validity.coveredUntil = FakeLedger.AT.minusMillis(1);
    send(alice.signed(ROOM, "alice", 1));
    ledger.commitNext();

    assertThat(outcomes.done).isZero();
    assertThat(outcomes.refused)
        .singleElement()
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_CURRENT_LIST));
    validity.coveredUntil = FakeLedger.AT;
    send(alice.signed(ROOM, "alice", 2));
    ledger.commitNext();
    assertThat(outcomes.done).isEqualTo(1);
  }

  @Test
  @DisplayName("8.3, 6: an archived room takes no message")
  void refusesAnArchivedRoom() {
    archive.refusal = new Refusal("archived");

    assertThatThrownBy(() -> send(alice.signed(ROOM, "alice", 1))).isSameAs(archive.refusal);
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void aLineThatIsNotWrittenIsRefusedOnceAndReleasesItsPermit() {
    send(alice.signed(ROOM, "alice", 1));
    assertThat(alice.wire().acquiredPermits()).isEqualTo(1);
    assertThat(alice.wire().releasedPermits()).isZero();

    Refusal reason = new Refusal("the database is away");
    ledger.failNext(reason);

    assertThat(outcomes.refused).containsExactly(reason);
    assertThat(outcomes.done).isZero();
    assertThat(alice.wire().releasedPermits()).isEqualTo(1);
  }

  @Test
  void aLedgerThatThrowsReleasesThePermit() {
    Refusal reason = new Refusal("closed");
    ledger.refuse(reason);

    assertThatThrownBy(() -> send(alice.signed(ROOM, "alice", 1))).isSameAs(reason);
    assertThat(alice.wire().releasedPermits()).isEqualTo(1);
    assertThat(outcomes.refused).isEmpty();
  }

  @Test
  void isDoneWhenTheLineIsCommittedAndNotBefore() {
    send(alice.signed(ROOM, "alice", 1));
    assertThat(outcomes.done).isZero();

    ledger.commitNext();

    assertThat(outcomes.done).isEqualTo(1);
    // The delivery thread releases it, after the answer.
    assertThat(alice.wire().releasedPermits()).isZero();
  }

  @Test
  void closingReceiptsWaitForWhatIsUnfinished() {
    send(alice.signed(ROOM, "alice", 1));
    assertThat(session.quiet()).isNotDone();

    ledger.failNext(new Refusal("away"));

    assertThat(session.quiet()).isDone();
  }

  private SignedMessage forged(long sequence) {
    SignedMessage good = alice.signed(ROOM, "alice", sequence);
    return new SignedMessage(
        good.payload(), new TestPeer("alice").sign(good.payload()).signature());
  }

  private void send(SignedMessage message) {
    service.send(session, new Request.Send(1, ROOM, message), outcomes);
  }

  private void refuses(Reason reason, SignedMessage message) {
    long due = session.nextSequence();
    int waiting = ledger.waiting();

    assertThatThrownBy(() -> send(message))
        .isInstanceOfSatisfying(ChatException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(session.nextSequence()).as("the number stays due").isEqualTo(due);
    assertThat(ledger.waiting()).isEqualTo(waiting);
  }

  private static final class Rooms extends RoomQueries {
    private DomainException refusal;
    private int asked;
    private UUID id = ROOM_ID;

    @Override
    public UUID writable(UserSession session, String name) {
      asked++;
      if (refusal != null) {
        throw refusal;
      }
      return id;
    }
  }

  /** Good at the times up to one; before a line has its time, that is asked at the epoch. */
  private static final class Validity extends PeerValidity {
    private Instant goodUntil = Instant.MAX;
    private Instant coveredUntil = Instant.MAX;

    @Override
    public boolean isGood(PeerIdentity peer) {
      return isGood(peer, Instant.EPOCH);
    }

    @Override
    public boolean isGood(PeerIdentity peer, Instant time) {
      return !time.isAfter(goodUntil);
    }

    @Override
    public boolean isCovered(PeerIdentity peer, Instant time) {
      return !time.isAfter(coveredUntil);
    }
  }

  private static final class Audit extends AuditLog {
    private final List<AuditEvent> events = new ArrayList<>();

    @Override
    public void later(AuditEvent event) {
      events.add(event);
    }
  }

  private static final class Blocked extends Blocks {
    private DomainException refusal;

    @Override
    public void require(String room, AuthenticatedUser author) {
      assertThat(room).isEqualTo(ROOM);
      assertThat(author.username()).isEqualTo("alice");
      if (refusal != null) {
        throw refusal;
      }
    }
  }

  /** Files that are there: those that a test says. */
  private static final class KnownFiles extends FileStore {
    private final List<String> named = new ArrayList<>();
    private boolean there;

    @Override
    public void require(UUID room, FileInfo file) {
      if (!there) {
        throw new FileException(FileException.Reason.NO_SUCH_FILE, "not there");
      }
    }

    @Override
    public void name(UUID room, long position, FileInfo file) {
      named.add(position + " " + file.sha256());
    }
  }

  private static final class Removals extends MessageRemovals {
    private final List<String> noted = new ArrayList<>();
    private DomainException refusal;
    private int runs;

    @Override
    public void requireNotHeld(UUID room) {
      if (refusal != null) {
        throw refusal;
      }
    }

    @Override
    public void add(UUID room, long message, String owner) {
      assertThat(room).isEqualTo(ROOM_ID);
      noted.add(owner + " removes " + message);
    }

    @Override
    public void run() {
      runs++;
    }
  }

  private static final class Archive extends OpenRooms {
    private DomainException refusal;

    @Override
    public void require(UUID roomId) {
      if (refusal != null) {
        throw refusal;
      }
    }
  }

  private static final class Outcomes implements RequestOutcome {
    private final List<DomainException> refused = new ArrayList<>();
    private int done;

    @Override
    public void done() {
      done++;
    }

    @Override
    public void refused(DomainException reason) {
      refused.add(reason);
    }
  }
}
