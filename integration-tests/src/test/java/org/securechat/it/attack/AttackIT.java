package org.securechat.it.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.AttackProcess;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.json.Json;

/** Every attack that the client knows by the modern protocol, on the real server. */
@BlackBox
class AttackIT {

  @Test
  void everyAttackIsRefusedAsExpected(TestBed bed) throws Exception {
    Person mallory = bed.person("mallory");

    AttackProcess run = AttackProcess.all(bed, mallory.name());

    assertThat(run.attacks())
        .hasSizeGreaterThan(100)
        .allSatisfy(line ->
            assertThat(line.get("verdict").textValue()).as("%s", line).isEqualTo("refused"));
    assertThat(run.exit()).as("%s", run.said().getLast()).isZero();
    assertThat(run.report())
        .contains(Digests.sha256Hex(serverCertificate(bed).getEncoded()))
        .contains(run.names());
    assertForksAreOnRecord(bed, mallory);
    assertThat(bed.login(mallory).listRooms())
        .as("what the account's owner sees afterwards")
        .noneMatch(room -> room.name().startsWith("attack-"));
  }

  /** What was signed under another history is more than a wrong message: an auditor sees it. */
  private static void assertForksAreOnRecord(TestBed bed, Person mallory) throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(
                    Json.MAPPER
                        .readTree(auditor.get("/audit?action=message.fork").body())
                        .get("items"))
                .filteredOn(line -> line.get("actor").textValue().equals(mallory.name()))
                // Two in a short time may share a line, which says how many they are.
                .satisfies(lines -> {
                  int count = 0;
                  for (JsonNode line : lines) {
                    count += line.get("count").intValue();
                  }
                  assertThat(count).isEqualTo(2);
                })
                .allSatisfy(line -> {
                  assertThat(line.get("outcome").textValue()).isEqualTo("failure");
                  assertThat(line.get("subject").textValue()).startsWith("attack-");
                  assertThat(line.get("details").get("chain").textValue())
                      .isEqualTo("ab".repeat(32));
                }));
  }

  private static X509Certificate serverCertificate(TestBed bed) throws IOException {
    return PemFiles.certificates(bed.pki().root().resolve("issued/server.pem")).get(0);
  }
}
