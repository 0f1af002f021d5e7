package org.securechat.client.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.ConnectionOptions;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.command.options.StandardOut;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.console.ChatConsole;
import org.securechat.client.console.NameCompleter;
import org.securechat.client.console.PlainScreen;
import org.securechat.client.console.Screen;
import org.securechat.client.console.ScreenConsole;
import org.securechat.client.console.settings.SettingsFile;
import org.securechat.client.identity.Identity;
import org.securechat.client.identity.Passwords;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.Registration;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.text.MessageText;
import org.securechat.protocol.application.ErrorCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chat}. */
@Command(
    name = "chat",
    description = {
      "Chat at the terminal, on a full screen if there is one.",
      "Each message is marked: verified, or broken with the reason. Transcript and receipts are"
          + " kept. /help lists the commands, F1 the keys; settings are in console.properties in"
          + " the data folder."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat chat --as alice --room lobby",
      "  securechat chat --as alice --plain",
      "  securechat chat --as bob --register --server chat.example.org:7443"
    })
final class ChatCommand implements Callable<Integer> {
  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger LINE_EDITOR = Logger.getLogger("org.jline");

  @Mixin private ConnectionOptions server;

  @Option(names = "--room", paramLabel = "ROOM", description = "where to begin")
  private String room;

  @Option(names = "--register", description = "open the account first, if there is none yet")
  private boolean register;

  @Option(
      names = "--plain",
      description = "print line after line, as without a terminal: for screen readers")
  private boolean plain;

  @Option(names = "--no-color", description = "without colours (so does $NO_COLOR)")
  private boolean withoutColour;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    SessionSettings settings = register ? registered() : server.session(true);
    Path data = folder(settings);
    SettingsFile preferences = SettingsFile.open(data.resolve("console.properties"));
    if (Passwords.isTerminal() && !plain) {
      try (Terminal terminal = terminal()) {
        if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
          return code(screen(terminal, preferences, data).run(settings, begin(), this::told));
        }
      }
    }
    try (Screen screen = new PlainScreen(System.in, spec.commandLine().getOut())) {
      return code(lines(screen, preferences).run(settings, begin(), ShutdownReceipts::silent));
    }
  }

  private static int code(boolean good) {
    return good ? 0 : 1;
  }

  /** The receipts of the end are what is left of a screen. */
  private ShutdownReceipts told(ChatSession session) {
    MessageText text = OutputOptions.text(!withoutColour);
    return new ShutdownReceipts(
        session,
        receipts -> {
          receipts.forEach(receipt -> spec.commandLine().getOut().println(text.receipt(receipt)));
          spec.commandLine().getOut().flush();
        });
  }

  private Optional<String> begin() {
    return Optional.ofNullable(room);
  }

  private ScreenConsole screen(Terminal terminal, SettingsFile preferences, Path data) {
    return new ScreenConsole(
        terminal,
        preferences,
        data.resolve("history"),
        StandardOut.charset(),
        !withoutColour && Ansi.AUTO.enabled(),
        Clock.systemUTC(),
        ZoneId.systemDefault());
  }

  private ChatConsole lines(Screen screen, SettingsFile preferences) {
    return new ChatConsole(
        screen,
        OutputOptions.text(!withoutColour && Passwords.isTerminal()),
        new NameCompleter(),
        preferences,
        Clock.systemUTC());
  }

  private static Path folder(SessionSettings settings) throws ClientException {
    try {
      return settings.data().create();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static Terminal terminal() throws ClientException {
    // What it misses in the system's description of the terminal is not the user's to mend.
    LINE_EDITOR.setLevel(Level.SEVERE);
    try {
      return TerminalBuilder.builder().system(true).dumb(true).name("securechat").build();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static ClientException unusable(IOException e) {
    return new ClientException(
        "the terminal or the data folder cannot be used: " + e.getMessage(),
        "Set SECURECHAT_HOME to a folder that you may write to.",
        e);
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
