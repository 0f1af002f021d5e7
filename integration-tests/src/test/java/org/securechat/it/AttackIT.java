package org.securechat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.securechat.it.TestBed.Person;
import org.securechat.protocol.json.Json;

/** Every attack that the client knows, on the real server. */
@BlackBox
class AttackIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void everyAttackIsRefusedInTheExpectedWay(TestBed bed) throws Exception {
    Person mallory = bed.person("mallory");
    List<ObjectNode> said = new ArrayList<>();
    int exit;
    try (RunningProcess attack =
        ClientProcess.start(
            bed.folder(),
            Map.of("SECURECHAT_PASSWORD", TestBed.PASSWORD),
            "attack",
            "all",
            "--slow",
            "--json",
            "--as",
            mallory.name(),
            "--server",
            "127.0.0.1:" + bed.server().address().getPort(),
            "--pki",
            bed.pki().folder().toString())) {
      attack.endInput();
      exit = attack.awaitExit(LIMIT);
      for (String line : attack.out().text().lines().toList()) {
        said.add(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
      }
    }

    assertThat(said)
        .filteredOn(line -> line.get("type").textValue().equals("attack"))
        .hasSizeGreaterThan(100)
        .allSatisfy(
            line ->
                assertThat(line.get("verdict").textValue()).as("%s", line).isEqualTo("refused"));
    assertThat(exit).isZero();
  }
}
