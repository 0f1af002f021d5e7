package org.securechat.it.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.securechat.it.client.ConnectionEnd;
import org.securechat.it.client.RawPeer;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.ControlConversation;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;

/**
 * Every kind of bad input gets its alert or meets a deadline, and other clients are not disturbed.
 */
@BlackBox
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

  private static final int HELLO = FrameType.CLIENT_HELLO.code();

  private TestBed bed;
  private ControlConversation control;

  @BeforeAll
  void startControlConversation(TestBed shared) {
    bed = shared;
    control = new ControlConversation(bed);
  }

  @AfterAll
  void controlConversationIsUnaffected() throws InterruptedException {
    control.close();
  }

  @TestFactory
  Stream<DynamicTest> firstFrameThatIsNotAHelloIsRefused() {
    return Stream.of(
        refused("a length over the limit", "too_large", peer -> peer.send(65_537, HELLO)),
        refused("the largest length there is", "too_large", peer -> peer.send(-1, HELLO)),
        refused(
            "a length of zero",
            "bad_frame",
            peer -> peer.send((byte) 0, (byte) 0, (byte) 0, (byte) 0)),
        refused(
            "a truncated frame",
            "bad_frame",
            peer -> peer.send(100, HELLO, bytes("{")).endOutput()),
        refused(
            "a truncated length",
            "bad_frame",
            peer -> {
              peer.send((byte) 0);
              peer.endOutput();
            }),
        refused("a type that does not exist", "bad_frame", peer -> peer.send(2, 9, bytes("x"))),
        refused("garbage", "bad_frame", peer -> peer.send(FrameType.CLIENT_HELLO, "not JSON")),
        refused("an array", "bad_frame", peer -> peer.send(FrameType.CLIENT_HELLO, "[]")),
        refused(
            "nothing in the object", "bad_frame", peer -> peer.send(FrameType.CLIENT_HELLO, "{}")),
        refused(
            "duplicate keys",
            "bad_frame",
            peer ->
                peer.send(
                    FrameType.CLIENT_HELLO,
                    "{\"protocol\":[\"securechat/1\"],\"protocol\":[\"securechat/1\"]}")),
        refused(
            "bytes after the object",
            "bad_frame",
            peer -> peer.send(FrameType.CLIENT_HELLO, "{} {}")),
        refused(
            "bytes that are not UTF-8",
            "bad_frame",
            peer -> peer.send(5, HELLO, (byte) '{', (byte) 0xc0, (byte) 0x80, (byte) '}')),
        refused(
            "depth", "bad_frame", peer -> peer.send(FrameType.CLIENT_HELLO, "[".repeat(10_000))),
        refused(
            "a record before there are keys",
            "unexpected_message",
            peer -> peer.send(FrameType.RECORD, "x".repeat(64))),
        refused(
            "a server's hello",
            "unexpected_message",
            peer -> peer.send(FrameType.SERVER_HELLO, "{}")),
        refused(
            "a web browser",
            "too_large",
            peer -> peer.send(bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))),
        refused(
            "TLS", "too_large", peer -> peer.send(bytes("\u0016\u0003\u0001\u0002\u0000\u0001"))));
  }

  private interface Behaviour {
    void of(RawPeer peer);
  }

  private DynamicTest refused(String what, String code, Behaviour behaviour) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          try (RawPeer peer = RawPeer.connect(bed.server().address())) {
            behaviour.of(peer);
            assertThat(peer.untilClosed()).containsExactly(code);
          }
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void helloWithoutCommonParametersIsRefusedWithItsAlert() {
    String hello =
        "{\"protocol\":[\"securechat/2\"],\"random\":\""
            + "A".repeat(43)
            + "=\",\"ciphers\":[\"rot13\"],\"shares\":[],\"groups\":[\"none\"],"
            + "\"signatures\":[\"none\"],\"server_name\":\"localhost\"}";
    try (RawPeer peer = RawPeer.connect(bed.server().address())) {
      peer.send(FrameType.CLIENT_HELLO, hello);

      assertThat(peer.untilClosed()).containsExactly("unsupported");
    }
  }

  @Test
  void slowHandshakeIsClosedAtTheDeadline() throws InterruptedException {
    long start = System.nanoTime();
    try (RawPeer silent = RawPeer.connect(bed.server().address());
        RawPeer halfAFrame = RawPeer.connect(bed.server().address());
        RawPeer slow = RawPeer.connect(bed.server().address())) {
      halfAFrame.send(1000, HELLO, bytes("{\"protocol\":"));
      Thread dripping = new Thread(() -> drip(slow), "slow sender");
      dripping.start();

      assertThat(silent.untilClosed()).containsExactly("timeout");
      assertThat(halfAFrame.untilClosed()).containsExactly("timeout");
      assertThat(slow.untilClosed()).containsExactly("timeout");

      dripping.join();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(20));
  }

  /** A byte every quarter of a second: always something, never a frame. */
  private static void drip(RawPeer peer) {
    peer.send(new byte[] {0, 0, 4, 0, (byte) HELLO});
    await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(250, TimeUnit.MILLISECONDS)
        .until(() -> !peer.send((byte) ' '));
  }

  @Test
  void hundredHalfOpenConnectionsDoNotBlockOthers() {
    List<RawPeer> halfOpen =
        Stream.generate(() -> RawPeer.connect(bed.server().address())).limit(100).toList();

    Person late = bed.person("late");
    TestClient.await(late.client().ask(Request.Ping::new, Answer.Empty.class));

    halfOpen.forEach(RawPeer::close);
  }

  @Test
  void malformedRequestIsRefusedAndTheNextOneIsServed() {
    TestClient client = bed.person("mumbler").client();

    for (String request :
        new String[] {
          "garbage",
          "[]",
          "{}",
          "{\"id\":900,\"type\":\"dance\"}",
          "{\"id\":901,\"type\":\"ping\",\"id\":902}",
          "{\"id\":903,\"type\":\"send\",\"room\":\"x\"}",
          "{\"id\":-1,\"type\":\"ping\"}",
          "{\"id\":904,\"type\":\"history\",\"room\":\"x\",\"after\":-1,\"limit\":10}",
          "{\"id\":905,\"type\":\"ping\"} trailing"
        }) {
      int before = client.others().size();
      client.sendData(request.getBytes(StandardCharsets.UTF_8));
      await().until(() -> client.others().size() == before + 1);
      assertThat(client.others().get(before)).as(request).hasToString(failure(client, before));
    }
    TestClient.await(client.ask(Request.Ping::new, Answer.Empty.class));
  }

  private static String failure(TestClient client, int index) {
    assertThat(client.others().get(index))
        .isInstanceOfSatisfying(
            org.securechat.protocol.application.ServerMessage.Failure.class,
            failure -> assertThat(failure.code().wireName()).isEqualTo("bad_request"));
    return client.others().get(index).toString();
  }

  @Test
  void tamperedRecordEndsTheConnection() {
    TestClient client = bed.person("tamperer").client();
    client
        .channel()
        .send(
            RequestCodec.write(new Request.Ping(77)),
            frame -> {
              byte[] wire = frame.encoded();
              wire[wire.length - 1] ^= 1;
              client.sendBytes(wire);
            });

    assertEndsWith(client, AlertCode.BAD_RECORD);
  }

  @Test
  void repeatedRecordEndsTheConnection() {
    TestClient client = bed.person("repeater").client();
    client
        .channel()
        .send(
            RequestCodec.write(new Request.Ping(77)),
            frame -> {
              client.sendFrame(frame);
              client.sendFrame(frame);
            });

    assertEndsWith(client, AlertCode.BAD_RECORD);
  }

  @Test
  void missingRecordEndsTheConnection() {
    TestClient client = bed.person("dropper").client();
    client.channel().send(RequestCodec.write(new Request.Ping(77)), frame -> {});
    client.sendData(RequestCodec.write(new Request.Ping(78)));

    assertEndsWith(client, AlertCode.BAD_RECORD);
  }

  @Test
  void recordOfAnotherSessionEndsTheConnection() {
    Person person = bed.person("splicer");
    TestClient other = bed.login(person);
    other.channel().send(RequestCodec.write(new Request.Ping(77)), person.client()::sendFrame);

    assertEndsWith(person.client(), AlertCode.BAD_RECORD);
  }

  @Test
  void secondHelloEndsTheConnection() {
    TestClient client = bed.person("restarter").client();
    client.sendFrame(Frame.of(FrameType.CLIENT_HELLO, bytes("{}")));

    assertEndsWith(client, AlertCode.UNEXPECTED_MESSAGE);
  }

  @Test
  void invalidFrameLengthEndsTheConnection() {
    TestClient tooLong = bed.person("boaster").client();
    TestClient empty = bed.person("mute").client();
    tooLong.sendBytes(new byte[] {0x7f, 0, 0, 0, 4});
    empty.sendBytes(new byte[4]);

    assertEndsWith(tooLong, AlertCode.TOO_LARGE);
    assertEndsWith(empty, AlertCode.BAD_FRAME);
  }

  private static void assertEndsWith(TestClient client, AlertCode code) {
    ConnectionEnd ending = client.ending();
    assertThat(ending.alert()).as("%s", ending).contains(code);
  }

  @Test
  void clientThatStopsReadingLosesOnlyItsOwnConnection() {
    Person speaker = bed.person("speaker");
    Person listener = bed.person("listener");
    Person sleeper = bed.person("sleeper");
    String room = TestBed.name("busy");
    speaker.client().create(room, Visibility.PUBLIC);
    listener.client().join(room);
    sleeper.client().join(room);
    sleeper.client().stopReading();

    String text = "z".repeat(20_000);
    int said = 0;
    while (online(listener, room).contains(sleeper.name()) && said < 2_000) {
      for (int i = 0; i < 20; i++, said++) {
        TestClient.await(speaker.client().say(room, text));
      }
    }

    assertThat(online(listener, room))
        .as("after %d messages", said)
        .doesNotContain(sleeper.name())
        .contains(speaker.name(), listener.name());
    await()
        .until(() ->
            listener.client().room(room).position() == speaker.client().room(room).position());
    assertThat(listener.client().room(room).fault()).isEmpty();
  }

  private static List<String> online(Person asker, String room) {
    return TestClient.await(
            asker.client().ask(id -> new Request.Who(id, room), Answer.WhoAnswer.class))
        .users()
        .stream()
        .filter(Answer.Member::online)
        .map(Answer.Member::name)
        .toList();
  }

  @Test
  void requestsBeforeLoginAndSecondLoginAreRefused() {
    String name = TestBed.name("eager");
    TestClient client = bed.connect(bed.certified(name));

    assertThat(
            Refusals.of(
                () -> TestClient.await(client.ask(Request.Rooms::new, Answer.RoomsAnswer.class))))
        .isEqualTo("not_logged_in");
    assertThat(Refusals.of(() -> client.join("somewhere"))).isEqualTo("not_logged_in");
    client.register(name, TestBed.PASSWORD);
    client.login(name, TestBed.PASSWORD);
    assertThat(Refusals.of(() -> client.login(name, TestBed.PASSWORD))).isEqualTo("bad_request");
  }
}
