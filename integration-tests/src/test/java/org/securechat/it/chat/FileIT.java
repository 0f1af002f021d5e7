package org.securechat.it.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.securechat.it.client.FileTransfers.PART;
import static org.securechat.it.client.FileTransfers.begin;
import static org.securechat.it.client.FileTransfers.bring;
import static org.securechat.it.client.FileTransfers.content;
import static org.securechat.it.client.FileTransfers.end;
import static org.securechat.it.client.FileTransfers.file;
import static org.securechat.it.client.FileTransfers.got;
import static org.securechat.it.client.FileTransfers.part;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.ClientPrograms;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer.FileOffsetAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.Digests;

/** Files through the real client and server, with cuts in between. */
@BlackBox
class FileIT {
  @TempDir private Path folder;

  @Test
  void aFileIsSentListedAndGotAndTheRecordNamesIt(TestBed bed) throws Exception {
    ClientPrograms programs = new ClientPrograms(bed, folder);
    String alice = TestBed.name("alice");
    String bob = TestBed.name("bob");
    String room = TestBed.name("files");
    for (String user : List.of(alice, bob)) {
      bed.certified(user);
      programs.good(user, "register");
    }
    programs.good(alice, "create", room);
    programs.good(bob, "join", room);
    byte[] report = content(3 * PART + 17);
    Path source = Files.write(folder.resolve("report.pdf"), report);
    Path target = Files.createDirectory(folder.resolve("downloads"));
    Files.writeString(target.resolve("report.pdf"), "another report");

    programs.good(alice, "send", "--room", room, "--file", source.toString(), "Here", "it", "is");

    assertThat(programs.good(bob, "files", "--room", room).out())
        .contains(alice + " sent a file: report.pdf (135.0 kB)", "Here it is");
    JsonNode saved =
        ClientPrograms.printed(
                programs.good(
                    bob, "files", "--room", room, "--into", target.toString(), "3", "--json"),
                "downloaded")
            .getLast();
    assertThat(saved.get("path").textValue()).endsWith("report (2).pdf");
    assertThat(target.resolve("report (2).pdf")).hasBinaryContent(report);
    assertThat(target.resolve("report.pdf")).hasContent("another report");
    try (Stream<Path> files = Files.list(target)) {
      assertThat(files).hasSize(2);
    }
    assertThat(programs.run(bob, "files", "--room", room, "2").exit()).as("no file").isEqualTo(1);
    assertThat(programs.run(bob, "send", "--room", room, "--edit", "3", "x").exit()).isEqualTo(1);

    Path bundle = folder.resolve("evidence");
    programs.good(bob, "receipt", "--room", room, "--out", bundle.toString());
    ClientProcess.Result verified =
        ClientProcess.run(
            folder,
            Map.of(),
            "verify",
            bundle.toString(),
            "--read",
            "--ca",
            bed.pki().authorityFile().toString());
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("report.pdf", Digests.sha256Hex(report), "Here it is");
  }

  @Test
  void whatIsNotThereOrNotWhatWasSaidIsRefused(TestBed bed) {
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    TestClient hers = alice.client();
    TestClient his = bob.client();
    String room = TestBed.name("files");
    String other = TestBed.name("files");
    hers.create(room, Visibility.PRIVATE);
    his.create(other, Visibility.PUBLIC);
    byte[] content = content(PART + 1);
    String sha256 = Digests.sha256Hex(content);

    assertThat(Refusals.of(() -> TestClient.await(hers.say(room, file(content)))))
        .isEqualTo("no_such_file");
    assertThat(Refusals.of(() -> part(hers, room, sha256, content, 0))).isEqualTo("no_such_file");
    assertThat(Refusals.of(() -> begin(his, room, content))).isEqualTo("no_such_room");
    begin(hers, room, content);
    part(hers, room, sha256, content, 0);
    assertThat(Refusals.of(() -> end(hers, room, content))).isEqualTo("no_such_file");
    byte[] wrong = content.clone();
    wrong[PART] ^= 1;
    part(hers, room, sha256, wrong, PART);
    assertThat(Refusals.of(() -> end(hers, room, content))).isEqualTo("file_refused");
    assertThat(begin(hers, room, content)).as("nothing is kept").isZero();

    bring(hers, room, content);
    assertThat(Refusals.of(() -> got(hers, room, content))).as("unnamed").isEqualTo("no_such_file");
    TestClient.await(hers.say(room, file(content)));
    assertThat(got(hers, room, content)).isEqualTo(content);
    assertThat(Refusals.of(() -> got(his, room, content))).isEqualTo("no_such_room");
    assertThat(Refusals.of(() -> got(his, other, content))).isEqualTo("no_such_file");
    assertThat(begin(his, other, content)).as("another room learns nothing").isZero();
    assertThat(
            Refusals.of(() ->
                TestClient.await(
                    hers.ask(
                        id -> new Request.FileBegin(id, room, "ab".repeat(32), (100 << 20) + 1),
                        FileOffsetAnswer.class))))
        .isEqualTo("too_large");
  }

  @Test
  void whatIsRemovedLeavesTheDisk(TestBed bed) throws Exception {
    Person alice = bed.person("alice");
    TestClient hers = alice.client();
    String room = TestBed.name("files");
    hers.create(room, Visibility.PUBLIC);
    byte[] content = content(60_000);
    int before = stored(bed).size();
    bring(hers, room, content);
    long line = TestClient.await(hers.say(room, file(content))).position();
    assertThat(stored(bed)).hasSize(before + 1);

    new ClientPrograms(bed, folder)
        .good(alice.name(), "send", "--room", room, "--remove", Long.toString(line));

    await().atMost(TestClient.LIMIT).until(() -> stored(bed).size() == before);
    assertThat(Refusals.of(() -> got(hers, room, content))).isEqualTo("no_such_file");
  }

  @Test
  void uploadsGoOnAfterTheServerWasKilledAndQuotasHold() throws Exception {
    try (TestBed bed = TestBed.prepared()) {
      bed.with("SECURECHAT_FILES_MAX_PER_USER", "7000000").start();
      Person alice = bed.person("alice");
      Person bob = bed.person("bob");
      String room = TestBed.name("files");
      alice.client().create(room, Visibility.PUBLIC);
      bob.client().join(room);
      byte[] his = content(5 * PART);
      String sha256 = Digests.sha256Hex(his);
      begin(bob.client(), room, his);
      part(bob.client(), room, sha256, his, 0);
      part(bob.client(), room, sha256, his, PART);
      byte[] hers = content(6_000_000);
      Path source = Files.write(folder.resolve("long.bin"), hers);
      RunningProcess sending =
          ClientProcess.start(
              bed.folder(),
              ClientProcess.environment(
                  bed, alice.name(), TestBed.PASSWORD, bed.folder().resolve("sending")),
              "send",
              "--room",
              room,
              "--file",
              source.toString());
      await()
          .atMost(TestClient.LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> size(bed) > 1_000_000);

      bed.server().kill();
      bob.client().ending();
      bed.start();

      TestClient again = bed.login(bob);
      assertThat(begin(again, room, his)).isEqualTo(2L * PART);
      bring(again, room, his);
      TestClient.await(again.say(room, file(his)));
      assertThat(got(again, room, his)).isEqualTo(his);
      assertThat(sending.awaitExit(Duration.ofSeconds(90))).as("%s", sending.report()).isZero();
      assertThat(got(again, room, hers)).isEqualTo(hers);
      assertThat(Refusals.of(() -> begin(bed.login(alice), room, content(1_000_001))))
          .isEqualTo("limit_reached");
    }
  }

  private static List<Path> stored(TestBed bed) throws IOException {
    Path files = bed.folder().resolve("data").resolve("files");
    if (!Files.isDirectory(files)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(files)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("securechat-folder"))
          .toList();
    }
  }

  private static long size(TestBed bed) throws IOException {
    long size = 0;
    for (Path file : stored(bed)) {
      size += Files.size(file);
    }
    return size;
  }
}
