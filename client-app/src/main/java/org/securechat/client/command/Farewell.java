package org.securechat.client.command;

import java.util.List;
import java.util.function.Consumer;
import org.securechat.client.console.ChatConsole;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.ReceiptOutcome;

/**
 * Takes leave of the server when the process is told to end (Ctrl-C, SIGTERM, a closed terminal),
 * so that receipts are kept then, too. Bounded by the session's own limit.
 */
final class Farewell implements ChatConsole.Farewells.Armed {
  private final Thread hook;

  Farewell(ChatSession session, Consumer<List<ReceiptOutcome>> receipts) {
    this.hook = new Thread(() -> receipts.accept(session.bye()), "securechat-farewell");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Without a word, for a console that prints receipts as they come. */
  static Farewell silent(ChatSession session) {
    return new Farewell(session, receipts -> {});
  }

  /** The ordinary end came first. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // Then the hook is at work, and the process ends when it is done.
    }
  }
}
