package org.securechat.client.console.screen;

import java.nio.charset.Charset;

/** The signs of a terminal's character set. */
record Marks(String good, String bad, String wall, String rule) {
  /** For a terminal of that character set; one without check marks gets words. */
  static Marks of(Charset charset) {
    // Solid lines would be drawn in a character set of the terminal's own, and copied as letters.
    return charset.newEncoder().canEncode("✓✗┊┈")
        ? new Marks("✓", "✗", "┊", "┈")
        : new Marks("ok", "BROKEN", "|", "-");
  }
}
