package org.securechat.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.server.actor.AdministrationException;
import org.securechat.web.openapi.Operations;

/** ADMIN-API.md, "Failures": a parameter that is not known is refused, at every operation. */
class QueryRuleTest {

  @SuppressWarnings("unused")
  private static final class Sample {
    void find(
        @QueryParam("limit") int limit, @QueryParam("from") Long from, @QueryParam("q") String q) {}

    void get() {}
  }

  @TestFactory
  Stream<DynamicTest> everyOperationRefusesWhatItDoesNotRead() throws IOException {
    return Operations.all().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue().method())));
  }

  private static void check(Method operation) {
    assertRefused(operation, "no_such_parameter", "x");
    QueryRule.parameters(operation)
        .forEach((name, type) -> {
          assertThat(type).as(name).isIn(String.class, Boolean.class, int.class, Long.class);
          assertRefused(operation, name + "s", "1");
          assertRefused(operation, name.toUpperCase(java.util.Locale.ROOT), "1");
          if (type != String.class) {
            assertRefused(operation, name, "abc");
          }
          String good = type == Boolean.class ? "true" : "1";
          assertThatCode(() -> QueryRule.check(operation, Map.of(name, List.of(good))))
              .doesNotThrowAnyException();
          for (List<String> values : List.of(List.of(good, good), List.<String>of())) {
            assertThatThrownBy(() -> QueryRule.check(operation, Map.of(name, values)))
                .hasMessageContaining(name + " is given ");
          }
        });
  }

  private static void assertRefused(Method operation, String name, String value) {
    assertThatThrownBy(() -> QueryRule.check(operation, Map.of(name, List.of(value))))
        .isInstanceOfSatisfying(
            AdministrationException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(AdministrationException.Reason.INVALID);
              assertThat(e.field()).contains(name);
              assertThat(e.detail().orElseThrow()).startsWith(name + " is ");
            });
  }

  @Test
  void operationsReadQueriesThroughParametersThatTheRuleSees() throws IOException {
    for (Operations.Operation operation : Operations.all().values()) {
      Class<?> resource = operation.method().getDeclaringClass();
      assertThat(Arrays.stream(resource.getDeclaredFields()))
          .as(resource.getName())
          .noneMatch(field -> field.isAnnotationPresent(QueryParam.class));
      assertThat(Arrays.stream(operation.method().getParameters()))
          .as(operation.method().toString())
          .noneMatch(parameter -> parameter.isAnnotationPresent(BeanParam.class));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", " 1", "1.0", "1e3", "0x10", "99999999999", "١٢", "+5"})
  void whatIsNoNumberIsRefusedWithTheNameOfTheParameter(String text) throws Exception {
    assertThatThrownBy(() -> QueryRule.check(find(), Map.of("limit", List.of(text))))
        .isInstanceOf(AdministrationException.class)
        .hasMessage("limit is a number");
  }

  @Test
  void oneThatStandsInThePathIsRefused() {
    assertThatThrownBy(() -> QueryRule.checkPath(List.of("limit")))
        .isInstanceOf(AdministrationException.class)
        .hasMessageStartingWith("limit stands in the path");
    assertThatCode(() -> QueryRule.checkPath(List.of())).doesNotThrowAnyException();
  }

  @Test
  void oneThatIsGivenTwiceIsRefused() throws Exception {
    assertThatThrownBy(() -> QueryRule.check(find(), Map.of("q", List.of("a", "b"))))
        .hasMessage("q is given more than once");
  }

  @Test
  void refusalSaysWhatThereIs() throws Exception {
    assertThatThrownBy(() -> QueryRule.check(find(), Map.of("Limit", List.of("1"))))
        .hasMessage("Limit is not a query parameter of this request, which has from, limit, q");
    Method get = Sample.class.getDeclaredMethod("get");
    assertThatThrownBy(() -> QueryRule.check(get, Map.of("x".repeat(1_000), List.of(""))))
        .hasMessageEndingWith("which has none")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-28,2026-11-28T00:00:00Z,2026-11-29T00:00:00Z",
    "2024-02-29,2024-02-29T00:00:00Z,2024-03-01T00:00:00Z",
    "2026-11-28T10:00:00Z,2026-11-28T10:00:00Z,2026-11-28T10:00:00Z",
    "2026-11-28T10:00:00+02:00,2026-11-28T08:00:00Z,2026-11-28T08:00:00Z"
  })
  void datesAreWholeDaysOfUtcAndTimesHaveTheirZone(String text, String from, String before) {
    assertThat(TimeParameter.from("from", text).orElseThrow()).hasToString(from);
    assertThat(TimeParameter.before("to", text).orElseThrow()).hasToString(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2026-02-29", "2026-11-28T10:00:00", "2026-1-1", "+02026-01-01"})
  void whatIsNoTimeIsRefusedWithTheNameOfTheParameter(String text) {
    assertThatThrownBy(() -> TimeParameter.from("from", text))
        .isInstanceOf(AdministrationException.class)
        .hasMessageStartingWith("from is a date");
  }

  private static Method find() throws NoSuchMethodException {
    return Sample.class.getDeclaredMethod("find", int.class, Long.class, String.class);
  }
}
