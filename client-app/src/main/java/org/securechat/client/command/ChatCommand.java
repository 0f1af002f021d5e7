package org.securechat.client.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.ConnectionOptions;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.console.ChatConsole;
import org.securechat.client.console.NameCompleter;
import org.securechat.client.console.PlainScreen;
import org.securechat.client.console.Screen;
import org.securechat.client.console.TerminalScreen;
import org.securechat.client.identity.Identity;
import org.securechat.client.identity.Passwords;
import org.securechat.client.session.Registration;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.storage.UserDataFolder;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.file.OwnerOnly;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chat}. */
@Command(
    name = "chat",
    description = {
      "Chat at the terminal.",
      "Each message is marked: verified, or broken with the reason. Transcript and receipts are"
          + " kept."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat chat --as alice --room lobby",
      "  securechat chat --as bob --register --server chat.example.org:7443"
    })
final class ChatCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions server;

  @Option(names = "--room", paramLabel = "ROOM", description = "where to begin")
  private String room;

  @Option(names = "--register", description = "open the account first, if there is none yet")
  private boolean register;

  @Option(names = "--no-color", description = "without colours (so does $NO_COLOR)")
  private boolean withoutColour;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    SessionSettings settings = register ? registered() : server.session(true);
    NameCompleter names = new NameCompleter();
    boolean terminal = Passwords.isTerminal();
    try (Screen screen = terminal ? terminal(settings.data(), names) : plain()) {
      ChatConsole console =
          new ChatConsole(
              screen, OutputOptions.text(!withoutColour && terminal), names, Clock.systemUTC());
      return console.run(settings, Optional.ofNullable(room), ShutdownReceipts::silent) ? 0 : 1;
    }
  }

  private Screen plain() {
    return new PlainScreen(System.in, spec.commandLine().getOut());
  }

  private static Screen terminal(UserDataFolder data, NameCompleter names) throws ClientException {
    try {
      Path history = data.create().resolve("history");
      if (!Files.exists(history)) {
        OwnerOnly.write(history, new byte[0]);
      }
      return new TerminalScreen(history, names);
    } catch (IOException e) {
      throw new ClientException(
          "the terminal or the data folder cannot be used: " + e.getMessage(),
          "Set SECURECHAT_HOME to a folder that you may write to.",
          e);
    }
  }

  /** Opens the account; one that is open already is as good. */
  private SessionSettings registered() throws ClientException {
    Identity identity = server.identity();
    char[] password = server.passwords().chosen(identity.user());
    try {
      Registration.register(server.connection(identity), identity.user(), password::clone);
      spec.commandLine().getOut().println("registered " + identity.user());
    } catch (RequestRefusedException e) {
      if (e.error() != ErrorCode.NAME_TAKEN) {
        Arrays.fill(password, '\0');
        throw e;
      }
    }
    return server.session(true).withPassword(password::clone);
  }
}
