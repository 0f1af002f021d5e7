package org.securechat.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.application.ServerMessage.ReceiptMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.json.JsonException;
import org.securechat.server.chat.ChatFixture.Device;
import org.securechat.server.limit.Lanes;
import org.securechat.server.receipt.ReceiptAccess;
import org.securechat.server.receipt.ReceiptSigner;
import org.securechat.server.receipt.SignedReceipt;
import org.securechat.server.room.RoomException;
import org.securechat.server.testing.Refusal;
import org.securechat.server.testing.TestPeer;

/** PROTOCOL.md 7.6, 7.7 and 10: which lines a receipt covers, and how a session ends. */
class SessionReceiptsTest {
  @RegisterExtension private final ChatFixture chat = new ChatFixture();

  private final Signer signer = new Signer();
  private SessionReceipts receipts;

  @Test
  @DisplayName("7.6: a receipt on request covers the room from its first line to its head")
  void coversTheWholeRoom() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice, bob);

    ReceiptMessage receipt = service().issue(bob.session, new Request.ReceiptRequest(6, "lobby"));

    assertThat(receipt.re()).hasValue(6);
    assertThat(signer.issued).containsExactly("lobby bob 1-2 " + TestPeer.BINDING);
  }

  @Test
  @DisplayName("7.6: no receipt for a room that one is not in, and nothing is used up by asking")
  void refusesARoomOfOthers() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice);
    chat.room("own", Visibility.PUBLIC, bob);

    for (int i = 0; i < 2 * ReceiptAllowance.AT_ONCE; i++) {
      assertThatThrownBy(() -> service().issue(bob.session, new Request.ReceiptRequest(1, "lobby")))
          .isInstanceOf(RoomException.class);
    }

    assertThat(signer.issued).isEmpty();
    service().issue(bob.session, new Request.ReceiptRequest(1, "own"));
    assertThat(signer.issued).hasSize(1);
  }

  @Test
  @DisplayName("7.6: a receipt covers the lines that were asked for")
  void coversWhatWasAskedFor() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice, bob);

    service()
        .issue(
            bob.session,
            new Request.ReceiptRequest(6, "lobby", OptionalLong.of(2), OptionalLong.of(2)));

    assertThat(signer.issued).containsExactly("lobby bob 2-2 " + TestPeer.BINDING);
  }

  @Test
  void tooManyReceiptsAreRefusedUntilTimeHasPassed() {
    Device alice = chat.login("alice");
    chat.room("lobby", Visibility.PUBLIC, alice);
    Request.ReceiptRequest request = new Request.ReceiptRequest(1, "lobby");
    for (int i = 0; i < ReceiptAllowance.AT_ONCE; i++) {
      service().issue(alice.session, request);
    }

    assertThatThrownBy(() -> service().issue(alice.session, request))
        .isInstanceOfSatisfying(
            ChatException.class,
            e -> assertThat(e.reason()).isEqualTo(ChatException.Reason.TOO_MANY_RECEIPTS));
    assertThat(signer.issued).hasSize(ReceiptAllowance.AT_ONCE);

    chat.clock.advance(ReceiptAllowance.EACH);
    service().issue(alice.session, request);
    assertThat(signer.issued).hasSize(ReceiptAllowance.AT_ONCE + 1);
  }

  @Test
  void whatOneConnectionHasUsedUpAnotherOfTheUserHasNot() {
    Device alice = chat.login("alice");
    Device phone = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice, bob);
    Request.ReceiptRequest request = new Request.ReceiptRequest(1, "lobby");
    for (int i = 0; i < ReceiptAllowance.AT_ONCE; i++) {
      service().issue(alice.session, request);
    }

    assertThatThrownBy(() -> service().issue(phone.session, request))
        .isInstanceOf(ChatException.class);
    service().issue(bob.session, request);
  }

  @Test
  @DisplayName("10: a receipt at bye begins with the first line that the session could see come")
  void coversWhatTheSessionSaw() {
    Device alice = chat.login("alice");
    chat.room("lobby", Visibility.PUBLIC, alice);
    Device bob = chat.login("bob");
    chat.memberships.join(bob.session, new Request.Join(1, "lobby"));
    chat.memberships.leave(alice.session, new Request.Leave(1, "lobby"));
    bob.received();

    service().leave(bob.session, 9);

    assertThat(ending(bob)).containsExactly("receipt", "ok 9", "close");
    assertThat(signer.issued).containsExactly("lobby bob 2-3 " + TestPeer.BINDING);
  }

  @Test
  @DisplayName("10: it ends with the line by which the session left the room")
  void coversNothingAfterLeaving() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice, bob);
    chat.memberships.leave(bob.session, new Request.Leave(1, "lobby"));
    chat.memberships.leave(alice.session, new Request.Leave(1, "lobby"));
    bob.received();

    service().leave(bob.session, 9);

    assertThat(ending(bob)).containsExactly("receipt", "ok 9", "close");
    assertThat(signer.issued).containsExactly("lobby bob 2-3 " + TestPeer.BINDING);
  }

  @Test
  @DisplayName("10: no receipt for a room in which the session saw no line")
  void coversNoQuietRoom() {
    Device alice = chat.login("alice");
    chat.room("lobby", Visibility.PUBLIC, alice);
    Device phone = chat.login("alice");

    service().leave(phone.session, 9);

    assertThat(ending(phone)).containsExactly("ok 9", "close");
    assertThat(signer.issued).isEmpty();
  }

  @Test
  @DisplayName("7.7: what the session asked for is finished before it ends")
  void waitsForUnfinishedWork() {
    Device alice = chat.login("alice");
    InFlightPermit work = alice.session.work();

    service().leave(alice.session, 9);
    assertThat(ending(alice)).isEmpty();
    work.release();

    assertThat(ending(alice)).containsExactly("ok 9", "close");
  }

  @Test
  void aReceiptThatCannotBeMadeIsSaidAndTheOthersCome() {
    Device alice = chat.login("alice");
    chat.room("broken", Visibility.PUBLIC, alice);
    chat.room("lobby", Visibility.PUBLIC, alice);
    signer.refused = "broken";

    service().leave(alice.session, 9);

    assertThat(ending(alice))
        .containsExactlyInAnyOrder("receipt", "notice", "ok 9", "close")
        .endsWith("ok 9", "close");
  }

  @Test
  @DisplayName("13.1: after bye nothing is pushed any more")
  void isNoLongerDelivered() {
    Device alice = chat.login("alice");
    Device bob = chat.login("bob");
    chat.room("lobby", Visibility.PUBLIC, alice, bob);
    service().leave(bob.session, 9);
    ending(bob);

    chat.memberships.leave(alice.session, new Request.Leave(1, "lobby"));

    assertThat(ending(bob)).isEmpty();
    assertThat(chat.delivery.connected()).doesNotContain(bob.session);
  }

  private SessionReceipts service() {
    if (receipts == null) {
      receipts =
          new SessionReceipts(
              signer,
              chat.ledger,
              chat.roomService,
              chat.delivery,
              ReceiptAccess.lists(),
              new Lanes((Executor) Runnable::run, chat.clock),
              new ReceiptAllowance(chat.clock),
              Runnable::run);
    }
    return receipts;
  }

  private List<String> ending(Device device) {
    chat.settled();
    return device.peer.records().stream().map(SessionReceiptsTest::describe).toList();
  }

  private static String describe(Received record) {
    return switch (record) {
      case Received.Data data -> describe(message(data));
      case Received.Closed _ -> "close";
      case Received.KeyUpdated _ -> "key update";
      case Received.Alerted alerted -> alerted.code().toString();
    };
  }

  private static ServerMessage message(Received.Data data) {
    try {
      return ServerMessageCodec.read(data.data());
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  private static String describe(ServerMessage message) {
    return switch (message) {
      case Ok ok -> "ok " + ok.re();
      case ReceiptMessage _ -> "receipt";
      case Notice _ -> "notice";
      case ServerMessage.Failure _, ServerMessage.MessagePush _, ServerMessage.Presence _ ->
          message.toString();
    };
  }

  private static final class Signer extends ReceiptSigner {
    private final List<String> issued = new ArrayList<>();
    private String refused = "";

    @Override
    public SignedReceipt issue(
        UUID roomId,
        String roomName,
        String user,
        Optional<PeerIdentity> holder,
        String session,
        long first,
        long last) {
      if (roomName.equals(refused)) {
        throw new Refusal("the chain is broken");
      }
      issued.add(roomName + " " + user + " " + first + "-" + last + " " + session);
      return ReceiptAccess.receipt();
    }
  }
}
