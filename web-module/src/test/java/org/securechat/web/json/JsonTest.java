package org.securechat.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  void whatIsWrittenIsReadBack() {
    assertThat(JsonIn.read(JsonOut.of(WHOLE), Outer.class)).isEqualTo(WHOLE);
  }

  @Test
  void membersHaveTheNamesOfTheProtocolAndNullIsAbsent() {
    assertThat(JsonOut.of(WHOLE).toString())
        .contains("\"big_number\":1099511627776", "\"created_at\":\"1970-01-01T00:00:01.000Z\"")
        .contains("\"inner\":{\"some_text\":\"x\"}");
  }

  @Test
  void whatIsLeftOutIsEmpty() {
    assertThat(JsonIn.read(parse("{\"name\":null}"), Outer.class))
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
    assertThatThrownBy(() -> JsonIn.read(parse(json.replace('\'', '"')), Outer.class))
        .asInstanceOf(type(AdministrationException.class))
        .returns(Optional.of(field), AdministrationException::field);
  }

  private static JsonObject parse(String json) {
    return Json.createReader(new StringReader(json)).readObject();
  }
}
