package org.securechat.client.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.ConnectionOptions;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.Contradiction;
import org.securechat.client.session.SessionListener;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.client.storage.RoomArchive;
import org.securechat.client.text.DeliveryText;
import org.securechat.client.text.MessageJson;
import org.securechat.client.text.Waiting;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that logs in, does one thing and leaves. */
abstract class SessionCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions server;
  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;
  private SessionSettings settings;

  @Override
  public final Integer call() throws ClientException {
    Output out = output.open(spec);
    check();
    settings = server.session(reconnects());
    try (ChatSession session = ChatSession.open(settings, listener(out), false)) {
      run(session, out);
    }
    return out.exitCode();
  }

  /** Refuses wrong usage before the server is asked. */
  void check() throws ClientException {}

  /** Does the one thing. */
  abstract void run(ChatSession session, Output out) throws ClientException;

  /** Hears what happens meanwhile. */
  SessionListener listener(Output out) {
    return new Alarms(out);
  }

  /** Whether a lost connection is taken up again. */
  boolean reconnects() {
    return false;
  }

  /** What is kept of a room that is followed. */
  RoomArchive archive(String room) throws ClientException {
    try {
      return RoomArchive.find(server.account(settings), room)
          .orElseThrow(() -> new ClientException("nothing is kept of room '" + room + "'"));
    } catch (IOException e) {
      throw new ClientException("the kept rooms cannot be read: " + e.getMessage(), e);
    }
  }

  ParameterException usage(String wrong) {
    return new ParameterException(spec.commandLine(), wrong);
  }

  /** Reports a room whose record does not hold, whatever the command is about. */
  static class Alarms implements SessionListener {
    private final Output out;

    Alarms(Output out) {
      this.out = out;
    }

    @Override
    public void alarm(String room, TranscriptFinding finding) {
      out.alarm(room, finding);
    }

    @Override
    public void contradiction(Contradiction found) {
      out.contradiction(found);
    }

    @Override
    public void delivery(String room, String message, Delivery state) {
      out.print(
          MessageJson.event("delivery")
              .put("state", state.name().toLowerCase(Locale.ROOT))
              .put("room", room)
              .put("text", message),
          "(" + DeliveryText.of(message, state) + ")");
    }

    @Override
    public void repaired(String room, String what) {
      out.print(
          MessageJson.event("repaired").put("room", room).put("what", what),
          "(repaired " + room + ": " + what + ")");
    }

    @Override
    public void trouble(ClientException problem) {
      out.print(
          MessageJson.event("trouble")
              .put("code", problem.code())
              .put("reason", problem.getMessage()),
          out.text().bad() + " " + SafeText.of(problem.getMessage()));
    }

    @Override
    public void retrying(ClientException why, Duration wait) {
      out.print(
          MessageJson.event("connection")
              .put("state", "waiting")
              .put("code", why.code())
              .put("reason", why.getMessage())
              .put("next_attempt_ms", wait.toMillis()),
          "(" + Waiting.words(Optional.of(why), wait) + ")");
    }

    @Override
    public void connection(Link link, Optional<ClientException> why) {
      out.print(
          MessageJson.event("connection").put("state", link.name().toLowerCase(Locale.ROOT)),
          switch (link) {
            case CONNECTED -> "(connected again)";
            case LOST -> "(connection lost)";
            case GIVEN_UP -> "(giving up)";
          });
    }
  }
}
