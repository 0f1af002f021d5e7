package org.securechat.client.console.screen;

import org.jline.utils.AttributedStyle;
import org.securechat.client.console.settings.TerminalSettings.ThemeName;

/** How things look. Nothing is told by a colour alone. Immutable. */
public final class Theme {
  private static final int[] NAMES = {
    AttributedStyle.CYAN,
    AttributedStyle.YELLOW,
    AttributedStyle.MAGENTA,
    AttributedStyle.BLUE,
    AttributedStyle.CYAN + AttributedStyle.BRIGHT,
    AttributedStyle.YELLOW + AttributedStyle.BRIGHT,
    AttributedStyle.MAGENTA + AttributedStyle.BRIGHT,
    AttributedStyle.BLUE + AttributedStyle.BRIGHT
  };

  private final ThemeName name;

  /** The theme of that name. */
  public Theme(ThemeName name) {
    this.name = name;
  }

  private AttributedStyle coloured(AttributedStyle style, int colour) {
    return name == ThemeName.NONE ? style : style.foreground(colour);
  }

  /** Ordinary text. */
  AttributedStyle plain() {
    return AttributedStyle.DEFAULT;
  }

  /** Something that matters little. */
  AttributedStyle dim() {
    return name == ThemeName.DEFAULT ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT;
  }

  /** The mark of what holds. */
  AttributedStyle good() {
    return dim();
  }

  /** What does not hold. */
  AttributedStyle bad() {
    return coloured(AttributedStyle.BOLD, AttributedStyle.RED);
  }

  /** A person's name, always in the same colour. */
  AttributedStyle person(String user) {
    if (name == ThemeName.HIGH_CONTRAST) {
      return AttributedStyle.BOLD;
    }
    return coloured(AttributedStyle.BOLD, NAMES[Math.floorMod(user.hashCode(), NAMES.length)]);
  }

  /** The user's own name, where it is called. */
  AttributedStyle call() {
    return AttributedStyle.BOLD.inverse();
  }

  /** Bars, and the room on the screen. */
  AttributedStyle bar() {
    return AttributedStyle.INVERSE;
  }

  /** What is new. */
  AttributedStyle fresh() {
    return coloured(AttributedStyle.BOLD, AttributedStyle.GREEN);
  }
}
