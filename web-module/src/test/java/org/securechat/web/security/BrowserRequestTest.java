package org.securechat.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ADR 0055: which requests of a browser are answered. A program's are, whatever they are. */
class BrowserRequestTest {
  private static final String NONE = "-";

  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  BrowserRequestTest() {
    with("Host", "chat.example.org:7480");
  }

  private BrowserRequestTest with(String name, String... values) {
    for (String value : values) {
      if (!value.equals(NONE)) {
        headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
    return this;
  }

  private String outcome(String method) {
    return new BrowserRequest(method, name -> headers.getOrDefault(name, List.of()))
        .refusal()
        .map(why ->
            why.equals(BrowserRequest.FOR_ANOTHER_SITE) ? "another site" : "without the console")
        .orElse("answered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"})
  void aProgramIsAnsweredWithoutAnyOfTheHeaders(String method) {
    assertThat(outcome(method)).isEqualTo("answered");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, same-origin, -, -, answered",
    "GET, none, -, -, answered",
    "HEAD, same-origin, -, -, answered",
    "OPTIONS, same-origin, -, -, answered",
    "POST, same-origin, https://chat.example.org:7480, 1, answered",
    "DELETE, same-origin, https://chat.example.org:7480, 1, answered",
    "POST, -, https://chat.example.org:7480, 1, answered",
    "POST, same-origin, -, 1, answered",
    "POST, none, -, 1, answered",
    "POST, same-origin, https://chat.example.org:7480, -, without the console",
    "PUT, same-origin, -, -, without the console",
    "DELETE, none, -, -, without the console",
    "PATCH, -, https://chat.example.org:7480, -, without the console",
    "post, same-origin, -, -, without the console",
    "get, same-origin, -, -, without the console",
  })
  void aBrowserMayReadForThisSiteAndChangeSomethingFromTheConsole(
      String method, String site, String origin, String console, String outcome) {
    with("Sec-Fetch-Site", site).with("Origin", origin).with("SecureChat-Console", console);
    assertThat(outcome(method)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cross-site",
        "same-site",
        "Same-Origin",
        "SAME-ORIGIN",
        "NONE",
        "x",
        "",
        "none,none"
      })
  void nothingIsAnsweredForAnotherSite(String site) {
    with("Sec-Fetch-Site", site).with("SecureChat-Console", "1");
    for (String method : List.of("GET", "HEAD", "OPTIONS", "POST")) {
      assertThat(outcome(method)).as(method).isEqualTo("another site");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "NULL",
        "",
        "https://evil.example.org",
        "https://chat.example.org",
        "https://chat.example.org:443",
        "https://chat.example.org:7481",
        "https://chat.example.org:7480/",
        "https://chat.example.org:7480.evil.example.org",
        "https://evil.chat.example.org:7480",
        "http://chat.example.org:7480",
        "chat.example.org:7480",
        "https://chat.example.org:7480 https://evil.example.org"
      })
  void anotherOriginIsAnotherSiteWhateverElseIsSaid(String origin) {
    with("Origin", origin).with("Sec-Fetch-Site", "same-origin").with("SecureChat-Console", "1");
    for (String method : List.of("GET", "HEAD", "OPTIONS", "POST")) {
      assertThat(outcome(method)).as(method).isEqualTo("another site");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://CHAT.example.org:7480, chat.EXAMPLE.org:7480",
    "HTTPS://chat.example.org, chat.example.org",
    "https://chat.example.org, chat.example.org:443",
    "https://[::1]:7480, [::1]:7480",
    "https://127.0.0.1:7480, 127.0.0.1:7480"
  })
  void anOriginIsThisServersInAllItsForms(String origin, String host) {
    headers.remove("Host");
    with("Host", host).with("Origin", origin).with("SecureChat-Console", "1");
    assertThat(outcome("POST")).isEqualTo("answered");
  }

  @Test
  void oneForeignValueOfSeveralIsEnough() {
    with("Sec-Fetch-Site", "same-origin", "cross-site");
    assertThat(outcome("GET")).isEqualTo("another site");

    headers.remove("Sec-Fetch-Site");
    with("Origin", "https://chat.example.org:7480", "https://evil.example.org");
    assertThat(outcome("GET")).isEqualTo("another site");
  }

  @Test
  void withoutOneHostNoOriginIsThisServers() {
    with("Origin", "https://chat.example.org:7480");
    assertThat(outcome("GET")).isEqualTo("answered");

    with("Host", "chat.example.org:7480");
    assertThat(outcome("GET")).isEqualTo("another site");

    headers.remove("Host");
    assertThat(outcome("GET")).isEqualTo("another site");
  }

  @Test
  void namesOfHeadersHaveNoCase() {
    with("SEC-FETCH-SITE".toLowerCase(Locale.ROOT), "cross-site");
    assertThat(outcome("GET")).isEqualTo("another site");
  }
}
