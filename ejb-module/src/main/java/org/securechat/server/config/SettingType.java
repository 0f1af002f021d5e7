package org.securechat.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.securechat.connector.address.IpNetworks;

/** Which texts a setting may have. */
final class SettingType {

  private final String description;
  private final Predicate<String> accepted;

  private SettingType(String description, Predicate<String> accepted) {
    this.description = description;
    this.accepted = accepted;
  }

  /** Any text that is not blank. */
  static SettingType text() {
    return new SettingType("text", text -> !text.isBlank());
  }

  /** Any text; it may be empty. */
  static SettingType optionalText() {
    return new SettingType("text, may be empty", text -> true);
  }

  /** Networks as {@link IpNetworks} reads them. */
  static SettingType networks() {
    return new SettingType(
        "`none`, or networks (`ADDRESS/BITS`, no bit set after them) and addresses, separated by"
            + " commas",
        SettingType::areNetworks);
  }

  private static boolean areNetworks(String text) {
    try {
      return !IpNetworks.parse(text).toString().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The https address of a server; it may be empty. */
  static SettingType httpsAddress() {
    return new SettingType(
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
  static SettingType path() {
    return new SettingType("path", text -> !text.isBlank() && text.indexOf('\0') < 0);
  }

  /** A whole number within bounds, both included. */
  static SettingType number(long least, long most) {
    return new SettingType(
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

  /** One of these words, in any case. */
  static SettingType choice(String... words) {
    return new SettingType(
        "one of `" + String.join("`, `", words) + "`",
        text -> List.of(words).stream().anyMatch(text::equalsIgnoreCase));
  }

  /** One of the constants of an enum, in any case. */
  static SettingType oneOf(Class<? extends Enum<?>> type) {
    return choice(
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new));
  }

  /** One or more of the constants of an enum, separated by commas, each in any case. */
  static SettingType someOf(Class<? extends Enum<?>> type) {
    List<String> known =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    return new SettingType(
        "one or more of `" + String.join("`, `", known) + "`, separated by commas",
        text ->
            !text.isBlank()
                && words(text).stream()
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .allMatch(known::contains));
  }

  /** The parts of a list with commas, without the space around them. */
  static List<String> words(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /** {@code true} or {@code false}. */
  static SettingType flag() {
    return choice("true", "false");
  }

  /** A duration as ISO 8601 writes it, {@code PT15S}, within bounds, both included. */
  static SettingType duration(Duration least, Duration most) {
    return new SettingType(
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

  /** In words, for the reference and for error messages. */
  String description() {
    return description;
  }

  /** What is wrong with a text, without the text; empty if the text is allowed. */
  Optional<String> fault(String text) {
    return accepted.test(text.strip())
        ? Optional.empty()
        : Optional.of("has an invalid value; allowed: " + description);
  }
}
