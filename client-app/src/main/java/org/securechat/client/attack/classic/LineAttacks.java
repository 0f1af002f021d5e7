package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;

/**
 * What any client that reaches the ports can send: lines that are malformed, or not the expected
 * first line.
 */
final class LineAttacks {
  /** Bytes of the longest line. */
  static final int LIMIT = 32_768;

  private static final Expected MALFORMED = Expected.ended("BAD_MESSAGE");

  private LineAttacks() {}

  /** A first line that is wrong in one way. */
  private interface Line {
    byte[] of(ObjectNode greeting);
  }

  static List<Scenario> at(ClassicEndpointKind endpoint) {
    List<Scenario> all = new ArrayList<>();
    all.add(first(endpoint, "no-json", "a line that is no JSON", "nonsense"));
    all.add(first(endpoint, "no-object", "a line that is JSON and no object", "[1,2]"));
    all.add(first(endpoint, "no-type", "an object without a type", "{}"));
    all.add(first(endpoint, "type-unknown", "a line of an unknown type", "{\"type\":\"dance\"}"));
    all.add(first(endpoint, "type-number", "a line whose type is a number", "{\"type\":1}"));
    all.add(first(endpoint, "empty-line", "a line of no bytes", ""));
    all.add(first(endpoint, "http", "a request in HTTP", "GET / HTTP/1.1\r\n\r"));
    all.add(
        first(
            endpoint,
            "deep",
            "an object nested 2000 deep",
            "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000)));
    all.add(
        greeting(
            endpoint,
            "duplicate-key",
            "a first line with its type twice",
            greeting -> ended(greeting.toString().replaceFirst("^\\{", "{\"type\":\"other\","))));
    all.add(
        greeting(
            endpoint,
            "trailing-bytes",
            "a first line with another object behind it",
            greeting -> ended(greeting + " {}")));
    all.add(
        greeting(
            endpoint, "no-unicode", "a first line that is not UTF-8", LineAttacks::withoutUnicode));
    all.add(
        scenario(
            endpoint,
            "oversized",
            "a line that is longer than allowed and does not end",
            Expected.ended("TOO_LARGE"),
            greeting -> "x".repeat(LIMIT + 2).getBytes(StandardCharsets.US_ASCII)));
    all.add(truncated(endpoint));
    if (endpoint == ClassicEndpointKind.LOGIN) {
      all.add(
          greeting(
              endpoint,
              "no-nonce",
              "a first line without a nonce",
              greeting -> ended(greeting.remove(List.of("nonce")).toString())));
    }
    all.add(
        scenario(
            endpoint,
            "certificate-missing",
            "a first line without a certificate",
            Expected.ended("BAD_CERT"),
            greeting -> ended(greeting.remove(List.of("cert")).toString())));
    all.add(
        first(
            endpoint,
            "share-first",
            "a public value in place of a greeting",
            endpoint.share("0x2")));
    all.add(
        first(endpoint, "talk-first", "what is for later in place of a greeting", endpoint.talk()));
    return all;
  }

  private static Scenario first(ClassicEndpointKind endpoint, String id, String does, Object line) {
    return greeting(endpoint, id, does, greeting -> ended(line.toString()));
  }

  private static Scenario greeting(
      ClassicEndpointKind endpoint, String id, String does, Line line) {
    return scenario(endpoint, id, does, MALFORMED, line);
  }

  private static Scenario scenario(
      ClassicEndpointKind endpoint, String id, String does, Expected expected, Line line) {
    return Scenario.of(
        endpoint.id(id),
        endpoint.does(does),
        expected,
        attacker -> {
          ObjectNode greeting = endpoint.greeting(attacker);
          try (LineConnection connection = LineConnection.to(endpoint, attacker)) {
            attacker.sends(does);
            connection.write(line.of(greeting));
            return Replies.ending(connection);
          }
        });
  }

  private static byte[] ended(String line) {
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] withoutUnicode(ObjectNode greeting) {
    return (greeting.put("more", "\u00ff") + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Scenario truncated(ClassicEndpointKind endpoint) {
    String does = "a first line that ends in the middle with the connection";
    return Scenario.of(
        endpoint.id("truncated"),
        endpoint.does(does),
        MALFORMED,
        attacker -> {
          String greeting = endpoint.greeting(attacker).toString();
          try (LineConnection connection = LineConnection.to(endpoint, attacker)) {
            attacker.sends(does);
            connection.write(
                greeting.substring(0, greeting.length() / 2).getBytes(StandardCharsets.US_ASCII));
            connection.finish();
            return Replies.ending(connection);
          }
        });
  }
}
