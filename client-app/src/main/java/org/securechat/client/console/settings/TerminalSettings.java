package org.securechat.client.console.settings;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the user has chosen for the console. Immutable.
 *
 * @param theme its colours
 * @param notifications how the terminal is told of what calls on the user
 * @param bell whether it rings then
 * @param ignored whose lines are collapsed
 * @param reads the rooms in which the client states what was read
 */
public record TerminalSettings(
    ThemeName theme,
    Notifications notifications,
    boolean bell,
    SortedSet<String> ignored,
    SortedSet<String> reads) {

  /** What holds if nothing was chosen. */
  public static final TerminalSettings USUAL =
      new TerminalSettings(
          ThemeName.DEFAULT, Notifications.OSC9, true, new TreeSet<>(), new TreeSet<>());

  /** The colours. */
  public enum ThemeName {
    DEFAULT,
    HIGH_CONTRAST,
    NONE
  }

  /** How a terminal is told. */
  public enum Notifications {
    /** OSC 9, which terminals that do not know it pass over. */
    OSC9,
    /** OSC 777, of rxvt, foot and the terminals on VTE. */
    OSC777,
    OFF
  }

  /** Copies the names. */
  public TerminalSettings {
    ignored = Collections.unmodifiableSortedSet(new TreeSet<>(ignored));
    reads = Collections.unmodifiableSortedSet(new TreeSet<>(reads));
  }

  /** With other notifications. */
  public TerminalSettings with(Notifications other) {
    return new TerminalSettings(theme, other, bell, ignored, reads);
  }

  /** With another theme. */
  public TerminalSettings with(ThemeName other) {
    return new TerminalSettings(other, notifications, bell, ignored, reads);
  }

  /** With or without the bell. */
  public TerminalSettings withBell(boolean on) {
    return new TerminalSettings(theme, notifications, on, ignored, reads);
  }

  /** Ignoring these users. */
  public TerminalSettings ignoring(Collection<String> users) {
    return new TerminalSettings(theme, notifications, bell, new TreeSet<>(users), reads);
  }

  /** Stating what was read in these rooms. */
  public TerminalSettings statingReads(Collection<String> rooms) {
    return new TerminalSettings(theme, notifications, bell, ignored, new TreeSet<>(rooms));
  }
}
