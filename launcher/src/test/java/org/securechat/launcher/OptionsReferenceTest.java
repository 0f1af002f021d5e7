package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of the program is in the reference, and no other. */
class OptionsReferenceTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(--[a-z-]+)");

  @Test
  void theReferenceKnowsEveryOption() throws IOException {
    Set<String> options = new TreeSet<>();
    for (OptionSpec option : new CommandLine(new UpCommand()).getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        options.add(option.longestName());
      }
    }
    Set<String> documented = new TreeSet<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/CONFIGURATION.md")));
    while (rows.find()) {
      documented.add(rows.group(1));
    }
    assertThat(documented).as("options in docs/CONFIGURATION.md").isEqualTo(options);
  }
}
