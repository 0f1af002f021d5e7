package org.securechat.client.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.securechat.client.attack.classic.ClassicScenarios;
import org.securechat.client.attack.modern.Scenarios;
import org.securechat.client.attack.scenario.Scenario;

/** The document lists the attacks that there are, and no others. */
class AttackListTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "ATTACKS.md");

  @Test
  void attackListInTheDocumentIsUpToDate() throws Exception {
    assertListed(Scenarios.all());
  }

  @Test
  void classicAttackListInTheDocumentIsUpToDate() throws Exception {
    assertListed(ClassicScenarios.all());
  }

  private static void assertListed(List<Scenario> scenarios) throws Exception {
    String table =
        scenarios.stream()
            .map(scenario ->
                String.format(
                    "| `%s` | %s | %s |", scenario.id(), scenario.does(), scenario.expected()))
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(DOCUMENT)).as("should contain%n%s%n", table).contains(table);
  }
}
