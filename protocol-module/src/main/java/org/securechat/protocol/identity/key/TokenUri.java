package org.securechat.protocol.identity.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which key of which token, as a URI (RFC 7512): {@code
 * pkcs11:slot-id=3;object=alice?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=/run/pin}.
 *
 * @param module the library of the token's maker
 * @param slot where the token is; empty: in the first slot that has one
 * @param object the label of the certificate that goes with the key; empty: the only one there
 * @param pin the file with the PIN; empty: it is asked for
 */
record TokenUri(Path module, Optional<Long> slot, Optional<String> object, Optional<Path> pin) {
  static final String SCHEME = "pkcs11:";

  private static final String USAGE =
      "pkcs11:slot-id=N;object=LABEL?module-path=LIBRARY&pin-source=FILE";

  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})?");
  private static final Set<String> PATH = Set.of("slot-id", "object", "type");
  private static final Set<String> QUERY = Set.of("module-path", "pin-source");

  static boolean is(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads one.
   *
   * @param place what to call it in a refusal
   */
  static TokenUri parse(Path place, String text) throws KeyFileException {
    String[] parts = text.strip().substring(SCHEME.length()).split("\\?", 2);
    Map<String, String> path = attributes(place, parts[0], ";", PATH);
    Map<String, String> query = attributes(place, parts.length > 1 ? parts[1] : "", "&", QUERY);
    if (!query.containsKey("module-path")) {
      throw refused(place, "does not name the token's library", "module-path=/usr/lib/…so");
    }
    return new TokenUri(
        Path.of(query.get("module-path")),
        Optional.ofNullable(slot(place, path.get("slot-id"))),
        Optional.ofNullable(path.get("object")),
        Optional.ofNullable(query.get("pin-source"))
            .map(source -> source.startsWith("file:") ? source.substring("file:".length()) : source)
            .map(Path::of));
  }

  private static Long slot(Path place, String text) throws KeyFileException {
    if (text == null) {
      return null;
    }
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw refused(place, "names a slot that is no number", "slot-id=NUMBER");
    }
  }

  private static Map<String, String> attributes(
      Path place, String text, String separator, Set<String> known) throws KeyFileException {
    Map<String, String> attributes = new HashMap<>();
    for (String each : text.split(separator, 0)) {
      if (each.isEmpty()) {
        continue;
      }
      String[] pair = each.split("=", 2);
      // RFC 7512 section 2.4 has pin-value; everybody can read a command line.
      if (pair[0].equals("pin-value")) {
        throw refused(
            place, "has a PIN in it, where others can read it", "pin-source=FILE, or let it ask");
      }
      if (pair.length < 2 || !known.contains(pair[0])) {
        throw refused(place, "has the attribute '" + pair[0] + "', which is not understood", USAGE);
      }
      attributes.put(pair[0], decode(place, pair[1]));
    }
    return attributes;
  }

  /** RFC 3986 section 2.1: each byte of UTF-8 that may not stand there is "%" and two digits. */
  private static String decode(Path place, String text) throws KeyFileException {
    Matcher escaped = ESCAPE.matcher(text);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int done = 0;
    while (escaped.find()) {
      bytes.writeBytes(text.substring(done, escaped.start()).getBytes(StandardCharsets.UTF_8));
      if (escaped.group(1) == null) {
        throw refused(place, "has a percent sign that begins no character", USAGE);
      }
      bytes.write(HexFormat.fromHexDigits(escaped.group(1)));
      done = escaped.end();
    }
    bytes.writeBytes(text.substring(done).getBytes(StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static KeyFileException refused(Path place, String what, String use) {
    return new KeyFileException(place, what, "Write it as RFC 7512 has it: " + use + ".");
  }
}
