package org.securechat.client.text;

/** Colours, or none. Immutable. */
public final class Palette {
  /** Without colours. */
  public static final Palette NONE = new Palette(false);

  /** With ANSI colours. */
  public static final Palette ANSI = new Palette(true);

  private static final int[] NAMES = {36, 33, 35, 34, 96, 93, 95, 94};

  private final boolean on;

  private Palette(boolean on) {
    this.on = on;
  }

  /** Something that matters little. */
  public String dim(String text) {
    return paint("2", text);
  }

  /** Something that holds. */
  public String good(String text) {
    return paint("32", text);
  }

  /** Something that does not hold. */
  public String bad(String text) {
    return paint("1;31", text);
  }

  /** A person's name, always in the same colour. */
  public String name(String name) {
    return paint("1;" + NAMES[Math.floorMod(name.hashCode(), NAMES.length)], name);
  }

  private String paint(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
