package org.securechat.client.console.screen;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.securechat.client.console.settings.TerminalSettings.Notifications;

/**
 * A terminal as a screen to draw on, and as it was before once it is closed: on every way out,
 * since closing it is also what the end of the process does. Thread-safe.
 */
public final class TerminalCanvas implements AutoCloseable {
  private static final String PASTE_ON = "\u001b[?2004h";
  private static final String PASTE_OFF = "\u001b[?2004l";
  private static final String BELL = "\u0007";
  private static final int SMALLEST = 1;

  private final Terminal terminal;
  private final Attributes before;

  /**
   * Held: the line editor's own end of the process closes the terminal, perhaps before this one.
   */
  private final PrintWriter out;

  private final String goodbye;
  private final Display display;
  private final Thread atTheEnd = new Thread(this::restore, "securechat-screen-end");
  private Optional<Size> drawn = Optional.empty();

  /** Guarded by this object's monitor: whether the terminal is as it was. */
  private boolean restored;

  private boolean begun;

  /** Whether the next picture is drawn from nothing. */
  private boolean afresh;

  /**
   * Takes the terminal over.
   *
   * @param resized is told that it has another size, on another thread
   */
  public TerminalCanvas(Terminal terminal, Runnable resized) {
    this.terminal = terminal;
    this.before = terminal.getAttributes();
    this.out = terminal.writer();
    this.goodbye = goodbye(terminal);
    this.display = new Display(terminal, true);
    Runtime.getRuntime().addShutdownHook(atTheEnd);
    terminal.handle(Signal.WINCH, _ -> resized.run());
    terminal.handle(Signal.CONT, _ -> resume(resized));
    begin();
  }

  private static String goodbye(Terminal terminal) {
    boolean own = terminal.getStringCapability(Capability.exit_ca_mode) != null;
    StringBuilder text = new StringBuilder(PASTE_OFF);
    for (Capability part :
        List.of(
            Capability.keypad_local,
            Capability.exit_attribute_mode,
            Capability.cursor_visible,
            // Without a screen of its own for such programs, nothing of this one is left behind.
            own ? Capability.exit_ca_mode : Capability.clear_screen)) {
      String sequence = terminal.getStringCapability(part);
      text.append(sequence == null ? "" : Curses.tputs(sequence));
    }
    return text.toString();
  }

  private synchronized void begin() {
    terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    // Ctrl-C and Ctrl-Z are keys: what they do begins with giving the terminal back.
    raw.setLocalFlag(LocalFlag.ISIG, false);
    raw.setControlChar(ControlChar.VMIN, 1);
    terminal.setAttributes(raw);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.keypad_xmit);
    terminal.writer().write(PASTE_ON);
    terminal.flush();
    restored = false;
    begun = true;
    afresh = true;
  }

  /** From now on that one is told of each key, on another thread. */
  public Thread keys(Consumer<KeyPress> pressed) {
    return Keyboard.read(terminal, pressed);
  }

  /** The columns; at least one. */
  public int columns() {
    return size().getColumns();
  }

  /** The rows; at least one. */
  public int rows() {
    return size().getRows();
  }

  private Size size() {
    try {
      Size now = terminal.getSize();
      return Size.of(Math.max(SMALLEST, now.getColumns()), Math.max(SMALLEST, now.getRows()));
    } catch (IllegalStateException | IOError | UncheckedIOException _) {
      // The terminal was closed, because the process ends.
      return Size.of(SMALLEST, SMALLEST);
    }
  }

  /** Draws what is different from the last time. Nothing, once the terminal was given back. */
  public synchronized void draw(ScreenLayout.Frame frame) {
    if (restored) {
      return;
    }
    try {
      update(frame);
    } catch (IllegalStateException | IOError | UncheckedIOException _) {
      // The terminal was closed, because the process ends, or is gone.
      restore();
    }
  }

  private void update(ScreenLayout.Frame frame) {
    Size now = size();
    if (afresh || !drawn.equals(Optional.of(now))) {
      drawn = Optional.of(now);
      display.resize(now);
      display.clear();
      terminal.puts(Capability.clear_screen);
      afresh = false;
    }
    List<AttributedString> rows =
        frame.rows().subList(0, Math.min(frame.rows().size(), now.getRows()));
    display.update(
        rows,
        now.cursorPos(
            Math.min(frame.cursorRow(), now.getRows() - 1),
            Math.min(frame.cursorColumn(), now.getColumns() - 1)));
    terminal.flush();
  }

  /** The next picture is drawn from nothing. */
  public synchronized void afresh() {
    afresh = true;
  }

  /** Rings. */
  public synchronized void bell() {
    raw(BELL);
  }

  /** Tells the terminal, which may tell the user, whatever window is in front. */
  public synchronized void notify(String text, Notifications how) {
    // Linux's own console would show such a sequence as text.
    if (terminal.getType().startsWith("linux")) {
      return;
    }
    switch (how) {
      case OSC9 -> raw("\u001b]9;" + harmless(text) + BELL);
      case OSC777 -> raw("\u001b]777;notify;SecureChat;" + harmless(text) + BELL);
      case OFF -> {
        // Not wanted.
      }
    }
  }

  /** Nothing that ends the sequence, or that a terminal would take for a further field. */
  static String harmless(String text) {
    return text.codePoints()
        .filter(c -> !Character.isISOControl(c) && c != ';')
        .limit(200)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void raw(String sequence) {
    if (!restored) {
      out.write(sequence);
      out.flush();
    }
  }

  /** Gives the terminal back for a while, and stops the process until somebody continues it. */
  public void suspend(Runnable resumed) {
    restore();
    try {
      // The whole job, as the terminal itself would; nothing is stopped that no shell could go on
      // with. In Java there is no way for a process to stop itself.
      Process stop = new ProcessBuilder("sh", "-c", "kill -s TSTP 0").inheritIO().start();
      var _ = stop.waitFor();
    } catch (IOException _) {
      // Without that command there is no stopping.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    resume(resumed);
  }

  /** After a stop, whoever ordered it, the terminal is as the shell likes it. */
  private synchronized void resume(Runnable resumed) {
    try {
      if (begun) {
        begin();
      }
    } catch (IllegalStateException | IOError | UncheckedIOException _) {
      // It is gone, which the keyboard tells, too.
    }
    resumed.run();
  }

  private synchronized void restore() {
    if (restored) {
      return;
    }
    restored = true;
    out.write(goodbye);
    out.flush();
    try {
      terminal.setAttributes(before);
    } catch (IllegalStateException | IOError | UncheckedIOException _) {
      // Closed already, which has done the same, or gone.
    }
  }

  /** Gives the terminal back as it was. Idempotent. */
  @Override
  public void close() {
    synchronized (this) {
      begun = false;
      restore();
    }
    try {
      terminal.handle(Signal.WINCH, Terminal.SignalHandler.SIG_DFL);
      terminal.handle(Signal.CONT, Terminal.SignalHandler.SIG_DFL);
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException | IOError | UncheckedIOException _) {
      // The process is ending already: the hook has run or runs.
    }
  }
}
