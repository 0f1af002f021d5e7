package org.securechat.client.console.screen;

import java.util.Optional;

/** What a key does, in the order of {@code /keys}. */
public enum KeyAction {
  SEND("Enter", "send what is typed"),
  NEW_LINE("Alt-Enter, Ctrl-J", "begin another line of the message"),
  COMPLETE("Tab", "complete a command or a name"),
  ROOM("Alt-1 … Alt-9", "go to the room of that number"),
  NEXT_ROOM("Alt-Right, Ctrl-N", "go to the next room"),
  PREVIOUS_ROOM("Alt-Left, Ctrl-P", "go to the room before"),
  PAGE_UP("PageUp", "earlier lines"),
  PAGE_DOWN("PageDown", "later lines"),
  FIRST("Ctrl-Home, Alt-<", "the first line that is in memory, and from there on earlier ones"),
  LAST("Ctrl-End, Alt->", "the newest line"),
  UP("Up", "the line above; in the first one, what was typed before"),
  DOWN("Down", "the line below; in the last one, what was typed after"),
  LEFT("Left, Ctrl-B", "one character back"),
  RIGHT("Right, Ctrl-F", "one character on"),
  WORD_LEFT("Ctrl-Left, Alt-B", "one word back"),
  WORD_RIGHT("Ctrl-Right, Alt-F", "one word on"),
  HOME("Home, Ctrl-A", "the beginning of the line"),
  END("End, Ctrl-E", "the end of the line"),
  BACKSPACE("Backspace", "delete the character before"),
  DELETE("Delete", "delete the character here"),
  DELETE_WORD("Ctrl-W", "delete the word before"),
  DELETE_TO_START("Ctrl-U", "delete up to the beginning of the line"),
  DELETE_TO_END("Ctrl-K", "delete up to the end of the line"),
  REDRAW("Ctrl-L", "draw the screen again"),
  HELP("F1", "show these keys"),
  SUSPEND("Ctrl-Z", "stop for a while; fg goes on"),
  INTERRUPT("Ctrl-C", "clear what is typed; twice on an empty line, leave"),
  LEAVE("Ctrl-D", "leave, on an empty line"),

  /** A character. */
  INSERT,
  /** Text that was pasted: whatever is in it, it is no key. */
  PASTE,
  /** A key that does nothing. */
  NOTHING,
  /** There is no terminal any more. */
  GONE;

  private final String keys;
  private final String meaning;

  KeyAction(String keys, String meaning) {
    this.keys = keys;
    this.meaning = meaning;
  }

  KeyAction() {
    this("", "");
  }

  /** A row of the list of keys; empty for what is not on it. */
  public Optional<String> help() {
    return keys.isEmpty()
        ? Optional.empty()
        : Optional.of(String.format("%-20s %s", keys, meaning));
  }
}
