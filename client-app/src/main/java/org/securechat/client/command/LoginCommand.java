package org.securechat.client.command;

import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine.Command;

/** {@code login}. */
@Command(
    name = "login",
    description = "Check that you can log in, and log out again.",
    mixinStandardHelpOptions = true,
    footer = {"  securechat login --as alice", "  securechat login --as robot --no-password"})
final class LoginCommand extends SessionCommand {
  @Override
  void run(ChatSession session, Output out) throws ClientException {
    out.print(
        MessageJson.event("login")
            .put("user", session.user())
            .put("session", session.channelBinding()),
        "logged in as " + session.user() + ", session " + session.channelBinding());
  }
}
