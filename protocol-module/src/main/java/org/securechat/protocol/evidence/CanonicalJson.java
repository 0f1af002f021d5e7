package org.securechat.protocol.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Writes the one text of a JSON object: no white space, fields in the order of the calls, strings
 * escaped as RFC 8785 section 3.2.2.2 does. Parsers read leniently, write again and compare, so
 * that no second text of the same value is ever accepted.
 */
final class CanonicalJson {
  private static final String SHORT_ESCAPES = "\b\t\n\f\r\"\\";
  private static final String SHORT_NAMES = "btnfr\"\\";

  private final StringBuilder json = new StringBuilder(256).append('{');

  CanonicalJson text(String name, String value) {
    name(name);
    quote(value);
    return this;
  }

  /** An object of texts; the map's order is the order of their names (RFC 8785 section 3.2.3). */
  CanonicalJson texts(String name, SortedMap<String, String> values) {
    name(name).append('{');
    values.forEach(this::text);
    json.append('}');
    return this;
  }

  CanonicalJson texts(String name, List<String> values) {
    name(name).append('[');
    for (int i = 0; i < values.size(); i++) {
      json.append(i == 0 ? "" : ",");
      quote(values.get(i));
    }
    json.append(']');
    return this;
  }

  /** An object whose fields the writer adds. */
  CanonicalJson object(String name, Consumer<CanonicalJson> fields) {
    name(name).append('{');
    fields.accept(this);
    json.append('}');
    return this;
  }

  CanonicalJson number(String name, long value) {
    name(name).append(value);
    return this;
  }

  byte[] bytes() {
    return (json + "}").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The check after every encoding: the bytes are read again and must give the same value. A field
   * out of form does not, and neither does an unpaired surrogate, for which UTF-8 has no bytes.
   *
   * @throws IllegalArgumentException if they do not
   */
  static byte[] checked(byte[] encoded, Object value, Parser parser) {
    Object read;
    try {
      read = parser.parse(encoded);
    } catch (EvidenceException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!read.equals(value)) {
      throw new IllegalArgumentException("a text is not well-formed");
    }
    return encoded;
  }

  /** Reads what was written. */
  @FunctionalInterface
  interface Parser {
    Object parse(byte[] encoded) throws EvidenceException;
  }

  /** The check that ends every parser (PROTOCOL.md §8.1): one text for one value. */
  static void insist(byte[] read, byte[] canonical) throws EvidenceException {
    if (!Arrays.equals(read, canonical)) {
      throw new EvidenceException("not in its canonical form");
    }
  }

  private StringBuilder name(String name) {
    if (json.charAt(json.length() - 1) != '{') {
      json.append(',');
    }
    return json.append('"').append(name).append("\":");
  }

  private void quote(String value) {
    quote(value, json);
  }

  /** Appends a text in quotes. */
  static void quote(String value, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      append(value.charAt(i), json);
    }
    json.append('"');
  }

  private static void append(char c, StringBuilder json) {
    int shortEscape = SHORT_ESCAPES.indexOf(c);
    if (shortEscape >= 0) {
      json.append('\\').append(SHORT_NAMES.charAt(shortEscape));
    } else if (c < ' ') {
      json.append("\\u00").append(Character.forDigit(c >> 4, 16));
      json.append(Character.forDigit(c & 15, 16));
    } else {
      json.append(c);
    }
  }
}
