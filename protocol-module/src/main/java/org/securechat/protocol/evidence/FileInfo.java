package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * What the author of a {@code file/1} says about a file (PROTOCOL.md §8.2). Only size and hash can
 * be checked; name and media type are the author's word, and no reader acts on them. Immutable.
 *
 * @param name a plain name, see {@link #isName}
 * @param size bytes of the content, from 0
 * @param mediaType see {@link #isMediaType}
 * @param sha256 of the content, 64 hexadecimal digits
 */
public record FileInfo(String name, long size, String mediaType, String sha256) {
  /** UTF-16 code units of the longest name. */
  public static final int MAX_NAME = 200;

  /** Characters of the longest media type. */
  public static final int MAX_MEDIA_TYPE = 127;

  /** What every JSON implementation can still count. */
  public static final long MAX_SIZE = (1L << 53) - 1;

  /** What an author says who does not know better. */
  public static final String ANY_TYPE = "application/octet-stream";

  private static final String UNITS = "kMGTP";

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*");

  /**
   * @throws IllegalArgumentException if name or media type are not of their form, or the size is
   *     negative
   */
  public FileInfo {
    if (!isName(name) || !isMediaType(mediaType) || size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("not the name, size and media type of a file");
    }
  }

  /**
   * Whether a text can be the name of a file: 1 to {@value #MAX_NAME} UTF-16 code units, no control
   * character, none of {@code /}, {@code \} and {@code "}, and neither {@code .} nor {@code ..}.
   */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME
        && !text.equals(".")
        && !text.equals("..")
        && text.chars().noneMatch(FileInfo::isForbidden);
  }

  /** Whether a character stands in no name of a file. */
  public static boolean isForbidden(int c) {
    return c == '/' || c == '\\' || c == '"' || Character.isISOControl(c);
  }

  /** Whether a text can be a media type: two parts of lower-case letters, digits and few others. */
  public static boolean isMediaType(String text) {
    return text.length() <= MAX_MEDIA_TYPE && MEDIA_TYPE.matcher(text).matches();
  }

  /** The size as people read it: {@code 812 bytes}, {@code 2.1 MB}. */
  public String shownSize() {
    return shown(size);
  }

  /** A number of bytes as people read it, in powers of a thousand. */
  public static String shown(long bytes) {
    if (bytes < 1_000) {
      return bytes + (bytes == 1 ? " byte" : " bytes");
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.95 && unit < UNITS.length() - 1) {
      value /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %sB", value, UNITS.charAt(unit));
  }

  static FileInfo read(ObjectNode json) throws EvidenceException, JsonException {
    String name = Json.text(json, "name", MAX_NAME);
    long size = Json.number(json, "size", 0, MAX_SIZE);
    String mediaType = Json.text(json, "media_type", MAX_MEDIA_TYPE);
    if (!isName(name) || !isMediaType(mediaType)) {
      throw new EvidenceException("name or media type of a file is not one");
    }
    return new FileInfo(name, size, mediaType, EvidenceFields.hex(json, "sha256"));
  }

  void write(CanonicalJson json) {
    json.text("name", name)
        .number("size", size)
        .text("media_type", mediaType)
        .text("sha256", sha256);
  }

  /** Without the name, which belongs in no log. */
  @Override
  public String toString() {
    return "FileInfo[" + size + " bytes]";
  }
}
