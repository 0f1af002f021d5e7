package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.attack.modern.TimingComparison;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.wire.ProtocolException;

/** What a user with a valid certificate can try on the accounts of others. */
final class AccountCommands {
  private static final int GUESSES = 25;

  /** Few, because each costs two failures, of which the address has a budget. */
  private static final int TIMED_LOGINS = 10;

  private AccountCommands() {}

  static List<Scenario> all() {
    return List.of(
        LoginScenario.of(
            "register-taken-name",
            "a registration under the account's own name, which is taken",
            Expected.goesOn("NAME_TAKEN"),
            AccountCommands::takenName),
        LoginScenario.of(
            "register-other",
            "a registration in a name that is not in the certificate",
            Expected.goesOn("IDENTITY_MISMATCH"),
            AccountCommands::registerOther),
        LoginScenario.of(
            "wrong-password",
            "the account with a wrong password",
            Expected.goesOn("BAD_CREDENTIALS"),
            AccountCommands::wrongPassword),
        LoginScenario.of(
            "enumeration",
            "comparing the answers for a user who exists and one who does not",
            Expected.sound("answers that tell nothing"),
            AccountCommands::enumerate),
        LoginScenario.of(
            "enumeration-timing",
            "timing the answers for a user who exists and for others who do not",
            Expected.sound("answers that tell nothing"),
            AccountCommands::enumerateByTime),
        LoginScenario.of(
            "guessing",
            GUESSES + " guesses at a password, one after the other",
            Expected.goesOn("RATE_LIMITED"),
            AccountCommands::guess));
  }

  private static Reaction takenName(Attacker attacker, ClassicLoginSession session)
      throws ClientException, IOException, ProtocolException {
    String name = attacker.target().user();
    attacker.sends("register " + name + " again");
    return patient(session.attempt(register(name)));
  }

  private static Reaction registerOther(Attacker attacker, ClassicLoginSession session)
      throws ClientException, IOException, ProtocolException {
    String name = "attack-" + random();
    attacker.sends("register " + name + " with the certificate of " + attacker.target().user());
    return patient(session.attempt(register(name)));
  }

  private static ObjectNode register(String name) {
    return MalformedCommands.register(name, "", random());
  }

  /** What an earlier run has used up is no answer to this one. */
  private static Reaction patient(Reaction reaction) throws AttackNotPossibleException {
    if (reaction.detail().equals("RATE_LIMITED")) {
      throw new AttackNotPossibleException("failures of an earlier run are still counted");
    }
    return reaction;
  }

  private static Reaction wrongPassword(Attacker attacker, ClassicLoginSession session)
      throws ClientException, IOException, ProtocolException {
    forgive(attacker, session);
    attacker.sends("login as " + attacker.target().user() + " with a random password");
    Reaction reaction = patient(session.attempt(wrong(attacker.target().user())));
    forgive(attacker, session);
    return reaction;
  }

  private static ObjectNode wrong(String user) {
    return ClassicLoginSession.command("login")
        .put("email", user)
        .put("pwd", MalformedCommands.password(random()));
  }

  private static String random() {
    byte[] bytes = new byte[8];
    Providers.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * A login that succeeds, so that no failure is held against the account; also before the first,
   * which could not be made up for without the password.
   */
  private static void forgive(Attacker attacker, ClassicLoginSession session)
      throws ClientException, IOException, ProtocolException {
    char[] password = attacker.password();
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    try {
      ObjectNode answer =
          session.ask(
              ClassicLoginSession.command("login")
                  .put("email", attacker.target().user())
                  .put("pwd", Json.base64(bytes)));
      if (answer.path("code").asText().equals("RATE_LIMITED")) {
        throw new AttackNotPossibleException("failures of an earlier run are still counted");
      }
      if (!answer.path("status").asText().equals("ok")) {
        throw new ClientException("an honest login was answered by " + answer, "");
      }
    } finally {
      Arrays.fill(password, '\0');
      encoded.clear();
      encoded.put(new byte[encoded.capacity()]);
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static Reaction enumerate(Attacker attacker, ClassicLoginSession session)
      throws ClientException, IOException, ProtocolException {
    forgive(attacker, session);
    String known = attacker.target().user();
    attacker.sends("login with a random password as " + known + " and as an unknown user");
    String wrong = session.ask(wrong(known)).toString();
    String nobody = session.ask(wrong(nobody())).toString();
    forgive(attacker, session);
    return wrong.equals(nobody)
        ? Reaction.sound("the same answers for both: " + wrong)
        : Reaction.granted(wrong + " for a user who exists, otherwise " + nobody);
  }

  private static String nobody() {
    return "unknown-" + random();
  }

  private static Reaction enumerateByTime(Attacker attacker, ClassicLoginSession session)
      throws ClientException, IOException, ProtocolException {
    forgive(attacker, session);
    String known = attacker.target().user();
    attacker.sends(
        "login as " + known + " and under unknown names by turns, " + TIMED_LOGINS + " each");
    TimingComparison logins =
        TimingComparison.measure(
            TIMED_LOGINS,
            () -> fail(session, known),
            () -> fail(session, nobody()),
            () -> forgive(attacker, session));
    return logins.distinguishable()
        ? Reaction.granted("a user who exists is answered in another time: " + logins)
        : Reaction.sound("no usable difference: " + logins);
  }

  private static void fail(ClassicLoginSession session, String user)
      throws ClientException, IOException, ProtocolException {
    ObjectNode answer = session.ask(wrong(user));
    if (answer.path("code").asText().equals("RATE_LIMITED")) {
      throw new AttackNotPossibleException("failures of an earlier run are still counted");
    }
  }

  private static Reaction guess(Attacker attacker, ClassicLoginSession session)
      throws ClientException, IOException, ProtocolException {
    // A name that no account has is counted like any other, and that it is locked hurts no one.
    String victim = nobody();
    attacker.sends("logins as " + victim + " with random passwords");
    Reaction reaction = session.attempt(wrong(victim));
    for (int i = 1; i < GUESSES && reaction.detail().equals("BAD_CREDENTIALS"); i++) {
      reaction = session.attempt(wrong(victim));
    }
    return reaction.detail().equals("BAD_CREDENTIALS")
        ? Reaction.granted(GUESSES + " guesses without being slowed down")
        : reaction;
  }
}
