package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.securechat.db.DatabaseServer;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.Installation;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.json.Json;

/** A backup of a server in full work, and everything that has to be as it was afterwards. */
@BlackBox
class BackupIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final AtomicInteger acknowledged = new AtomicInteger();
  private volatile boolean quiet;

  @Test
  void backupTakenUnderLoadRestoresAndTheChatContinues() throws Exception {
    try (TestBed bed = TestBed.started()) {
      Person alice = bed.person("alice");
      Person bob = bed.person("bob");
      String room = TestBed.name("kept");
      RoomInfo info = alice.client().create(room, Visibility.PUBLIC);
      bob.client().join(room);
      ServerMessage.ReceiptMessage receipt = bob.client().receipt(room);
      talk(alice.client(), room);
      talk(bob.client(), room);
      await().atMost(TestClient.LIMIT).until(() -> acknowledged.get() >= 100);

      int before = acknowledged.get();
      Path file = bed.folder().resolve("backup.zip");
      JsonNode made = run(bed, 0, "backup", "--to", file.toString(), "--data", data(bed, "data"));
      await().atMost(TestClient.LIMIT).until(() -> acknowledged.get() >= before + 100);
      quiet = true;

      assertThat(made.get("rows").asInt()).isGreaterThan(before);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(AdminCaller.enrolled(bed, "auditor").get("/audit?action=database.backup").body())
          .as("it is on record")
          .contains("\"action\":\"database.backup\"", "\"actor\":\"@machine\"");
      assertThatItIsRefusedWhileAServerRuns(bed, file);
      bed.server().kill();
      alice.client().ending();
      bob.client().ending();
      JsonNode restored = restore(bed, file, 0);
      assertThat(restored.get("rows")).isEqualTo(made.get("rows"));

      bed.startOn(bed.folder().resolve("restored"));
      TestClient again = bed.login(alice);
      RoomView whole = RoomView.fromTheStart(info.id());
      again.history(room, 0).forEach(whole::add);
      assertThat(whole.fault()).isEmpty();
      assertThat(whole.position()).isGreaterThan(before);
      assertThatTheReceiptIsAboutThis(bed, receipt, whole);
      Answer.SentAnswer next = TestClient.await(again.say(room, "where were we?"));
      assertThat(next.position()).isEqualTo(whole.position() + 1);
    }
  }

  /** Each message goes out as soon as the one before was acknowledged. */
  private void talk(TestClient client, String room) {
    var _ =
        client
            .say(room, client + " goes on talking")
            .thenAccept(answer -> {
              acknowledged.incrementAndGet();
              if (!quiet) {
                talk(client, room);
              }
            });
  }

  private static void assertThatItIsRefusedWhileAServerRuns(TestBed bed, Path file)
      throws Exception {
    // The embedded database's folder is taken; a database server has the running one's connections.
    JsonNode refused =
        run(
            bed,
            1,
            "restore",
            "--from",
            file.toString(),
            "--data",
            data(bed, "data"),
            "--pki",
            bed.pki().root().toString(),
            "--replace",
            "--yes");
    assertThat(refused.get("error").asText()).containsAnyOf("is running", "in use by");
  }

  private static void assertThatTheReceiptIsAboutThis(
      TestBed bed, ServerMessage.ReceiptMessage signed, RoomView whole) throws Exception {
    ReceiptSigning.verify(
        signed.receipt(),
        signed.signature(),
        PemFiles.certificates(bed.pki().root().resolve("issued/receipt.pem")),
        bed.rules());
    Receipt receipt = Receipt.parse(signed.receipt());
    assertThat(receipt.chain()).isEqualTo(whole.entries().get((int) receipt.last() - 1).chain());
  }

  private static JsonNode restore(TestBed bed, Path file, int exit) throws IOException {
    return run(
        bed,
        exit,
        "restore",
        "--from",
        file.toString(),
        "--data",
        data(bed, "restored"),
        "--pki",
        bed.pki().root().toString(),
        // There is nothing to replace for the embedded one.
        "--replace",
        "--yes");
  }

  private static String data(TestBed bed, String name) {
    return bed.folder().resolve(name).toString();
  }

  /** Runs a command on the server's database, and returns what it says. */
  private static JsonNode run(TestBed bed, int exit, String... arguments) throws IOException {
    List<String> command =
        Installation.java("securechat-server.jar", "-Djava.io.tmpdir=" + bed.folder());
    command.addAll(List.of(arguments));
    command.add("--json");
    try (RunningProcess process =
        RunningProcess.start(arguments[0], bed.folder(), command, database(bed))) {
      process.endInput();
      assertThat(process.awaitExit(LIMIT)).as("%s", process.report()).isEqualTo(exit);
      return Json.MAPPER.readTree(process.out().text());
    }
  }

  private static Map<String, String> database(TestBed bed) {
    Map<String, String> environment = new TreeMap<>();
    bed.database()
        .ifPresent(mysql -> {
          environment.put("SECURECHAT_DB_URL", mysql.url("securechat"));
          environment.put("SECURECHAT_DB_USER", DatabaseServer.USER);
          environment.put("SECURECHAT_DB_PASSWORD", mysql.password());
        });
    return environment;
  }
}
