package org.securechat.protocol.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.securechat.protocol.Vectors.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.Vectors;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/** {@code application/} and {@code names.json}. */
class ApplicationVectorsTest {
  @ParameterizedTest
  @MethodSource
  void valid(JsonNode vector) throws Exception {
    Request request = RequestCodec.read(document(vector));
    assertThat(request.id()).isEqualTo(vector.get("id").longValue());
    JsonNode written = new ObjectMapper().readTree(RequestCodec.write(request));
    assertThat(written.get("type")).isEqualTo(vector.get("type"));
    JsonNode given = new ObjectMapper().readTree(document(vector));
    written
        .fieldNames()
        .forEachRemaining(name -> assertThat(written.get(name)).isEqualTo(given.get(name)));
  }

  @ParameterizedTest
  @MethodSource
  void invalid(JsonNode vector) {
    RequestException refusal = refusal(vector);
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal.re()).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource
  void unreadable(JsonNode vector) {
    RequestException refusal = refusal(vector);
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal.re()).isZero();
  }

  @Test
  void names() {
    check("usernames", Names::isUsername);
    check("created_rooms", Names::isCreatedRoom);
    check("rooms", Names::isRoom);
    check("timestamps", Timestamps::isTimestamp);
    check("base64", ApplicationVectorsTest::isBase64);
    Vectors.cases("names.json", "direct_rooms")
        .forEach(vector ->
            assertThat(
                    Names.directRoom(
                        vector.get("users").get(0).textValue(),
                        vector.get("users").get(1).textValue()))
                .isEqualTo(vector.get("room").textValue()));
  }

  static Stream<JsonNode> valid() {
    return Vectors.files("application/valid");
  }

  static Stream<JsonNode> invalid() {
    return Vectors.files("application/invalid");
  }

  static Stream<JsonNode> unreadable() {
    return Vectors.files("application/unreadable");
  }

  private static void check(String group, Predicate<String> isOne) {
    SoftAssertions all = new SoftAssertions();
    Vectors.cases("names.json", group, "valid")
        .forEach(text -> all.assertThat(isOne.test(text.textValue())).as("%s", text).isTrue());
    Vectors.cases("names.json", group, "invalid")
        .forEach(text -> all.assertThat(isOne.test(text.textValue())).as("%s", text).isFalse());
    all.assertAll();
  }

  private static boolean isBase64(String text) {
    try {
      Json.base64UpTo(Json.object().put("bytes", text), "bytes", 100);
      return true;
    } catch (JsonException e) {
      return false;
    }
  }

  private static RequestException refusal(JsonNode vector) {
    byte[] document = document(vector);
    RequestException refusal =
        catchThrowableOfType(RequestException.class, () -> RequestCodec.read(document));
    assertThat(refusal).isNotNull();
    return refusal;
  }
}
