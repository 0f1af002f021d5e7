package org.securechat.client.console.screen;

import java.io.IOError;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.securechat.client.console.model.InputText;

/** Reads keys on a thread of its own until the terminal is gone or closed. */
final class Keyboard {
  private static final String PASTE_END = KeyMap.esc() + "[201~";
  private static final long ESCAPE_WAIT = 100;

  private final BindingReader reader;
  private final KeyMap<KeyAction> keys;
  private final Consumer<KeyPress> pressed;

  private Keyboard(Terminal terminal, Consumer<KeyPress> pressed) {
    this.reader = new BindingReader(terminal.reader());
    this.keys = keys(terminal);
    this.pressed = pressed;
  }

  /** From now on that one is told of each key, on another thread. */
  static Thread read(Terminal terminal, Consumer<KeyPress> pressed) {
    Keyboard keyboard = new Keyboard(terminal, pressed);
    return Thread.ofPlatform().daemon().name("securechat-keys").start(keyboard::run);
  }

  private void run() {
    try {
      KeyPress next = next();
      while (next.action() != KeyAction.GONE) {
        pressed.accept(next);
        next = next();
      }
    } catch (EndOfFileException | IllegalStateException | IOError | UncheckedIOException _) {
      // As good as gone: nothing can be typed any more.
    }
    pressed.accept(KeyPress.of(KeyAction.GONE));
  }

  private KeyPress next() {
    KeyAction action = reader.readBinding(keys);
    if (action == null) {
      return KeyPress.of(KeyAction.GONE);
    }
    if (action == KeyAction.NOTHING && reader.getLastBinding().equals(KeyMap.esc())) {
      passOver();
    }
    return switch (action) {
      case PASTE -> new KeyPress(action, pasted());
      case INSERT -> new KeyPress(action, reader.getLastBinding());
      case ROOM -> {
        String last = reader.getLastBinding();
        yield new KeyPress(action, last.substring(last.length() - 1));
      }
      default -> KeyPress.of(action);
    };
  }

  /** The rest of a key that has no meaning here, which would be taken for text. */
  private void passOver() {
    String first = more();
    if (!first.equals("[")) {
      // In front of what does not follow at once there was nothing but the escape key.
      if (first.equals("O")) {
        var _ = more();
      }
      return;
    }
    String part = more();
    while (part.length() == 1 && part.charAt(0) >= ' ' && part.charAt(0) < '@') {
      part = more();
    }
  }

  /** What has been sent at once with what was before; empty if that is all. */
  private String more() {
    if (reader.getCurrentBuffer().isEmpty() && reader.peekCharacter(1) < 0) {
      return "";
    }
    return reader.readBinding(keys) == null ? "" : reader.getLastBinding();
  }

  /** Everything up to the end of the paste; what is more than a message can be is dropped. */
  private String pasted() {
    StringBuilder text = new StringBuilder();
    StringBuilder tail = new StringBuilder();
    while (!tail.toString().equals(PASTE_END)) {
      int c = reader.readCharacter();
      if (c < 0) {
        break;
      }
      tail.appendCodePoint(c);
      while (tail.length() > PASTE_END.length()) {
        if (text.length() <= InputText.MOST) {
          text.append(tail.charAt(0));
        }
        tail.deleteCharAt(0);
      }
    }
    return text.toString();
  }

  /** The keys of a terminal, as it names them and as most terminals send them. */
  static KeyMap<KeyAction> keys(Terminal terminal) {
    KeyMap<KeyAction> keys = new KeyMap<>();
    keys.setAmbiguousTimeout(ESCAPE_WAIT);
    keys.setUnicode(KeyAction.INSERT);
    keys.setNomatch(KeyAction.NOTHING);
    for (char c = ' '; c < 0x7f; c++) {
      keys.bind(KeyAction.INSERT, String.valueOf(c));
    }
    for (char c = 0xa0; c < 0x100; c++) {
      keys.bind(KeyAction.INSERT, String.valueOf(c));
    }
    String esc = KeyMap.esc();
    keys.bind(KeyAction.NOTHING, esc);
    keys.bind(KeyAction.PASTE, esc + "[200~");
    keys.bind(KeyAction.SEND, "\r");
    keys.bind(KeyAction.NEW_LINE, "\n", esc + "\r", esc + "\n");
    keys.bind(KeyAction.COMPLETE, "\t");
    for (char digit = '1'; digit <= '9'; digit++) {
      keys.bind(KeyAction.ROOM, KeyMap.alt(digit));
    }
    keys.bind(KeyAction.NEXT_ROOM, KeyMap.ctrl('N'), esc + "[1;3C", esc + esc + "[C");
    keys.bind(KeyAction.PREVIOUS_ROOM, KeyMap.ctrl('P'), esc + "[1;3D", esc + esc + "[D");
    keys.bind(KeyAction.PAGE_UP, esc + "[5~");
    keys.bind(KeyAction.PAGE_DOWN, esc + "[6~");
    keys.bind(KeyAction.FIRST, esc + "[1;5H", KeyMap.alt('<'));
    keys.bind(KeyAction.LAST, esc + "[1;5F", KeyMap.alt('>'));
    keys.bind(KeyAction.UP, esc + "[A", esc + "OA");
    keys.bind(KeyAction.DOWN, esc + "[B", esc + "OB");
    keys.bind(KeyAction.RIGHT, esc + "[C", esc + "OC", KeyMap.ctrl('F'));
    keys.bind(KeyAction.LEFT, esc + "[D", esc + "OD", KeyMap.ctrl('B'));
    keys.bind(KeyAction.WORD_LEFT, esc + "[1;5D", KeyMap.alt('b'));
    keys.bind(KeyAction.WORD_RIGHT, esc + "[1;5C", KeyMap.alt('f'));
    keys.bind(KeyAction.HOME, esc + "[H", esc + "OH", esc + "[1~", KeyMap.ctrl('A'));
    keys.bind(KeyAction.END, esc + "[F", esc + "OF", esc + "[4~", KeyMap.ctrl('E'));
    keys.bind(KeyAction.BACKSPACE, KeyMap.del(), KeyMap.ctrl('H'));
    keys.bind(KeyAction.DELETE, esc + "[3~");
    keys.bind(KeyAction.DELETE_WORD, KeyMap.ctrl('W'), esc + KeyMap.del());
    keys.bind(KeyAction.DELETE_TO_START, KeyMap.ctrl('U'));
    keys.bind(KeyAction.DELETE_TO_END, KeyMap.ctrl('K'));
    keys.bind(KeyAction.REDRAW, KeyMap.ctrl('L'));
    keys.bind(KeyAction.HELP, esc + "OP", esc + "[11~", esc + "[[A");
    keys.bind(KeyAction.SUSPEND, KeyMap.ctrl('Z'));
    keys.bind(KeyAction.INTERRUPT, KeyMap.ctrl('C'));
    keys.bind(KeyAction.LEAVE, KeyMap.ctrl('D'));
    own(terminal, keys);
    return keys;
  }

  private static void own(Terminal terminal, KeyMap<KeyAction> keys) {
    own(terminal, keys, Capability.key_ppage, KeyAction.PAGE_UP);
    own(terminal, keys, Capability.key_npage, KeyAction.PAGE_DOWN);
    own(terminal, keys, Capability.key_up, KeyAction.UP);
    own(terminal, keys, Capability.key_down, KeyAction.DOWN);
    own(terminal, keys, Capability.key_left, KeyAction.LEFT);
    own(terminal, keys, Capability.key_right, KeyAction.RIGHT);
    own(terminal, keys, Capability.key_home, KeyAction.HOME);
    own(terminal, keys, Capability.key_end, KeyAction.END);
    own(terminal, keys, Capability.key_dc, KeyAction.DELETE);
    own(terminal, keys, Capability.key_backspace, KeyAction.BACKSPACE);
    own(terminal, keys, Capability.key_f1, KeyAction.HELP);
  }

  private static void own(
      Terminal terminal, KeyMap<KeyAction> keys, Capability key, KeyAction action) {
    String sequence = KeyMap.key(terminal, key);
    if (sequence != null && !sequence.isEmpty()) {
      keys.bind(action, sequence);
    }
  }
}
