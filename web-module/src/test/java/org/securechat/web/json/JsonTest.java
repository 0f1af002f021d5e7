package org.securechat.web.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import jakarta.json.JsonException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.server.actor.AdministrationException;

class JsonTest {

  private record Inner(String someText, Boolean flag) {}

  private record Outer(
      String name,
      long bigNumber,
      int small,
      boolean certificateOnly,
      Instant createdAt,
      Inner inner,
      List<String> tags,
      Map<String, String> details,
      Optional<Inner> perhaps) {}

  private static final Outer WHOLE =
      new Outer(
          "alice",
          1L << 40,
          7,
          true,
          Instant.ofEpochMilli(1_000),
          new Inner("x", null),
          List.of("a", "b"),
          Map.of("key", "text"),
          Optional.of(new Inner(null, true)));

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    assertThat(RecordJson.read(RecordJson.write(WHOLE), Outer.class)).isEqualTo(WHOLE);
  }

  @Test
  void membersHaveTheNamesOfTheProtocolAndNullIsAbsent() {
    assertThat(new String(RecordJson.write(WHOLE), UTF_8))
        .contains("\"big_number\":1099511627776", "\"created_at\":\"1970-01-01T00:00:01.000Z\"")
        .contains("\"inner\":{\"some_text\":\"x\"}");
  }

  @Test
  void whatIsLeftOutIsEmpty() throws IOException {
    assertThat(read("{\"name\":null}"))
        .isEqualTo(new Outer(null, 0, 0, false, null, null, null, null, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'nam':'alice'}|nam",
        "{'name':7}|name",
        "{'name':['alice']}|name",
        "{'small':2147483648}|small",
        "{'small':1.5}|small",
        "{'small':'7'}|small",
        "{'certificate_only':'true'}|certificate_only",
        "{'created_at':'yesterday'}|created_at",
        "{'inner':'x'}|inner",
        "{'inner':{'text':'x'}}|inner.text",
        "{'tags':'a'}|tags",
        "{'tags':['a',7]}|tags[1]",
        "{'details':{'key':7}}|details.key",
        "{'certificateOnly':true}|certificateOnly"
      })
  void aMemberThatDoesNotFitIsNamed(String json, String field) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .asInstanceOf(type(AdministrationException.class))
        .returns(Optional.of(field), AdministrationException::field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"name\":", "{\"name\":[", "{\"a\":{\"b\":"})
  void whatIsNestedWithoutEndIsRefusedAndNoFailure(String open) {
    assertThatThrownBy(() -> read(open.repeat(20_000)))
        .isInstanceOfAny(JsonException.class, AdministrationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "[]", "7", "null", "\"text\"", "{", "{\"name\":\"a\"", "{}{}", "{} x"})
  void aTextThatIsNotOneObjectIsNoRequest(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(JsonException.class);
  }

  @Test
  void anObjectsOwnRefusalReachesTheCaller() {
    assertThatThrownBy(() -> RecordJson.read("{\"name\":\"x\"}".getBytes(UTF_8), Strict.class))
        .asInstanceOf(type(AdministrationException.class))
        .returns(Optional.of("name"), AdministrationException::field);
  }

  @SuppressWarnings("UnusedMethod") // Jackson calls the constructor.
  private record Strict(String name) {
    Strict {
      throw AdministrationException.invalid("name", "is never right");
    }
  }

  private enum Colour {
    DARK_RED
  }

  @SuppressWarnings("UnusedMethod") // They look like members and are none.
  record Answer(Colour colour, double share, List<Inner> items, Map<String, Object> data) {
    /** A method that is no member. */
    public boolean isEmpty() {
      return true;
    }

    public String getOther() {
      return "no";
    }
  }

  @Test
  void anAnswerHasItsComponentsAndNothingElse() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("at", Instant.EPOCH);
    data.put("nothing", null);
    data.put("count", 3L);

    assertThat(
            new String(
                RecordJson.write(
                    new Answer(Colour.DARK_RED, 0.5, List.of(new Inner("x", true)), data)),
                UTF_8))
        .isEqualTo(
            "{\"colour\":\"dark_red\",\"share\":0.5,"
                + "\"items\":[{\"some_text\":\"x\",\"flag\":true}],"
                + "\"data\":{\"at\":\"1970-01-01T00:00:00.000Z\",\"count\":3}}");
  }

  private static Outer read(String json) throws IOException {
    return RecordJson.read(json.getBytes(UTF_8), Outer.class);
  }
}
