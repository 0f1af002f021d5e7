package org.securechat.client.administration;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place below {@code /api/v1}. Immutable.
 *
 * @param text path and query, encoded
 */
public record AdminPath(String text) {
  private static final String ROOT = "/api/v1";

  /**
   * Of segments, each of which may hold any character.
   *
   * @param segments such as {@code users}, {@code alice}
   */
  public static AdminPath of(String... segments) {
    return new AdminPath(
        Stream.of(segments)
            .map(AdminPath::encode)
            .collect(Collectors.joining("/", ROOT + "/", "")));
  }

  /** One segment deeper. */
  public AdminPath then(String segment) {
    return new AdminPath(text + "/" + encode(segment));
  }

  /** With query parameters; those that are null are left out. */
  public AdminPath with(Map<String, ?> parameters) {
    String query =
        parameters.entrySet().stream()
            .filter(parameter -> parameter.getValue() != null)
            .map(p -> encode(p.getKey()) + "=" + encode(String.valueOf(p.getValue())))
            .collect(Collectors.joining("&"));
    if (query.isEmpty()) {
      return this;
    }
    return new AdminPath(text + (text.contains("?") ? "&" : "?") + query);
  }

  private static String encode(String plain) {
    // A form's encoding, made fit for paths.
    String encoded = URLEncoder.encode(plain, StandardCharsets.UTF_8).replace("+", "%20");
    return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
  }
}
