package org.securechat.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.file.FilesFixture.info;
import static org.securechat.server.file.FilesFixture.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.account.TestUsers;
import org.securechat.server.file.FileException.Reason;
import org.securechat.server.file.FileScanner.Finding;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

/** Nobody gets a file before the operator's program has called it clean. */
@DisabledOnOs(OS.WINDOWS)
class FileScannerTest {
  private static final UUID ALICE = UUID.randomUUID();
  private static final byte[] VIRUS = "a virus".getBytes(UTF_8);

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  @TempDir Path folder;
  private Room lobby;

  @BeforeEach
  void room() {
    TestUsers.add(fixture.database, "alice");
    lobby = fixture.room("lobby", "alice");
  }

  private FilesFixture scannedBy(String... words) {
    return new FilesFixture(fixture, folder.resolve("files"), words);
  }

  private static Finding examine(List<String> command, Duration limit, Path file)
      throws InterruptedException {
    return new FileScanner(new FileSettings.Scanner(command, limit)).examine(file);
  }

  private void refuses(FilesFixture files, Reason reason) {
    assertThatThrownBy(() -> files.bring(ALICE, lobby, VIRUS))
        .isInstanceOfSatisfying(FileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThatThrownBy(() -> files.store.require(lobby.id(), info(VIRUS)))
        .isInstanceOf(FileException.class);
  }

  @Test
  void theProgramGetsThePathAsItsLastArgument() throws Exception {
    Path seen = folder.resolve("seen");
    Path program = folder.resolve("scan $(touch evil)");
    Files.writeString(program, "#!/bin/sh\nprintf '%s|' \"$@\" > " + seen + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path content = Files.writeString(folder.resolve("a b;c"), "x");

    Finding finding =
        examine(List.of(program.toString(), "--quiet"), Duration.ofSeconds(20), content);

    assertThat(finding).isInstanceOf(Finding.Clean.class);
    assertThat(Files.readString(seen)).isEqualTo("--quiet|" + content + "|");
  }

  @Test
  void whatIsCleanIsTaken() {
    assertThat(scannedBy("/bin/true").bring(ALICE, lobby, VIRUS)).isTrue();
  }

  @Test
  void whatIsInfectedIsRefusedDeletedAndPutOnRecord() throws IOException {
    FilesFixture files = scannedBy("/bin/false");

    refuses(files, Reason.INFECTED);

    assertThat(files.store.begin(ALICE, key(lobby, VIRUS), VIRUS.length)).isZero();
    fixture.audit.finish();
    fixture.say(lobby, "alice");
    assertThat(fixture.audited()).contains("file.refused denied lobby");
  }

  @Test
  void whatIsNotExaminedIsNotTakenAndCanBeTriedAgain() {
    refuses(scannedBy("/bin/sh", "-c", "exit 2"), Reason.NOT_EXAMINED);
    refuses(scannedBy("/no/such/program"), Reason.NOT_EXAMINED);

    assertThat(scannedBy("/bin/true").checks.end(ALICE, "alice", key(lobby, VIRUS), "lobby"))
        .isTrue();
  }

  @Test
  void aProgramThatDoesNotEndIsEnded() throws InterruptedException {
    Finding finding =
        examine(List.of("/bin/sh", "-c", "sleep 600"), Duration.ofMillis(100), folder);

    assertThat(finding).isInstanceOf(Finding.Unknown.class);
  }
}
