package org.securechat.client.pki.est;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges of servers, by the examples of RFC 7616 and RFC 7617 and by worse ones. */
class HttpChallengeTest {
  private static final String DIGEST =
      "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
          + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
          + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  @ParameterizedTest
  @CsvSource({
    "SHA-256,753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    "MD5,8ca523f5e9506fed4657c9700eebdbec"
  })
  void digestIsThatOfTheRfc(String algorithm, String response) {
    HttpChallenge challenge =
        HttpChallenge.best(List.of(DIGEST.formatted(algorithm))).orElseThrow();
    assertThat(
            challenge.digest(
                "Mufasa",
                "Circle of Life".toCharArray(),
                "GET",
                "/dir/index.html",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"))
        .contains("response=\"" + response + "\"", "nc=00000001", "qop=auth", "opaque=\"FQhe/");
  }

  @Test
  void basicIsThatOfTheRfc() {
    assertThat(answer("Basic realm=\"foo\", charset=\"UTF-8\"", "test", "123\u00a3"))
        .hasValue("Basic dGVzdDoxMjPCow==");
  }

  @Test
  void betterWayIsTaken() {
    String md5 = DIGEST.formatted("MD5");
    String sha = DIGEST.formatted("SHA-256");
    assertThat(HttpChallenge.best(List.of("Basic realm=\"a\", " + md5, sha)))
        .hasValueSatisfying(best ->
            assertThat(best.answer("a", "b".toCharArray(), "GET", "/"))
                .startsWith("Digest ")
                .contains("algorithm=SHA-256"));
    assertThat(answer("Negotiate, Basic realm=\"a\"", "u", "p")).hasValue("Basic dTpw");
    assertThat(answer("Negotiate YWJj==, Basic realm=\"a\"", "u", "p")).isEmpty();
  }

  @Test
  void quotesInANameDoNotEndIt() {
    assertThat(answer(DIGEST.formatted("MD5"), "a\", uri=\"/else\\", "p").orElseThrow())
        .contains("username=\"a\\\", uri=\\\"/else\\\\\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Negotiate",
        "Digest realm=\"x\"",
        "Digest realm=\"x\", nonce=\"n\", algorithm=SHA-512-256",
        "Digest realm=\"x\", nonce=\"n\", qop=\"auth-int\"",
        "Digest realm=\"x, nonce=\"",
        "=,=,"
      })
  void whatCannotBeAnsweredIsLeftAlone(String header) {
    assertThat(HttpChallenge.best(List.of(header))).isEmpty();
  }

  private static Optional<String> answer(String header, String user, String password) {
    return HttpChallenge.best(List.of(header))
        .map(best -> best.answer(user, password.toCharArray(), "GET", "/"));
  }
}
