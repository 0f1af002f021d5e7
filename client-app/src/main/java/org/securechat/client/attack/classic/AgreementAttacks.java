package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.function.UnaryOperator;
import org.securechat.client.attack.Expected;
import org.securechat.client.attack.Scenario;
import org.securechat.protocol.classic.ClassicHex;

/** Wrong answers to a server that has accepted a certificate and offered its public value. */
final class AgreementAttacks {
  private static final Expected REFUSED = Expected.ended("BAD_MESSAGE");

  private AgreementAttacks() {}

  static List<Scenario> at(Door door) {
    return List.of(
        share(door, "zero", "a public value of 0", p -> "0x0"),
        share(door, "one", "a public value of 1", p -> "0x1"),
        share(
            door,
            "minus-one",
            "a public value of p - 1",
            p -> ClassicHex.format(number(p).subtract(BigInteger.ONE))),
        share(door, "prime", "p itself as a public value", p -> p),
        share(
            door,
            "beyond",
            "a public value above p",
            p -> ClassicHex.format(number(p).add(BigInteger.TWO))),
        share(door, "long", "a public value twice as long as p", p -> p + p.substring(2)),
        share(door, "negative", "a negative public value", p -> "-0x2"),
        share(door, "words", "a public value that is no number", p -> "two"),
        share(
            door,
            "underscore",
            "a public value in digits that Python alone reads",
            p -> "0x1_" + p.substring(4)),
        share(door, "spaced", "a public value with a space before it", p -> " 0x2"),
        share(door, "empty", "a public value of no digits", p -> "0x"),
        line(
            door,
            "share-number",
            "a public value as a JSON number",
            door.share("").put(door.shareField(), 12345)),
        line(
            door,
            "share-missing",
            "a line without the public value",
            door.share("").remove(List.of(door.shareField()))),
        line(door, "talk-before-key", "what is for later in place of a public value", door.talk()),
        Scenario.of(
            door.id("greeting-twice"),
            door.does("a second greeting in place of a public value"),
            REFUSED,
            attacker -> {
              try (Handshake handshake = Handshake.greet(attacker, door, attacker.rsa().leaf())) {
                attacker.sends("a second greeting in place of a public value");
                handshake.connection().say(door.greeting(attacker));
                return Replies.ending(handshake.connection());
              }
            }));
  }

  private static BigInteger number(String hex) {
    return new BigInteger(hex.substring(2), 16);
  }

  /** A public value that follows from the prime. */
  private static Scenario share(Door door, String id, String does, UnaryOperator<String> value) {
    return answer(door, "share-" + id, does, prime -> door.share(value.apply(prime)));
  }

  private static Scenario line(Door door, String id, String does, ObjectNode line) {
    return answer(door, id, does, prime -> line);
  }

  private interface Answer {
    ObjectNode to(String prime);
  }

  private static Scenario answer(Door door, String id, String does, Answer answer) {
    return Scenario.of(
        door.id(id),
        door.does(does),
        REFUSED,
        attacker -> {
          try (Handshake handshake = Handshake.greet(attacker, door, attacker.rsa().leaf())) {
            attacker.sends(does);
            handshake.connection().say(answer.to(handshake.prime()));
            return Replies.ending(handshake.connection());
          }
        });
  }
}
