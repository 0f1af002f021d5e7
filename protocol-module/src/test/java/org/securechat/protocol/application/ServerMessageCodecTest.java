package org.securechat.protocol.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

class ServerMessageCodecTest {
  private static final String TIME = "2026-11-22T19:00:00.123Z";
  private static final String HASH = "ab".repeat(32);
  private static final SignedMessage MESSAGE =
      new SignedMessage("{}".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
  private static final RoomInfo ROOM =
      new RoomInfo(
          "lobby", "0191a1b2-0000-7000-8000-00000000000f", Visibility.PUBLIC, true, 0, HASH);

  static List<Answer> answers() {
    return List.of(
        new Answer.KdfAnswer(new byte[16], KdfParameters.DEFAULT),
        new Answer.LoginAnswer("alice", List.of(ROOM), true, TIME, 1, List.of("message/1")),
        new Answer.RoomsAnswer(List.of(ROOM, ROOM), false),
        new Answer.WhoAnswer(
            "lobby", List.of(new Answer.Member("bob", false, RoomRole.MODERATOR, true))),
        new Answer.RoomAnswer(ROOM),
        new Answer.RoomAnswer(
            ROOM.with(
                new RoomTerms(
                    "Friday",
                    Optional.of(RoomRole.OWNER),
                    true,
                    30,
                    "1. Be kind.\n2. Be brief.",
                    List.of(3L, 17L)))),
        new Answer.InvitationsAnswer(
            List.of(new Answer.Invited("plans", Visibility.PRIVATE, "alice", TIME)), true),
        new Answer.BlockedAnswer(List.of("mallory"), false),
        new Answer.SentAnswer("lobby", 3, HASH, TIME),
        new Answer.HistoryAnswer(
            "lobby", List.of(entry(Optional.of(MESSAGE)), entry(Optional.empty())), true),
        new Answer.SearchAnswer("lobby", List.of(entry(Optional.of(MESSAGE))), 2, true),
        new Answer.SearchAnswer("lobby", List.of(), 1, false),
        new Answer.CertificateAnswer(HASH, new byte[] {0x30}, List.of(HASH)),
        new Answer.RevocationListAnswer(HASH, 45_001, new byte[] {0x30}),
        new Answer.FileOffsetAnswer(45_000),
        new Answer.FileStateAnswer(false),
        new Answer.FileAnswer(45_001, new byte[] {7}),
        new Answer.FileAnswer(0, new byte[0]),
        new Answer.Empty());
  }

  static Stream<ServerMessage> messages() {
    Stream<ServerMessage> others =
        Stream.of(
            new ServerMessage.Failure(1, ErrorCode.REPLAYED, "seq 3 was used"),
            new ServerMessage.Failure(0, ErrorCode.BAD_REQUEST, ""),
            new ServerMessage.MessagePush(entry(Optional.of(MESSAGE))),
            new ServerMessage.Presence("bob", "lobby", true),
            new ServerMessage.ReceiptMessage(OptionalLong.of(9), new byte[] {1}, new byte[] {2}),
            new ServerMessage.ReceiptMessage(OptionalLong.empty(), new byte[0], new byte[0]),
            new ServerMessage.Notice("back at ten"));
    return Stream.concat(answers().stream().map(answer -> Ok.of(5, answer)), others);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void readsWhatItWrites(ServerMessage message) throws JsonException {
    byte[] written = ServerMessageCodec.write(message);
    ServerMessage read = ServerMessageCodec.read(written);
    assertThat(read).isInstanceOf(message.getClass());
    assertThat(ServerMessageCodec.write(read)).isEqualTo(written);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void readsTheAnswerThatWasGiven(Answer answer) throws JsonException {
    Ok read = (Ok) ServerMessageCodec.read(ServerMessageCodec.write(Ok.of(5, answer)));
    assertThat(read.re()).isEqualTo(5);
    assertThat(ServerMessageCodec.write(Ok.of(5, read.as(answer.getClass()))))
        .isEqualTo(ServerMessageCodec.write(Ok.of(5, answer)));
  }

  @Test
  void everyAnswerIsCovered() {
    assertThat(answers().stream().map(Object::getClass).distinct())
        .hasSameSizeAs(Answer.class.getPermittedSubclasses());
  }

  @Test
  void anAnswerIsNotReadAsAnother() throws JsonException {
    Ok ok = (Ok) ServerMessageCodec.read(ServerMessageCodec.write(Ok.of(5, new Answer.Empty())));
    assertThatThrownBy(() -> ok.as(Answer.KdfAnswer.class)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> ok.as(Answer.SentAnswer.class)).isInstanceOf(JsonException.class);
  }

  @Test
  void anEntryMustAgreeWithItsLine() throws JsonException {
    ObjectNode good =
        Json.parse(
            ServerMessageCodec.write(new ServerMessage.MessagePush(entry(Optional.of(MESSAGE)))));
    assertThat(ServerMessageCodec.read(Json.write(good))).isNotNull();
    refused(good.deepCopy().put("position", 4));
    refused(good.deepCopy().put("received_at", "2026-11-22T19:00:00.124Z"));
    refused(good.deepCopy().put("line", good.get("line").textValue() + "\n"));
    refused(good.deepCopy().put("chain", "AB".repeat(32)));
    refused(good.deepCopy().put("message", "gone"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ok\"}",
        "{\"type\":\"ok\",\"re\":0}",
        "{\"type\":\"login\",\"re\":1}",
        "{\"type\":\"error\",\"re\":1,\"code\":\"replay\"}",
        "{\"type\":\"error\",\"re\":1}",
        "{\"type\":\"presence\",\"user\":\"a\",\"room\":\"b\",\"online\":\"yes\"}",
        "{\"type\":\"receipt\",\"receipt\":\"AA==\"}",
        "{\"type\":\"notice\",\"text\":[]}",
        "{\"re\":1}"
      })
  void refuses(String document) {
    assertThatThrownBy(() -> ServerMessageCodec.read(document.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class);
  }

  @ParameterizedTest(name = "7.2: a server that asks for {0} = {1} is refused by the client")
  @CsvSource({
    "memory_kib,8191", "memory_kib,262145", "memory_kib,0", "memory_kib,-1",
    "iterations,0", "iterations,11", "parallelism,0", "parallelism,5",
    "memory_kib,4294976512"
  })
  void theCostThatAServerAsksForIsBounded(String field, long value) throws JsonException {
    ObjectNode json = kdf();
    json.withObject("/kdf").put(field, value);

    assertThatThrownBy(() -> kdfOf(json)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest(name = "7.2: {0} = {1} is within bounds")
  @CsvSource({
    "memory_kib,8192",
    "memory_kib,262144",
    "iterations,1",
    "iterations,10",
    "parallelism,1",
    "parallelism,4"
  })
  void theBoundsOfTheCostAreWithin(String field, long value) throws JsonException {
    ObjectNode json = kdf();
    json.withObject("/kdf").put(field, value);

    assertThat(kdfOf(json).salt()).hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17, 32})
  void theSaltThatAServerGivesHasSixteenBytes(int length) {
    ObjectNode json = kdf().put("salt", Json.base64(new byte[length]));

    assertThatThrownBy(() -> kdfOf(json)).isInstanceOf(JsonException.class);
  }

  private static ObjectNode kdf() {
    ObjectNode json = Json.object().put("type", "ok").put("re", 1);
    json.put("salt", Json.base64(new byte[16]));
    json.putObject("kdf").put("memory_kib", 19_456).put("iterations", 2).put("parallelism", 1);
    return json;
  }

  private static Answer.KdfAnswer kdfOf(ObjectNode json) throws JsonException {
    return ((Ok) ServerMessageCodec.read(Json.write(json))).as(Answer.KdfAnswer.class);
  }

  private static void refused(ObjectNode json) {
    assertThatThrownBy(() -> ServerMessageCodec.read(Json.write(json)))
        .isInstanceOf(JsonException.class);
  }

  private static Entry entry(Optional<SignedMessage> message) {
    String line = TranscriptLine.of(3, TIME, "alice", HASH, MESSAGE).format();
    return new Entry("lobby", 3, TIME, line, HASH, message);
  }
}
