package org.securechat.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.securechat.server.testing.GeneratedSection;

/** What is documented, what is defaulted and what is read are the same settings. */
class ConfigurationReferenceTest {

  /** Wherever the code asks for a setting by its name. */
  private static final Pattern USE =
      Pattern.compile(
          "(?:@ConfigProperty\\(\\s*name = \"|MPCONFIG=|get(?:Optional)?Value\\(\\s*\")"
              + "(securechat\\.[a-z0-9.-]+)");

  @Test
  void theReferenceIsMadeFromTheCode() throws IOException {
    StringBuilder table =
        new StringBuilder("| key, variable | may be | default | meaning |\n|---|---|---|---|\n");
    for (Setting setting : Setting.values()) {
      table
          .append("| `" + setting.key() + "`<br>`" + setting.environment() + "` | ")
          .append(setting.type() + " | ")
          .append(
              setting
                      .defaultValue()
                      .filter(text -> !text.isEmpty())
                      .map(text -> "`" + text + "`")
                      .orElse("")
                  + " | ")
          .append(setting.description() + " |\n");
    }
    GeneratedSection.isCurrent(Path.of("../docs/CONFIGURATION.md"), "settings", table.toString());
  }

  @Test
  void theDefaultsAreThoseThatTheServerHas() throws IOException {
    Properties shipped = new Properties();
    try (InputStream in =
        Setting.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      shipped.load(in);
    }
    Map<String, String> documented = new TreeMap<>();
    for (Setting setting : Setting.values()) {
      setting.defaultValue().ifPresent(text -> documented.put(setting.key(), text));
    }
    Map<String, String> actual = new TreeMap<>();
    shipped.stringPropertyNames().stream()
        .filter(key -> key.startsWith("securechat."))
        .forEach(key -> actual.put(key, shipped.getProperty(key)));
    assertThat(actual)
        .as("defaults in microprofile-config.properties, beside those of Setting")
        .isEqualTo(documented);
    for (Setting setting : Setting.values()) {
      assertThat(setting.defaultValue().flatMap(setting::fault)).as(setting.key()).isEmpty();
    }
  }

  @Test
  void whateverIsReadIsASetting() throws IOException {
    Set<String> used = new TreeSet<>();
    for (String module : new String[] {"ejb-module", "web-module"}) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher matcher = USE.matcher(Files.readString(file));
          while (matcher.find()) {
            used.add(matcher.group(1));
          }
        }
      }
    }
    assertThat(used).contains("securechat.db.url");
    used.removeAll(Arrays.stream(Setting.values()).map(Setting::key).toList());
    assertThat(used).as("read somewhere, but not in Setting: add them there").isEmpty();
  }
}
