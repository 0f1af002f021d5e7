package org.securechat.client.console.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.console.settings.TerminalSettings.Notifications;
import org.securechat.client.console.settings.TerminalSettings.ThemeName;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.name.Names;

/**
 * The settings as {@code console.properties} in the user's data folder, for the user alone. What is
 * not understood there is told, passed over, and kept when the file is written. Thread-safe.
 */
public final class SettingsFile {
  private static final int MAX_BYTES = 65_536;
  private static final String ON = "on";
  private static final String OFF = "off";

  private final Path file;
  private final List<String> faults = new ArrayList<>();

  /** What was not understood, by its key. */
  private final TreeMap<String, String> others = new TreeMap<>();

  private TerminalSettings now = TerminalSettings.USUAL;

  private SettingsFile(Path file) {
    this.file = file;
  }

  /** The settings in that file, which need not exist. */
  public static SettingsFile open(Path file) {
    SettingsFile opened = new SettingsFile(file);
    opened.read();
    return opened;
  }

  private void read() {
    if (!Files.exists(file)) {
      return;
    }
    Properties properties = new Properties();
    try {
      if (Files.size(file) > MAX_BYTES) {
        faults.add(file + " is longer than settings are; it is passed over");
        return;
      }
      properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
    } catch (MalformedInputException _) {
      faults.add(file + " is not UTF-8 text; it is passed over");
      return;
    } catch (IOException | IllegalArgumentException e) {
      faults.add(file + " cannot be read: " + SafeText.line(String.valueOf(e.getMessage())));
      return;
    }
    for (String key : properties.stringPropertyNames()) {
      take(key, properties.getProperty(key).strip());
    }
  }

  private void take(String key, String value) {
    switch (key) {
      case "theme" -> choice(key, value, ThemeName.values()).ifPresent(one -> now = now.with(one));
      case "notifications" ->
          choice(key, value, Notifications.values()).ifPresent(one -> now = now.with(one));
      case "bell" -> onOff(key, value, on -> now = now.withBell(on));
      case "ignored" -> now = now.ignoring(names(value, Names::isUsername, "user"));
      case "reads" -> now = now.statingReads(names(value, Names::isRoom, "room"));
      default -> {
        others.put(key, value);
        faults.add("there is no setting '" + SafeText.line(key) + "' (" + file + ")");
      }
    }
  }

  private <E extends Enum<E>> Optional<E> choice(String key, String value, E[] choices) {
    Optional<E> chosen = Arrays.stream(choices).filter(one -> word(one).equals(value)).findFirst();
    if (chosen.isEmpty()) {
      others.put(key, value);
      wrong(key, value, Arrays.stream(choices).map(SettingsFile::word).toList());
    }
    return chosen;
  }

  private void onOff(String key, String value, Consumer<Boolean> take) {
    if (value.equals(ON) || value.equals(OFF)) {
      take.accept(value.equals(ON));
    } else {
      others.put(key, value);
      wrong(key, value, List.of(ON, OFF));
    }
  }

  private void wrong(String key, String value, List<String> choices) {
    faults.add(
        "'"
            + SafeText.line(value)
            + "' is no value of "
            + key
            + " ("
            + file
            + "); it can be "
            + String.join(", ", choices));
  }

  private List<String> names(String value, Predicate<String> isName, String whose) {
    List<String> names = new ArrayList<>();
    for (String name : value.split("[,\\s]+", -1)) {
      if (isName.test(name)) {
        names.add(name);
      } else if (!name.isEmpty()) {
        faults.add("'" + SafeText.line(name) + "' is no " + whose + "'s name (" + file + ")");
      }
    }
    return names;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What was not understood, in words. */
  public synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** The settings now. */
  public synchronized TerminalSettings now() {
    return now;
  }

  /**
   * Keeps other settings.
   *
   * @throws ClientException if the file cannot be written; they hold until the end none the less
   */
  public synchronized void keep(TerminalSettings other) throws ClientException {
    now = other;
    TreeMap<String, String> all = new TreeMap<>(others);
    all.put("theme", word(other.theme()));
    all.put("notifications", word(other.notifications()));
    all.put("bell", other.bell() ? ON : OFF);
    all.put("ignored", String.join(",", other.ignored()));
    all.put("reads", String.join(",", other.reads()));
    String text =
        all.entrySet().stream()
            .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()) + "\n")
            .collect(Collectors.joining());
    try {
      OwnerOnly.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ClientException(
          "the settings cannot be kept: " + e.getMessage(),
          "They hold until you leave. The file is " + file + ".",
          e);
    }
  }

  /** What begins a comment, ends a key or stands for something else is taken as it is. */
  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c == '\n') {
            safe.append("\\n");
          } else if (c == '\r') {
            safe.append("\\r");
          } else {
            if ("\\:=#! \t\f".indexOf(c) >= 0) {
              safe.append('\\');
            }
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }
}
