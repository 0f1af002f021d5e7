package org.securechat.web.console;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.securechat.protocol.crypto.Digests;

/**
 * A file that everybody may have, held in memory. Immutable.
 *
 * <p>Its validator is made of its content: in a build that can be repeated all files are of one
 * moment, so that date and length say nothing of a change.
 */
final class StaticFile {
  /** Below it every name has a hash of the content in it, so that a change has another name. */
  private static final String ASSETS = "assets/";

  private static final int TAG_BYTES = 16;
  private static final String OTHER_TYPE = "application/octet-stream";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css;charset=utf-8"),
          Map.entry("html", "text/html;charset=utf-8"),
          Map.entry("ico", "image/vnd.microsoft.icon"),
          Map.entry("js", "text/javascript;charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("mjs", "text/javascript;charset=utf-8"),
          Map.entry("png", "image/png"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("txt", "text/plain;charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("woff2", "font/woff2"));

  private final byte[] content;
  private final String type;
  private final String tag;
  private final boolean asset;

  /**
   * @param path below that of the console, without a slash at its beginning
   */
  StaticFile(String path, byte[] content) {
    this.content = content.clone();
    this.type =
        TYPES.getOrDefault(
            path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), OTHER_TYPE);
    this.tag = HexFormat.of().formatHex(Arrays.copyOf(Digests.sha256(this.content), TAG_BYTES));
    this.asset = path.startsWith(ASSETS);
  }

  byte[] content() {
    return content.clone();
  }

  int length() {
    return content.length;
  }

  /** Its media type. */
  String type() {
    return type;
  }

  /** How long a browser may keep it without asking. */
  String caching() {
    return asset ? "public, max-age=31536000, immutable" : "no-cache";
  }

  /**
   * The entity tag of an answer with this file: it changes with the policy in the answer's headers,
   * too, since a browser that has the file keeps the policy with it.
   */
  String tag(String policy) {
    return '"' + tag + '-' + Integer.toHexString(policy.hashCode()) + '"';
  }

  /**
   * Whether the browser has what would be sent (RFC 9110, section 13.1.2).
   *
   * @param ifNoneMatch the header's value; null if there is none
   */
  static boolean isKnown(String tag, String ifNoneMatch) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(",", -1))
            .map(String::strip)
            .map(known -> known.startsWith("W/") ? known.substring(2) : known)
            .anyMatch(known -> known.equals("*") || known.equals(tag));
  }
}
