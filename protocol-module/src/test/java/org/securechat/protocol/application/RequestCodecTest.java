package org.securechat.protocol.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.json.Json;

class RequestCodecTest {
  private static final Set<String> OPTIONAL =
      Set.of(
          "login ends",
          "login key",
          "login kinds",
          "rooms list",
          "rooms after",
          "rooms limit",
          "invitations after",
          "invitations limit",
          "blocked after",
          "blocked limit",
          "search before",
          "search limit",
          "receipt first",
          "receipt last");

  private static final SignedMessage MESSAGE =
      new SignedMessage("{}".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3});
  private static final SecretBytes KEY = SecretBytes.copyOf(new byte[32]);

  static List<Request> requests() {
    return List.of(
        new Request.Kdf(1, "alice"),
        new Request.Kdf(1, "alice@example.org"),
        new Request.Register(2, "alice", new byte[16], KdfParameters.DEFAULT, KEY),
        new Request.Login(3, "alice", Optional.of(KEY)),
        new Request.Login(3, "alice", Optional.empty()),
        new Request.Login(
            3,
            "alice",
            Optional.empty(),
            List.of("message/1", "edit/12"),
            Optional.of("0f".repeat(32))),
        new Request.Rooms(4),
        new Request.Rooms(4, RoomListing.PUBLIC, Optional.of("lobby"), 7),
        new Request.RoomRequest(5, "lobby"),
        new Request.Who(5, "lobby"),
        new Request.Join(6, "lobby"),
        new Request.Leave(7, "lobby"),
        new Request.Create(8, "lobby", Visibility.PRIVATE),
        new Request.Create(8, "lobby", Visibility.ANNOUNCED),
        new Request.Invite(9, "lobby", "bob"),
        new Request.Invitations(10, Optional.empty(), 1_000),
        new Request.Invitations(10, Optional.of("lobby"), 7),
        new Request.Decline(11, "lobby"),
        new Request.Block(12, "bob"),
        new Request.Unblock(13, "bob"),
        new Request.Blocked(14, Optional.empty(), 1_000),
        new Request.Blocked(14, Optional.of("bob"), 7),
        new Request.Moderate(
            11, "lobby", Event.PINNED, "17", "ab".repeat(32), OptionalLong.empty()),
        new Request.Moderate(11, "lobby", Event.SLOW, "lobby", "30", OptionalLong.empty()),
        new Request.Moderate(11, "lobby", Event.OWNER, "bob", "", OptionalLong.empty()),
        new Request.Direct(11, "bob"),
        new Request.Send(10, "lobby", MESSAGE),
        new Request.History(12, "dm:alice:bob", 0, 1000),
        new Request.Search(
            12, "lobby", Optional.empty(), Optional.of("bob"), OptionalLong.of(257), 20),
        new Request.CertificateRequest(13, "ab".repeat(32)),
        new Request.RevocationListRequest(11, "ab".repeat(32), 45_000),
        new Request.FileBegin(18, "lobby", "ab".repeat(32), 0),
        new Request.FilePart(19, "lobby", "ab".repeat(32), 45_000, new byte[] {9}),
        new Request.FileEnd(20, "dm:alice:bob", "ab".repeat(32)),
        new Request.FileContent(21, "lobby", "ab".repeat(32), 45_000),
        new Request.ReceiptRequest(14, "lobby"),
        new Request.ReceiptRequest(14, "lobby", OptionalLong.of(3), OptionalLong.of(7)),
        new Request.Countersign(15, new byte[] {8}, new byte[] {7}),
        new Request.Ping((1L << 53) - 1),
        new Request.Bye(17));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void readsWhatItWrites(Request request) throws RequestException {
    byte[] written = RequestCodec.write(request);
    Request read = RequestCodec.read(written);
    assertThat(read).isInstanceOf(request.getClass());
    assertThat(RequestCodec.write(read)).isEqualTo(written);
  }

  @Test
  void readsAMuteForATimeAndForAReason() throws RequestException {
    Request.Moderate mute =
        new Request.Moderate(11, "lobby", Event.MUTED, "bob", "too loud", OptionalLong.of(3_600));

    assertThat(RequestCodec.read(RequestCodec.write(mute))).isEqualTo(mute);
  }

  @Test
  void readsASearchForWordsAndTellsThemToNoLog() throws RequestException {
    Request.Search search =
        new Request.Search(
            12,
            "dm:alice:bob",
            Optional.of("a \"whole phrase\" | 中文"),
            Optional.empty(),
            OptionalLong.empty(),
            100);

    assertThat(RequestCodec.read(RequestCodec.write(search))).isEqualTo(search);
    assertThat(search.toString()).doesNotContain("phrase");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'words':''}",
        "{'words':7}",
        "{'words':null}",
        "{'words':'a','sender':''}",
        "{'words':'a','sender':'Bob'}",
        "{'words':'a','sender':'@server'}",
        "{'words':'a','before':0}",
        "{'words':'a','before':-1}",
        "{'words':'a','before':'5'}",
        "{'words':'a','limit':0}",
        "{'words':'a','limit':101}"
      })
  void refusesASearchForNothingOrForTooMuch(String fields) throws Exception {
    ObjectNode json = Json.parse(fields.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    refused(json.put("id", 3).put("type", "search").put("room", "lobby"));
  }

  @Test
  void refusesLongWords() throws Exception {
    ObjectNode json = Json.object().put("id", 3).put("type", "search").put("room", "lobby");
    assertThat(RequestCodec.read(Json.write(json.put("words", "x".repeat(200))))).isNotNull();
    refused(json.put("words", "x".repeat(201)));
    refused(json.put("words", "🎉".repeat(101)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'event':'muted','subject':'bob','seconds':0}",
        "{'event':'muted','subject':'bob','seconds':315360001}",
        "{'event':'muted','subject':'bob','seconds':'60'}",
        "{'event':'unmuted','subject':'bob','seconds':60}",
        "{'event':'topic','seconds':60}",
        "{'event':'topic','subject':'ops','value':'x'}",
        "{'event':'muted','subject':'Bob'}",
        "{'event':'muted'}",
        "{'event':'moderator','subject':'bob','value':'x'}",
        "{'event':'joined','subject':'bob'}",
        "{'event':'pinned','subject':'0','value':'"
            + "0000000000000000000000000000000000000000000000000000000000000000'}",
        "{'event':'writers','value':'owner'}",
        "{'event':'slow','value':'86401'}"
      })
  void refusesWhatCannotBeDecided(String fields) throws Exception {
    ObjectNode json = Json.parse(fields.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    refused(json.put("id", 3).put("type", "moderate").put("room", "lobby"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void insistsOnEveryFieldAndItsType(Request request) throws Exception {
    ObjectNode json = Json.parse(RequestCodec.write(request));
    List<String> fields = new ArrayList<>();
    json.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      if (!OPTIONAL.contains(request.type().wireName() + " " + field)) {
        refused(json.deepCopy().without(field));
      }
      refused(json.deepCopy().put(field, 1.5));
      refused(json.deepCopy().put(field, true));
      refused(json.deepCopy().put(field, ""));
      refused(json.deepCopy().put(field, "|"));
      refused(json.deepCopy().put(field, -1));
      refused((ObjectNode) json.deepCopy().set(field, Json.object()));
      refused((ObjectNode) json.deepCopy().set(field, json.arrayNode().add("lobby")));
    }
  }

  @Test
  void everyRequestIsCovered() {
    assertThat(requests().stream().map(Request::type).distinct())
        .containsExactlyInAnyOrder(Request.Type.values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":7,\"type\":\"ok\"}",
        "{\"id\":7,\"type\":\"PING\"}",
        "{\"id\":7,\"type\":7}",
        "{\"id\":7}",
        "{\"id\":7,\"type\":\"create\",\"room\":\"a\",\"visibility\":\"direct\"}",
        "{\"id\":7,\"type\":\"create\",\"room\":\"dm:a:b\",\"visibility\":\"public\"}",
        "{\"id\":7,\"type\":\"history\",\"room\":\"a\",\"after\":-1,\"limit\":1}",
        "{\"id\":7,\"type\":\"history\",\"room\":\"a\",\"after\":0,\"limit\":0}",
        "{\"id\":7,\"type\":\"history\",\"room\":\"a\",\"after\":0,\"limit\":1001}",
        "{\"id\":7,\"type\":\"send\",\"room\":\"@a\",\"message\":{\"payload\":\"\",\"signature\":\"\"}}",
        "{\"id\":7,\"type\":\"send\",\"message\":{\"payload\":\"\",\"signature\":\"\"}}",
        "{\"id\":7,\"type\":\"login\",\"user\":\"alice\",\"key\":\"AAAA\"}",
        "{\"id\":7,\"type\":\"register\",\"username\":\"alice\",\"email\":\"a@b\",\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"kdf\":{\"memory_kib\":8191,\"iterations\":1,\"parallelism\":1},\"key\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}"
      })
  void namesTheRequestThatItRefuses(String document) {
    RequestException refusal = refusal(document.getBytes(StandardCharsets.UTF_8));
    assertThat(refusal.re()).isEqualTo(7);
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{}",
        "{\"type\":\"ping\"}",
        "{\"id\":0,\"type\":\"ping\"}",
        "{\"id\":-7,\"type\":\"ping\"}",
        "{\"id\":\"7\",\"type\":\"ping\"}",
        "{\"id\":7.0,\"type\":\"ping\"}",
        "{\"id\":9007199254740992,\"type\":\"ping\"}",
        "{\"id\":7,\"id\":7,\"type\":\"ping\"}"
      })
  void refusesWithoutANumberWhatHasNone(String document) {
    assertThat(refusal(document.getBytes(StandardCharsets.UTF_8)).re()).isZero();
  }

  @Test
  void neverPrintsAKey() {
    byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    Request login = new Request.Login(1, "alice", Optional.of(SecretBytes.copyOf(secret)));
    assertThat(login.toString())
        .contains("redacted")
        .doesNotContain("0123", "[48", Json.base64(secret));
  }

  private static void refused(ObjectNode json) {
    refusal(Json.write(json));
  }

  private static RequestException refusal(byte[] document) {
    RequestException refusal =
        catchThrowableOfType(RequestException.class, () -> RequestCodec.read(document));
    assertThat(refusal).as(new String(document, StandardCharsets.UTF_8)).isNotNull();
    return refusal;
  }
}
