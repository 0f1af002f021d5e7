package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.function.UnaryOperator;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.protocol.classic.ClassicHex;

/** Wrong answers to a server that has accepted a certificate and offered its public value. */
final class AgreementAttacks {
  private static final Expected REFUSED = Expected.ended("BAD_MESSAGE");

  private AgreementAttacks() {}

  static List<Scenario> at(ClassicEndpointKind endpoint) {
    return List.of(
        share(endpoint, "zero", "a public value of 0", p -> "0x0"),
        share(endpoint, "one", "a public value of 1", p -> "0x1"),
        share(
            endpoint,
            "minus-one",
            "a public value of p - 1",
            p -> ClassicHex.format(number(p).subtract(BigInteger.ONE))),
        share(endpoint, "prime", "p itself as a public value", p -> p),
        share(
            endpoint,
            "beyond",
            "a public value above p",
            p -> ClassicHex.format(number(p).add(BigInteger.TWO))),
        share(endpoint, "long", "a public value twice as long as p", p -> p + p.substring(2)),
        share(endpoint, "negative", "a negative public value", p -> "-0x2"),
        share(endpoint, "words", "a public value that is no number", p -> "two"),
        share(
            endpoint,
            "underscore",
            "a public value in digits that Python alone reads",
            p -> "0x1_" + p.substring(4)),
        share(endpoint, "spaced", "a public value with a space before it", p -> " 0x2"),
        share(endpoint, "empty", "a public value of no digits", p -> "0x"),
        line(
            endpoint,
            "share-number",
            "a public value as a JSON number",
            endpoint.share("").put(endpoint.shareField(), 12345)),
        line(
            endpoint,
            "share-missing",
            "a line without the public value",
            endpoint.share("").remove(List.of(endpoint.shareField()))),
        line(
            endpoint,
            "talk-before-key",
            "what is for later in place of a public value",
            endpoint.talk()),
        Scenario.of(
            endpoint.id("greeting-twice"),
            endpoint.does("a second greeting in place of a public value"),
            REFUSED,
            attacker -> {
              try (ClassicHandshake handshake =
                  ClassicHandshake.greet(attacker, endpoint, attacker.rsa().leaf())) {
                attacker.sends("a second greeting in place of a public value");
                handshake.connection().say(endpoint.greeting(attacker));
                return Replies.ending(handshake.connection());
              }
            }));
  }

  private static BigInteger number(String hex) {
    return new BigInteger(hex.substring(2), 16);
  }

  /** A public value that follows from the prime. */
  private static Scenario share(
      ClassicEndpointKind endpoint, String id, String does, UnaryOperator<String> value) {
    return answer(endpoint, "share-" + id, does, prime -> endpoint.share(value.apply(prime)));
  }

  private static Scenario line(
      ClassicEndpointKind endpoint, String id, String does, ObjectNode line) {
    return answer(endpoint, id, does, prime -> line);
  }

  private interface Answer {
    ObjectNode to(String prime);
  }

  private static Scenario answer(
      ClassicEndpointKind endpoint, String id, String does, Answer answer) {
    return Scenario.of(
        endpoint.id(id),
        endpoint.does(does),
        REFUSED,
        attacker -> {
          try (ClassicHandshake handshake =
              ClassicHandshake.greet(attacker, endpoint, attacker.rsa().leaf())) {
            attacker.sends(does);
            handshake.connection().say(answer.to(handshake.prime()));
            return Replies.ending(handshake.connection());
          }
        });
  }
}
