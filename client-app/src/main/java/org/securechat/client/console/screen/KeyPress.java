package org.securechat.client.console.screen;

/**
 * A key that was pressed.
 *
 * @param text the characters, of {@link KeyAction#INSERT} and {@link KeyAction#PASTE}; the number
 *     of the room, of {@link KeyAction#ROOM}
 */
public record KeyPress(KeyAction action, String text) {
  /** A key without text. */
  static KeyPress of(KeyAction action) {
    return new KeyPress(action, "");
  }
}
