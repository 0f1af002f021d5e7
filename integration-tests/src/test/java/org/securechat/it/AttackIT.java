package org.securechat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.securechat.it.TestBed.Person;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.json.Json;

/** Every attack that the client knows, on the real server. */
@BlackBox
class AttackIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void everyAttackIsRefusedInTheExpectedWay(TestBed bed) throws Exception {
    Person mallory = bed.person("mallory");
    List<ObjectNode> said = new ArrayList<>();
    Path report = bed.folder().resolve(mallory.name() + "-report.html");
    int exit;
    try (RunningProcess attack =
        ClientProcess.start(
            bed.folder(),
            Map.of("SECURECHAT_PASSWORD", TestBed.PASSWORD),
            "attack",
            "all",
            "--slow",
            "--json",
            "--report",
            report.toString(),
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
    assertThat(Files.readString(report))
        .contains(Digests.sha256Hex(serverCertificate(bed).getEncoded()))
        .contains(
            said.stream()
                .filter(line -> line.has("scenario"))
                .map(line -> ">" + line.get("scenario").textValue() + "<")
                .toList());
  }

  private static X509Certificate serverCertificate(TestBed bed) throws IOException {
    return PemFiles.certificates(bed.pki().folder().resolve("issued/server.pem")).get(0);
  }
}
