package org.securechat.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** What texts a setting may have. */
final class SettingKind {

  /** Judges one text. */
  private interface Judge {
    boolean accepts(String text);
  }

  private final String description;
  private final Judge judge;

  private SettingKind(String description, Judge judge) {
    this.description = description;
    this.judge = judge;
  }

  /** Any text that is not blank. */
  static SettingKind text() {
    return new SettingKind("text", text -> !text.isBlank());
  }

  /** Any text, or none. */
  static SettingKind optionalText() {
    return new SettingKind("text, may be empty", text -> true);
  }

  /** The address of a server that is asked over TLS, or none. */
  static SettingKind httpsAddress() {
    return new SettingKind(
        "address with https, may be empty", text -> text.isEmpty() || isHttps(text));
  }

  private static boolean isHttps(String text) {
    try {
      URI uri = new URI(text);
      return "https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** A file or folder; relative to where the server was started. */
  static SettingKind path() {
    return new SettingKind("path", text -> !text.isBlank() && text.indexOf('\0') < 0);
  }

  /** A whole number within bounds, both included. */
  static SettingKind number(long least, long most) {
    return new SettingKind(
        "whole number from " + least + " to " + most,
        text -> {
          try {
            long value = Long.parseLong(text);
            return value >= least && value <= most;
          } catch (NumberFormatException e) {
            return false;
          }
        });
  }

  /** One of some words, in any case. */
  static SettingKind choice(String... words) {
    return new SettingKind(
        "one of `" + String.join("`, `", words) + "`",
        text -> List.of(words).stream().anyMatch(text::equalsIgnoreCase));
  }

  /** A duration as ISO 8601 writes it, {@code PT15S}, within bounds, both included. */
  static SettingKind duration(Duration least, Duration most) {
    return new SettingKind(
        "duration from " + least + " to " + most,
        text -> {
          try {
            Duration value = Duration.parse(text);
            return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
          } catch (DateTimeParseException e) {
            return false;
          }
        });
  }

  /** In words, for the reference and for whoever has written something else. */
  String description() {
    return description;
  }

  /** What is wrong with a text, without the text; empty if nothing is. */
  Optional<String> fault(String text) {
    return judge.accepts(text.strip()) ? Optional.empty() : Optional.of("is no " + description);
  }
}
