package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.json.Json;

/** Somebody puts an older copy of the database in its place. */
@BlackBox
class RollbackIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String REASON = "restored the copy of Monday";

  @Test
  void olderDatabaseIsRefusedUntilTheOperatorAcceptsItOnRecord() throws Exception {
    try (TestBed bed = TestBed.started()) {
      assumeTrue(bed.database().isEmpty(), "the copy is one of the embedded database's file");
      Person alice = bed.person("alice");
      String room = TestBed.name("monday");
      alice.client().create(room, Visibility.PUBLIC);
      TestClient.await(alice.client().say(room, "on Monday"));
      stop(bed, alice);
      Path database = bed.folder().resolve("data/securechat.mv.db");
      Path copy = Files.copy(database, bed.folder().resolve("monday.mv.db"));

      bed.start();
      TestClient again = bed.login(alice);
      Answer.SentAnswer said = TestClient.await(again.say(room, "on Tuesday"));
      stop(bed, again);
      Path heads = bed.folder().resolve("data/heads");
      Path kept = Files.copy(newest(heads), bed.folder().resolve("kept.txt"));
      HeadsFile signed = HeadsFile.parse(Files.readAllBytes(kept));
      assertThat(signed.rooms())
          .anySatisfy(head -> assertThat(head.chain()).isEqualTo(said.chain()));
      Files.copy(copy, database, StandardCopyOption.REPLACE_EXISTING);

      assertRefused(bed, "ends at line " + (said.position() - 1));
      delete(heads);
      assertRefused(bed, kept.toString(), "--head", kept.toString());

      bed.start("--head", kept.toString(), "--accept-rollback", REASON);
      AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
      JsonNode line = auditLine(auditor);
      assertThat(line.get("details").get("reason").asText()).isEqualTo(REASON);
      assertThat(line.get("details").get("head_sha256").asText())
          .isEqualTo(signed.document().sha256());
      Answer.SentAnswer other = TestClient.await(bed.login(alice).say(room, "on Wednesday"));
      assertThat(other.position()).isEqualTo(said.position());
      bed.server().stop();

      bed.start();
      assertThat(HeadsFile.parse(Files.readAllBytes(newest(heads))).document().number())
          .isGreaterThan(signed.document().number());
    }
  }

  private static void stop(TestBed bed, Person person) {
    stop(bed, person.client());
  }

  private static void stop(TestBed bed, TestClient client) {
    assertThat(bed.server().stop()).isZero();
    client.ending();
  }

  private static void assertRefused(TestBed bed, String words, String... arguments) {
    try (RunningProcess refused = bed.launch().with(arguments).launch()) {
      assertThat(refused.awaitExit(LIMIT)).as("%s", refused.report()).isEqualTo(1);
      assertThat(refused.out().lines()).noneMatch(line -> line.startsWith("ready"));
      assertThat(refused.err().lines())
          .as("%s", refused.report())
          .filteredOn(line -> line.startsWith("securechat: "))
          .singleElement()
          .asString()
          .startsWith("securechat: the database is older than the signed heads number ")
          .contains(words)
          .contains("--accept-rollback");
    }
  }

  private static JsonNode auditLine(AdminCaller auditor) throws Exception {
    JsonNode found = Json.MAPPER.readTree(auditor.get("/audit?action=rollback.accepted").body());
    assertThat(found.get("items")).hasSize(1);
    assertThat(found.get("items").get(0).get("actor").asText()).isEqualTo("@machine");
    return found.get("items").get(0);
  }

  private static Path newest(Path heads) throws Exception {
    try (Stream<Path> files = Files.list(heads)) {
      return files.filter(Files::isRegularFile).max(Comparator.naturalOrder()).orElseThrow();
    }
  }

  private static void delete(Path heads) throws Exception {
    try (Stream<Path> files = Files.list(heads)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
