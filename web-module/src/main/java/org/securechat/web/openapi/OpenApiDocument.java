package org.securechat.web.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the description of the interface together from its files. */
final class OpenApiDocument {
  private static final List<String> SUBJECTS =
      List.of(
          "me",
          "administrators",
          "users",
          "sessions",
          "audit",
          "rooms",
          "evidence",
          "certificates",
          "health",
          "server",
          "metrics",
          "openapi");

  /** Their answers are text. */
  private static final Set<String> WITHOUT_SCHEMAS = Set.of("metrics", "openapi");

  private OpenApiDocument() {}

  /** The whole document as YAML. */
  static String text() {
    return file("head")
        + "paths:\n"
        + SUBJECTS.stream().map(s -> file(s + ".paths")).collect(Collectors.joining())
        + "components:\n  schemas:\n"
        + SUBJECTS.stream()
            .filter(s -> !WITHOUT_SCHEMAS.contains(s))
            .map(s -> file(s + ".schemas"))
            .collect(Collectors.joining())
        + file("tail");
  }

  private static String file(String name) {
    try (InputStream in = OpenApiDocument.class.getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException(name + ".yaml is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
