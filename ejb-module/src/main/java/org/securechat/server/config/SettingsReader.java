package org.securechat.server.config;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * The one door to the settings: it reads a {@link Setting} as a value of its type. The order is
 * that of MicroProfile Config: system properties ({@code securechat.pki}), which the launcher sets
 * from its options, then environment variables ({@code SECURECHAT_PKI}), then the defaults.
 *
 * <p>Every setting has been checked before the first one is read, so no value is checked here
 * again. Thread-safe.
 */
@ApplicationScoped
public class SettingsReader {

  private final Config config;

  /** For the container's proxy. */
  public SettingsReader() {
    this(null);
  }

  @Inject
  public SettingsReader(Config config) {
    this.config = config;
  }

  /** The first reader triggers the check: with one bad setting no setting can be read. */
  @PostConstruct
  void check() {
    new SettingsCheck(config).run();
  }

  /** The text of a setting without the space around it; empty if it is unset or blank. */
  public Optional<String> optional(Setting setting) {
    return config
        .getOptionalValue(setting.key(), String.class)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /**
   * The text of a setting that has a default.
   *
   * @throws IllegalStateException if it has no value, which means that the archive lacks a default
   */
  public String text(Setting setting) {
    return optional(setting)
        .orElseThrow(() -> new IllegalStateException(setting.named() + " has no value; set it"));
  }

  public long number(Setting setting) {
    return Long.parseLong(text(setting));
  }

  public int integer(Setting setting) {
    return Math.toIntExact(number(setting));
  }

  public boolean flag(Setting setting) {
    return Boolean.parseBoolean(text(setting));
  }

  public Duration duration(Setting setting) {
    return Duration.parse(text(setting));
  }

  public Path path(Setting setting) {
    return Path.of(text(setting));
  }

  /** One of the constants that {@link SettingType#oneOf} offers. */
  public <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
    return Enum.valueOf(type, text(setting).toUpperCase(Locale.ROOT));
  }

  /** The constants that {@link SettingType#someOf} offers. */
  public <E extends Enum<E>> Set<E> choices(Setting setting, Class<E> type) {
    return SettingType.words(text(setting)).stream()
        .map(word -> Enum.valueOf(type, word.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
  }
}
