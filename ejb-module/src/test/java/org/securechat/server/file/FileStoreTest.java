package org.securechat.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.file.FilesFixture.info;
import static org.securechat.server.file.FilesFixture.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.server.account.TestUsers;
import org.securechat.server.file.FileException.Reason;
import org.securechat.server.retention.RoomErasure;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

/** Contents come in parts, are files once they are whole, and go with the last line. */
class FileStoreTest {
  private static final UUID ALICE = UUID.randomUUID();
  private static final UUID BOB = UUID.randomUUID();
  private static final byte[] HELLO = "hello, this is a file".getBytes(UTF_8);

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  @TempDir Path folder;
  private FilesFixture files;
  private Room lobby;
  private Room other;

  @BeforeEach
  void rooms() {
    TestUsers.add(fixture.database, "alice");
    lobby = fixture.room("lobby", "alice");
    other = fixture.room("other", "alice");
    files = new FilesFixture(fixture, folder.resolve("files"));
  }

  private void refused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(FileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private List<Path> stored() throws IOException {
    if (!Files.isDirectory(files.folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(files.folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith(FolderMark.NAME))
          .toList();
    }
  }

  @Test
  void whatWasBroughtAndNamedIsGivenInParts() {
    assertThat(files.bring(ALICE, lobby, HELLO)).isTrue();
    files.name(lobby, HELLO);

    FilePart first = files.store.read(key(lobby, HELLO), 0, 5);
    FilePart rest = files.store.read(key(lobby, HELLO), 5, 1_000);
    assertThat(first.size()).isEqualTo(HELLO.length);
    assertThat(new String(first.bytes(), UTF_8) + new String(rest.bytes(), UTF_8))
        .isEqualTo(new String(HELLO, UTF_8));
    assertThat(files.store.read(key(lobby, HELLO), HELLO.length, 5).bytes()).isEmpty();
    refused(Reason.NO_SUCH_FILE, () -> files.store.read(key(lobby, HELLO), HELLO.length + 1L, 5));
  }

  @Test
  void aFileOfNoBytesIsAFile() {
    byte[] nothing = new byte[0];
    assertThat(files.bring(ALICE, lobby, nothing)).isTrue();
    files.name(lobby, nothing);

    assertThat(files.store.read(key(lobby, nothing), 0, 5).size()).isZero();
  }

  @Test
  void onlyTheServersUserCanReadWhatIsStored() throws IOException {
    files.bring(ALICE, lobby, HELLO);
    files.store.begin(ALICE, key(other, HELLO), HELLO.length);
    files.store.part(ALICE, key(other, HELLO), 0, new byte[1]);

    assertThat(stored())
        .hasSize(2)
        .allMatch(file -> {
          try {
            return OwnerOnly.isPrivate(file) && OwnerOnly.isPrivate(file.getParent());
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void anotherRoomLearnsNothingOfAFile() throws IOException {
    files.bring(ALICE, lobby, HELLO);
    files.name(lobby, HELLO);

    assertThat(files.store.begin(BOB, key(other, HELLO), HELLO.length)).isZero();
    refused(Reason.NO_SUCH_FILE, () -> files.store.require(other.id(), info(HELLO)));
    refused(Reason.NO_SUCH_FILE, () -> files.store.read(key(other, HELLO), 0, 5));
    assertThat(stored()).noneMatch(file -> file.toString().contains(info(HELLO).sha256()));
  }

  @Test
  void anotherMemberOfTheRoomBringsNothingAgain() {
    files.bring(ALICE, lobby, HELLO);

    assertThat(files.store.begin(BOB, key(lobby, HELLO), HELLO.length)).isEqualTo(HELLO.length);
    assertThat(files.checks.end(BOB, "bob", key(lobby, HELLO), "lobby")).isTrue();
    refused(
        Reason.OTHER_CONTENT, () -> files.store.begin(BOB, key(lobby, HELLO), HELLO.length + 1L));
  }

  @Test
  void anUploadGoesOnWhereItStoppedAfterAStart() {
    FileKey key = key(lobby, HELLO);
    files.store.begin(ALICE, key, HELLO.length);
    files.store.part(ALICE, key, 0, Arrays.copyOf(HELLO, 7));

    files = new FilesFixture(fixture, files.folder);

    assertThat(files.store.begin(ALICE, key, HELLO.length)).isEqualTo(7);
    assertThat(files.bring(ALICE, lobby, HELLO)).isTrue();
    files.name(lobby, HELLO);
    assertThat(files.store.read(key, 0, 100).bytes()).isEqualTo(HELLO);
  }

  @Test
  void partsThatDoNotBeginWhereTheOthersEndAreNotWritten() {
    FileKey key = key(lobby, HELLO);
    files.store.begin(ALICE, key, HELLO.length);

    assertThat(files.store.part(ALICE, key, 3, new byte[2])).isZero();
    assertThat(files.store.part(ALICE, key, 0, Arrays.copyOf(HELLO, 7))).isEqualTo(7);
    assertThat(files.store.part(ALICE, key, 0, new byte[7])).isEqualTo(7);
    refused(Reason.OTHER_CONTENT, () -> files.store.part(ALICE, key, 7, new byte[HELLO.length]));
    assertThat(files.bring(ALICE, lobby, HELLO)).isTrue();
  }

  @Test
  void aPartOfWhatWasNotBegunIsRefused() throws IOException {
    refused(Reason.NO_SUCH_FILE, () -> files.store.part(ALICE, key(lobby, HELLO), 0, new byte[1]));
    files.store.begin(ALICE, key(lobby, HELLO), HELLO.length);
    refused(Reason.NO_SUCH_FILE, () -> files.store.part(BOB, key(lobby, HELLO), 0, new byte[1]));
    assertThat(stored()).isEmpty();
  }

  @Test
  void anotherContentIsNotTakenAndNotKept() throws IOException {
    FileKey key = key(lobby, HELLO);
    files.store.begin(ALICE, key, HELLO.length);
    files.store.part(ALICE, key, 0, new byte[HELLO.length]);

    refused(Reason.OTHER_CONTENT, () -> files.checks.end(ALICE, "alice", key, "lobby"));
    assertThat(stored()).isEmpty();
    refused(Reason.NO_SUCH_FILE, () -> files.store.require(lobby.id(), info(HELLO)));
    assertThat(files.store.begin(ALICE, key, HELLO.length)).isZero();
  }

  @Test
  void whatIsNotWholeIsNoFile() {
    FileKey key = key(lobby, HELLO);
    files.store.begin(ALICE, key, HELLO.length);
    files.store.part(ALICE, key, 0, Arrays.copyOf(HELLO, 7));

    refused(Reason.NO_SUCH_FILE, () -> files.checks.end(ALICE, "alice", key, "lobby"));
    refused(Reason.NO_SUCH_FILE, () -> files.store.require(lobby.id(), info(HELLO)));
    refused(Reason.NO_SUCH_FILE, () -> files.store.read(key, 0, 1));
    assertThat(files.bring(ALICE, lobby, HELLO)).as("it can go on").isTrue();
  }

  @Test
  void aLineOfAnotherSizeDoesNotNameIt() {
    files.bring(ALICE, lobby, HELLO);
    FileInfo longer = new FileInfo("a", HELLO.length + 1L, FileInfo.ANY_TYPE, info(HELLO).sha256());

    refused(Reason.NO_SUCH_FILE, () -> files.store.require(lobby.id(), longer));
  }

  @Test
  void whatNoLineNamesIsNotGiven() {
    files.bring(ALICE, lobby, HELLO);
    refused(Reason.NO_SUCH_FILE, () -> files.store.read(key(lobby, HELLO), 0, 1));
  }

  @Test
  void aContentThatIsMissingInTheFolderIsBroughtAgain() throws IOException {
    files.bring(ALICE, lobby, HELLO);
    files.name(lobby, HELLO);
    for (Path file : stored()) {
      Files.delete(file);
    }

    refused(Reason.NO_SUCH_FILE, () -> files.store.read(key(lobby, HELLO), 0, 1));
    assertThat(files.bring(BOB, lobby, HELLO)).isTrue();
    assertThat(files.store.read(key(lobby, HELLO), 0, 100).bytes()).isEqualTo(HELLO);
  }

  @Test
  void quotasCountFromTheBeginningOfAnUpload() {
    refused(Reason.TOO_LONG, () -> files.store.begin(ALICE, new FileKey(lobby.id(), "a"), 1_001));
    files.store.begin(ALICE, new FileKey(lobby.id(), "a"), 1_000);
    files.store.begin(ALICE, new FileKey(other.id(), "b"), 1_000);
    files.store.begin(ALICE, new FileKey(other.id(), "b"), 1_000);
    refused(Reason.USER_FULL, () -> files.store.begin(ALICE, new FileKey(lobby.id(), "c"), 1));
    files.store.begin(BOB, new FileKey(lobby.id(), "c"), 1_000);
    files.store.begin(BOB, new FileKey(lobby.id(), "d"), 1_000);
    refused(
        Reason.ROOM_FULL,
        () -> files.store.begin(UUID.randomUUID(), new FileKey(lobby.id(), "e"), 1));
    refused(
        Reason.SERVER_FULL,
        () -> files.store.begin(UUID.randomUUID(), new FileKey(other.id(), "e"), 1));
  }

  @Test
  void someSpaceStaysFreeForTheDatabase() {
    files = new FilesFixture(fixture, files.folder, true, Long.MAX_VALUE / 2);
    refused(Reason.SERVER_FULL, () -> files.store.begin(ALICE, key(lobby, HELLO), HELLO.length));
  }

  @Test
  void aServerThatTakesNoFilesSaysSo() {
    files = new FilesFixture(fixture, files.folder, false);
    refused(Reason.NOT_TAKEN, () -> files.store.begin(ALICE, key(lobby, HELLO), HELLO.length));
    refused(Reason.NOT_TAKEN, () -> files.store.require(lobby.id(), info(HELLO)));
    refused(Reason.NOT_TAKEN, () -> files.store.read(key(lobby, HELLO), 0, 1));
    refused(Reason.NOT_TAKEN, () -> files.checks.end(ALICE, "alice", key(lobby, HELLO), "lobby"));
  }

  @Test
  void aFileGoesWithTheLastLineThatNamesIt() throws Exception {
    files.bring(ALICE, lobby, HELLO);
    long first = files.name(lobby, HELLO).position();
    long second = files.name(lobby, HELLO).position();
    RoomErasure erasure = new RoomErasure(fixture.ledger, fixture.records, files.sweep);

    erasure.erase(lobby, Positions.parse(Long.toString(first)), "a test", () -> {});
    assertThat(files.store.read(key(lobby, HELLO), 0, 100).bytes()).isEqualTo(HELLO);

    erasure.erase(lobby, Positions.parse(Long.toString(second)), "a test", () -> {});
    refused(Reason.NO_SUCH_FILE, () -> files.store.read(key(lobby, HELLO), 0, 1));
    assertThat(stored()).isEmpty();
    assertThat(files.records.usage(ALICE, lobby.id()).total()).isZero();
  }

  @Test
  void whatWasErasedBeforeACrashIsDeletedLater() throws Exception {
    files.bring(ALICE, lobby, HELLO);
    long line = files.name(lobby, HELLO).position();
    fixture.erasure.erase(lobby, Positions.parse(Long.toString(line)), "a test", () -> {});
    assertThat(stored()).hasSize(1);

    files.sweep.run();

    assertThat(stored()).isEmpty();
  }

  @Test
  void whatIsNotFinishedOrNotNamedGoesAfterAWhile() throws Exception {
    files.bring(ALICE, lobby, HELLO);
    files.bring(ALICE, other, HELLO);
    files.name(other, HELLO);
    FileKey begun = new FileKey(lobby.id(), "ab".repeat(32));
    files.store.begin(ALICE, begun, 10);
    files.store.part(ALICE, begun, 0, new byte[3]);
    files.sweep.run();
    assertThat(stored()).hasSize(3);

    fixture.clock.advance(Duration.ofHours(FilesFixture.KEPT_FOR_HOURS + 1L));
    for (Path file : stored()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
    files.sweep.run();

    assertThat(stored()).hasSize(1);
    assertThat(files.store.read(key(other, HELLO), 0, 100).bytes()).isEqualTo(HELLO);
    assertThat(files.records.usage(ALICE, lobby.id()).room()).isZero();
  }

  @Test
  void aLineIsNotWrittenWhoseFileHasGoneMeanwhile() {
    files.bring(ALICE, lobby, HELLO);
    files.records.forget(key(lobby, HELLO), Long.MAX_VALUE);
    long head = fixture.ledger.head(lobby.id()).position();

    assertThatThrownBy(() -> files.name(lobby, HELLO)).isInstanceOf(FileException.class);
    assertThat(fixture.ledger.head(lobby.id()).position()).isEqualTo(head);
  }
}
