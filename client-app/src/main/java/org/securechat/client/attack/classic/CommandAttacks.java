package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.classic.ClassicCipher;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.ProtocolException;

/** What can be sent to the login endpoint after a correct handshake, and is no good command. */
final class CommandAttacks {
  private static final ClassicEndpointKind ENDPOINT = ClassicEndpointKind.LOGIN;
  private static final Expected CLEAR = Expected.goesOn("EXPECTED_ENC");
  private static final Expected GARBLED = Expected.goesOn("DECRYPT_FAIL");

  private CommandAttacks() {}

  private interface Line {
    ObjectNode of(Attacker attacker, ClassicLoginSession session) throws ClientException;
  }

  static List<Scenario> all() {
    return List.of(
        line("clear-command", "a command in the clear", CLEAR, (attacker, session) -> login()),
        line(
            "greeting-again",
            "a greeting when there is a key",
            CLEAR,
            (attacker, session) -> ENDPOINT.greeting(attacker)),
        line(
            "share-again",
            "a public value when there is a key",
            CLEAR,
            (attacker, session) -> ENDPOINT.share("0x2")),
        line(
            "tampered-padding",
            "a command, changed so that its padding is wrong",
            GARBLED,
            (attacker, session) -> ClassicLoginSession.enc(padding(session.seal(command())))),
        line(
            "tampered-content",
            "a command, its vector changed so that it begins otherwise",
            GARBLED,
            (attacker, session) -> ClassicLoginSession.enc(content(session.seal(command())))),
        line(
            "cut-ciphertext",
            "a command, a byte of its ciphertext cut off",
            GARBLED,
            (attacker, session) -> cut(session.seal(command()), 1)),
        line(
            "short-vector",
            "a command with half a vector",
            GARBLED,
            (attacker, session) -> {
              ClassicCipher.Sealed sealed = session.seal(command());
              return ClassicLoginSession.enc(Arrays.copyOf(sealed.iv(), 8), sealed.ciphertext());
            }),
        line(
            "command-no-json",
            "a command that is no JSON",
            GARBLED,
            (attacker, session) -> sealed(session, "nonsense")),
        line(
            "command-duplicate-key",
            "a command with its type twice",
            GARBLED,
            (attacker, session) -> sealed(session, "{\"type\":\"login\",\"type\":\"login\"}")),
        LoginScenario.of(
            "padding-oracle",
            "comparing the answers to bad padding and to bad content",
            Expected.sound("answers that tell nothing"),
            CommandAttacks::paddingOracle));
  }

  private static ObjectNode login() {
    return MalformedCommands.login();
  }

  private static byte[] command() {
    return Json.write(login().put("pwd", MalformedCommands.password("x")));
  }

  private static Scenario line(String id, String does, Expected expected, Line line) {
    return LoginScenario.of(
        id,
        does,
        expected,
        (attacker, session) -> {
          attacker.sends(does);
          return session.attempt(line.of(attacker, session).toString());
        });
  }

  private static ObjectNode sealed(ClassicLoginSession session, String plaintext) {
    return ClassicLoginSession.enc(session.seal(plaintext.getBytes(StandardCharsets.UTF_8)));
  }

  /** Makes the last byte, which tells how much padding there is, larger than a block. */
  private static ClassicCipher.Sealed padding(ClassicCipher.Sealed sealed) {
    byte[] changed = sealed.ciphertext().clone();
    changed[changed.length - ClassicCipher.BLOCK - 1] ^= (byte) 0x80;
    return new ClassicCipher.Sealed(sealed.iv(), changed);
  }

  /** Makes the first byte, a brace, another character. */
  private static ClassicCipher.Sealed content(ClassicCipher.Sealed sealed) {
    byte[] changed = sealed.iv().clone();
    changed[0] ^= 1;
    return new ClassicCipher.Sealed(changed, sealed.ciphertext());
  }

  private static ObjectNode cut(ClassicCipher.Sealed sealed, int bytes) {
    byte[] ciphertext = sealed.ciphertext();
    return ClassicLoginSession.enc(
        sealed.iv(), Arrays.copyOf(ciphertext, ciphertext.length - bytes));
  }

  private static Reaction paddingOracle(Attacker attacker, ClassicLoginSession session)
      throws ClientException, IOException, ProtocolException {
    attacker.sends("a command with wrong padding, one that is no JSON, one cut, and an empty one");
    Set<String> answers = new TreeSet<>();
    answers.add(session.refusal(ClassicLoginSession.enc(padding(session.seal(command())))));
    answers.add(session.refusal(ClassicLoginSession.enc(content(session.seal(command())))));
    answers.add(session.refusal(sealed(session, "nonsense")));
    answers.add(session.refusal(cut(session.seal(command()), 1)));
    answers.add(
        session.refusal(ClassicLoginSession.enc(new byte[ClassicCipher.BLOCK], new byte[0])));
    return answers.size() == 1
        ? Reaction.sound("the same answer to all: " + answers.iterator().next())
        : Reaction.granted("they can be told apart: " + String.join(" and ", answers));
  }
}
