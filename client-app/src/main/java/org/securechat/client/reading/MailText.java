package org.securechat.client.reading;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.securechat.client.SafeText;

/**
 * Header fields and bodies of mails in plain ASCII (RFC 2045, 2047, 5322), whatever the text is.
 */
final class MailText {
  /** Characters of a body's longest line, without the mark that it goes on. */
  private static final int LINE = 75;

  /** Bytes in an encoded word, so that a line of one has at most 76 characters. */
  private static final int WORD = 36;

  private static final int SHORT = 60;

  private MailText() {}

  /** The value of a header field: as it is if that is plain, otherwise as encoded words. */
  static String header(String text) {
    String line = SafeText.line(text);
    boolean plain =
        line.length() <= SHORT
            && !line.contains("=?")
            && line.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    return plain ? line : encodedWords(line);
  }

  private static String encodedWords(String line) {
    StringBuilder words = new StringBuilder();
    StringBuilder word = new StringBuilder();
    int length = 0;
    for (int c : line.codePoints().toArray()) {
      String one = Character.toString(c);
      int bytes = one.getBytes(StandardCharsets.UTF_8).length;
      if (length + bytes > WORD) {
        words.append(encodedWord(word)).append("\n ");
        word.setLength(0);
        length = 0;
      }
      word.append(one);
      length += bytes;
    }
    return words.append(encodedWord(word)).toString();
  }

  private static String encodedWord(CharSequence text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }

  /**
   * A body as quoted-printable, ending with a line end. No line of it begins with {@code F}, so
   * that none can pass for the beginning of the next mail ({@code From }).
   */
  static String body(String text) {
    StringBuilder body = new StringBuilder();
    for (String line : SafeText.of(text).split("\n", -1)) {
      appendLine(body, line.getBytes(StandardCharsets.UTF_8));
    }
    return body.toString();
  }

  private static void appendLine(StringBuilder body, byte[] line) {
    int length = 0;
    for (int i = 0; i < line.length; i++) {
      boolean last = i == line.length - 1;
      String code = code(line[i] & 0xff, length == 0, last);
      if (length + code.length() > LINE) {
        body.append("=\n");
        length = 0;
        code = code(line[i] & 0xff, true, last);
      }
      body.append(code);
      length += code.length();
    }
    body.append('\n');
  }

  private static String code(int value, boolean first, boolean last) {
    boolean space = value == ' ';
    boolean plain =
        value >= ' '
            && value < 0x7f
            && value != '='
            && !(first && value == 'F')
            && !(last && space);
    return plain ? Character.toString(value) : String.format(Locale.ROOT, "=%02X", value);
  }
}
