package org.securechat.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsAnObjectAndIgnoresWhatItDoesNotKnow() throws JsonException {
    ObjectNode node = parse("{\"a\":\"x\",\"n\":7,\"later\":[1,{\"b\":null}]}");
    assertThat(Json.text(node, "a", 1)).isEqualTo("x");
    assertThat(Json.number(node, "n", 1, 7)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "7",
        "\"x\"",
        "{",
        "{\"a\":1,}",
        "{\"a\":1}{}",
        "{\"a\":1} x",
        "{\"a\":1,\"a\":2}",
        "{\"o\":{\"a\":1,\"a\":2}}",
        "{\"l\":[{\"a\":1,\"a\":1}]}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{\"a\":1 /* c */}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":123456789012345678901234567890}",
        "{\"a\":123456789012345678901}",
        "{\"a\":-12345678901234567890}",
        "{\"a\":[0.1234567890123456789]}",
        "{\"a\":{\"b\":12345678901234567e+10}}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":[\"\\ude00\\ud83d\"]}",
        "{\"a\":\"\\ud83d \\ude00\"}",
        "{\"a\":\"\\uD83D\\\\ude00\"}",
        "{\"\\udead\":1}",
        "{\"a\":{\"x\\ud83d\":1}}",
        "\ufeff{\"a\":1}"
      })
  void refuses(String document) {
    assertThatThrownBy(() -> parse(document)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7b2261223a22c080227d", // NUL in two bytes
        "7b2261223a22eda080227d", // a surrogate, encoded
        "7b2261223a22ff227d", // no UTF-8 at all
        "7b2261223a22e282227d", // cut short
        "007b00220061002200 3a0031007d", // UTF-16
        "0000007b0000007d" // UTF-32
      })
  void refusesBytesThatAreNotUtf8(String hex) {
    byte[] document = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> Json.parse(document)).isInstanceOf(JsonException.class);
  }

  @Test
  void refusesDepthAndLength() {
    String deep = "{\"a\":".repeat(Json.MAX_DEPTH + 1) + "1" + "}".repeat(Json.MAX_DEPTH + 1);
    assertThatThrownBy(() -> parse(deep)).isInstanceOf(JsonException.class);
    String longest = "{\"a\":\"" + "x".repeat(Json.MAX_LENGTH - 8) + "\"}";
    assertThat(longest).hasSize(Json.MAX_LENGTH);
    assertThatThrownBy(() -> parse(longest + " ")).isInstanceOf(JsonException.class);
    String longName = "{\"" + "x".repeat(10_000) + "\":1}";
    assertThatThrownBy(() -> parse(longName)).isInstanceOf(JsonException.class);
  }

  @Test
  void acceptsNumbersOfTwentyCharactersAndEscapedPairs() throws JsonException {
    parse("{\"a\":-1234567890123456789,\"b\":[1234567890.123456789,12345678901234e+05]}");
    parse("{\"a\":\"123456789012345678901\",\"\\ud83d\\ude00\":\"\\uD83D\\uDE00\\\\ud83d\"}");
  }

  @Test
  void acceptsTheDeepestAndTheLongest() throws JsonException {
    parse("{\"a\":".repeat(Json.MAX_DEPTH) + "1" + "}".repeat(Json.MAX_DEPTH));
    ObjectNode node = parse("{\"a\":\"" + "x".repeat(Json.MAX_LENGTH - 8) + "\"}");
    assertThat(Json.text(node, "a", Json.MAX_LENGTH)).hasSize(Json.MAX_LENGTH - 8);
  }

  @Test
  void textInsistsOnPresenceTypeAndLength() throws JsonException {
    ObjectNode node = parse("{\"long\":\"abc\",\"no\":1,\"nil\":null}");
    for (String field : new String[] {"absent", "no", "nil", "long"}) {
      assertThatThrownBy(() -> Json.text(node, field, 2))
          .as(field)
          .isInstanceOf(JsonException.class)
          .hasMessageContaining(field);
    }
    assertThat(Json.text(parse("{\"a\":\"\\ud83d\\ude00\"}"), "a", 2)).isEqualTo("😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "8", "1.0", "1e0", "-1", "\"1\"", "true", "18446744073709551617", "[1]"})
  void numberInsistsOnAPlainIntegerInBounds(String value) throws JsonException {
    ObjectNode node = parse("{\"n\":" + value + "}");
    assertThatThrownBy(() -> Json.number(node, "n", 1, 7)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA", "AA=", "AB==", "A A=", "AA==\\n", "AAAA", "-_==", "=", "AAA="})
  void base64InsistsOnTheCanonicalTextOfThatLength(String value) throws JsonException {
    ObjectNode node = parse("{\"b\":\"" + value + "\"}");
    assertThatThrownBy(() -> Json.base64(node, "b", 1)).isInstanceOf(JsonException.class);
  }

  @Test
  void base64ReadsWhatItWrites() throws JsonException {
    byte[] bytes = {0, 1, (byte) 0xff, 7};
    ObjectNode node = Json.object().put("b", Json.base64(bytes));
    assertThat(Json.base64(Json.parse(Json.write(node)), "b", 4)).isEqualTo(bytes);
    assertThatThrownBy(() -> Json.base64UpTo(node, "b", 3)).isInstanceOf(JsonException.class);
  }

  private static ObjectNode parse(String document) throws JsonException {
    return Json.parse(document.getBytes(StandardCharsets.UTF_8));
  }
}
