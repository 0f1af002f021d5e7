package org.securechat.it.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.UserEnvelope;

/** A message counts for one session, one room, one sender and one number, or not at all. */
@BlackBox
class SignedMessagesIT {

  private TestBed bed;
  private Person alice;
  private TestClient client;
  private String room;
  private RoomInfo info;

  @BeforeEach
  void createRoomForAlice(TestBed shared) {
    bed = shared;
    alice = bed.person("alice");
    client = alice.client();
    room = TestBed.name("signed");
    info = client.create(room, Visibility.PUBLIC);
  }

  @Test
  void repeatedMessageIsRefusedAsReplay() {
    SignedMessage message = client.sign(client.payload(room, "pay five"));
    TestClient.await(client.send(room, message));

    assertThat(refused(room, message)).isEqualTo("replayed");
    assertThatTheRecordSays("pay five");
  }

  @Test
  void alteredMessageIsRefusedAndDoesNotUseUpItsSequenceNumber() {
    SignedMessage good = client.sign(client.payload(room, "pay five"));
    byte[] altered =
        new String(good.payload(), StandardCharsets.UTF_8)
            .replace("pay five", "pay nine")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(refused(room, new SignedMessage(altered, good.signature())))
        .isEqualTo("signature_invalid");

    TestClient.await(client.send(room, good));
    assertThatTheRecordSays("pay five");
  }

  @Test
  void messageOfAnotherSessionIsRefused() {
    TestClient otherDevice = bed.login(alice);
    SignedMessage message = otherDevice.sign(otherDevice.payload(room, "from elsewhere"));

    assertThat(refused(room, message)).isEqualTo("signature_invalid");
    assertThatTheRecordSays();
  }

  @Test
  void messageSignedForAnotherRoomIsRefused() {
    String other = TestBed.name("other");
    client.create(other, Visibility.PUBLIC);
    SignedMessage message = client.sign(client.payload(other, "meant for there"));

    assertThat(refused(room, message)).isEqualTo("signature_invalid");
    TestClient.await(client.send(other, message));
    assertThatTheRecordSays();
  }

  @Test
  void messageInTheNameOfAnotherUserIsRefused() {
    MessagePayload mine = client.payload(room, "I owe you");
    MessagePayload theirs =
        new MessagePayload(
            new UserEnvelope(
                mine.envelope().kind(),
                mine.channelBinding(),
                mine.room(),
                mine.roomId(),
                "bob",
                mine.seq(),
                mine.after(),
                mine.sentAt(),
                mine.salt()),
            mine.content());

    assertThat(refused(room, client.sign(theirs))).isEqualTo("signature_invalid");
    assertThatTheRecordSays();
  }

  @Test
  void messageSignedWithTheKeyOfAnotherUserIsRefused() {
    Person mallory = bed.person("mallory");
    MessagePayload payload = client.payload(room, "signed by whom?");

    assertThat(refused(room, mallory.client().sign(payload))).isEqualTo("signature_invalid");
    assertThatTheRecordSays();
  }

  @Test
  void skippedSequenceNumberIsRefused() {
    client.payload(room, "never sent");

    assertThat(refused(room, client.sign(client.payload(room, "the second"))))
        .isEqualTo("bad_request");
    assertThatTheRecordSays();
  }

  @Test
  void tooLongMessageIsRefusedAndTheSessionStaysUsable() {
    String payload = Base64.getEncoder().encodeToString(new byte[SignedMessage.MAX_PAYLOAD + 1]);
    String signature = Base64.getEncoder().encodeToString(new byte[64]);
    int before = client.others().size();
    client.sendData(
        ("{\"id\":5000,\"type\":\"send\",\"room\":\""
                + room
                + "\",\"message\":{\"payload\":\""
                + payload
                + "\",\"signature\":\""
                + signature
                + "\"}}")
            .getBytes(StandardCharsets.UTF_8));

    await().until(() -> client.others().size() > before);
    assertThat(client.others().get(before))
        .isInstanceOfSatisfying(
            ServerMessage.Failure.class,
            failure -> assertThat(failure.code().wireName()).isIn("bad_request", "too_large"));
    TestClient.await(client.say(room, "short"));
    assertThatTheRecordSays("short");
  }

  @Test
  void pipelinedMessagesKeepTheirOrder() {
    List<String> texts =
        java.util.stream.IntStream.rangeClosed(1, 100).mapToObj(i -> "n" + i).toList();
    texts.stream().map(text -> client.say(room, text)).toList().forEach(TestClient::await);

    assertThatTheRecordSays(texts.toArray(String[]::new));
  }

  private String refused(String where, SignedMessage message) {
    return Refusals.of(() -> TestClient.await(client.send(where, message)));
  }

  private void assertThatTheRecordSays(String... texts) {
    RoomView whole = RoomView.fromTheStart(info.id());
    client.history(room, 0).forEach(whole::add);
    assertThat(whole.fault()).isEmpty();
    assertThat(whole.texts()).containsExactly(texts);
  }
}
