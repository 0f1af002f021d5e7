package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.protocol.json.Json;

/** Commands that decrypt, but ask for nothing that there is, or lack what they need. */
final class MalformedCommands {
  private static final Expected INCOMPLETE = Expected.goesOn("BAD_MESSAGE");
  private static final Expected IMPOSSIBLE = Expected.goesOn("BAD_REQUEST");

  private MalformedCommands() {}

  static List<Scenario> all() {
    return List.of(
        command(
            "unknown-command",
            "a command that does not exist",
            INCOMPLETE,
            Json.object().put("type", "x")),
        command("command-no-type", "a command without a type", INCOMPLETE, Json.object()),
        command("command-no-password", "a login without a password", INCOMPLETE, login()),
        command(
            "command-no-name",
            "a login without a name",
            INCOMPLETE,
            ClassicLoginSession.command("login").put("pwd", password("x"))),
        command(
            "command-password-number",
            "a login whose password is a number",
            INCOMPLETE,
            login().put("pwd", 1)),
        command(
            "command-password-unpadded",
            "a login whose password is base64 without padding",
            INCOMPLETE,
            login().put("pwd", "eA")),
        command(
            "command-password-binary",
            "a login whose password is not UTF-8",
            INCOMPLETE,
            login().put("pwd", Json.base64(new byte[] {(byte) 0xff}))),
        command(
            "command-password-long",
            "a login with a password of 2000 bytes",
            INCOMPLETE,
            login().put("pwd", password("x".repeat(2_000)))),
        command(
            "registration-no-name",
            "a registration without a username",
            INCOMPLETE,
            ClassicLoginSession.command("register")
                .put("email", "unknown@localhost")
                .put("pwd", password("x"))),
        command(
            "registration-bad-name",
            "a registration with a path as its name",
            IMPOSSIBLE,
            register("../../etc/passwd", "unknown@localhost", "x")),
        command(
            "registration-empty-password",
            "a registration with an empty password",
            IMPOSSIBLE,
            register("attack-unknown", "unknown@localhost", "")));
  }

  static ObjectNode register(String name, String email, String password) {
    return ClassicLoginSession.command("register")
        .put("email", email)
        .put("username", name)
        .put("pwd", password(password));
  }

  static String password(String text) {
    return Json.base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static ObjectNode login() {
    return ClassicLoginSession.command("login").put("email", "unknown@localhost");
  }

  private static Scenario command(String id, String does, Expected expected, ObjectNode command) {
    return LoginScenario.of(
        id,
        does,
        expected,
        (attacker, session) -> {
          attacker.sends(does);
          return session.attempt(command);
        });
  }
}
