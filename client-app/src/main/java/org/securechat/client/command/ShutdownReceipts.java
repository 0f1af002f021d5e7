package org.securechat.client.command;

import java.util.List;
import java.util.function.Consumer;
import org.securechat.client.console.ChatConsole;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.ReceiptOutcome;

/**
 * A shutdown hook that ends the session properly when the process is told to end (Ctrl-C, SIGTERM,
 * a closed terminal), so that its receipts are kept then, too. The session limits how long it
 * takes.
 */
final class ShutdownReceipts implements ChatConsole.ShutdownHook {
  private final Thread hook;

  ShutdownReceipts(ChatSession session, Consumer<List<ReceiptOutcome>> receipts) {
    this.hook = new Thread(() -> receipts.accept(session.bye()), "securechat-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Prints nothing, for a console that prints receipts as they come. */
  static ShutdownReceipts silent(ChatSession session) {
    return new ShutdownReceipts(session, receipts -> {});
  }

  /** Removes the hook, because the session ends in the ordinary way. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook runs.
    }
  }
}
