package org.securechat.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.file.FilesFixture.key;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.server.account.TestUsers;
import org.securechat.server.file.FileException.Reason;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

/** Several servers have one folder and one database, and each of them may end at any step. */
class SharedFolderTest {
  private static final UUID ALICE = UUID.randomUUID();
  private static final UUID BOB = UUID.randomUUID();
  private static final byte[] HELLO = "hello, this is a file".getBytes(UTF_8);
  private static final int CUT = 7;
  private static final int ROUNDS = 20;

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  @TempDir Path folder;
  private Path files;
  private FilesFixture one;
  private FilesFixture two;
  private Room lobby;
  private FileKey hello;

  @BeforeEach
  void servers() throws IOException {
    TestUsers.add(fixture.database, "alice");
    lobby = fixture.room("lobby", "alice");
    hello = key(lobby, HELLO);
    files = folder.resolve("files");
    OwnerOnly.createFolder(files);
    one = FilesFixture.shared(fixture, files);
    two = FilesFixture.shared(fixture, files);
  }

  private static void refused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(FileException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private List<Path> in(String name) throws IOException {
    Path place = files.resolve(name);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private void makeOld() throws IOException {
    fixture.clock.advance(Duration.ofHours(FilesFixture.KEPT_FOR_HOURS + 1L));
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
    }
  }

  private static void beginPart(FilesFixture server, FileKey key) {
    server.store.begin(ALICE, key, HELLO.length);
    server.store.part(ALICE, key, 0, Arrays.copyOf(HELLO, CUT));
  }

  /** A server whose database fails as the method says, before or after it has done its work. */
  private FilesFixture failing(String at, boolean isDone) {
    FileRecords real = one.records;
    FileRecords failing =
        (FileRecords)
            Proxy.newProxyInstance(
                FileRecords.class.getClassLoader(),
                new Class<?>[] {FileRecords.class},
                (proxy, method, arguments) -> {
                  boolean fails = method.getName().equals(at);
                  if (fails && !isDone) {
                    throw new IllegalStateException("cut off before");
                  }
                  try {
                    Object answer = method.invoke(real, arguments);
                    if (fails) {
                      throw new IllegalStateException("cut off after");
                    }
                    return answer;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return FilesFixture.shared(fixture, files, failing);
  }

  @Test
  void anUploadGoesOnOnAnotherServerAndIsReadOnAThird() throws IOException {
    beginPart(one, hello);

    assertThat(two.store.begin(ALICE, hello, HELLO.length)).isEqualTo(CUT);
    assertThat(two.bring(ALICE, lobby, HELLO)).isTrue();
    two.name(lobby, HELLO);

    assertThat(FilesFixture.shared(fixture, files).store.read(hello, 0, 100).bytes())
        .isEqualTo(HELLO);
    assertThat(one.store.begin(ALICE, hello, HELLO.length)).isEqualTo(HELLO.length);
    assertThat(in("incoming")).isEmpty();
    assertThat(in("checking")).isEmpty();
  }

  @Test
  void whatAServerWritesThatWasThoughtDeadChangesNoFile() throws IOException {
    beginPart(one, hello);
    two.bring(ALICE, lobby, HELLO);
    two.name(lobby, HELLO);

    // It has asked the database before it was suspended.
    assertThat(one.store.incoming().append(upload(), CUT, new byte[10])).isFalse();

    assertThat(two.store.read(hello, 0, 100).bytes()).isEqualTo(HELLO);
    assertThat(in("incoming")).isEmpty();
  }

  private FileRecords.Upload upload() {
    return new FileRecords.Upload(hello, ALICE);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsExaminedDoesNotChangeMeanwhile() throws Exception {
    Path program = folder.resolve("scan");
    Files.writeString(
        program,
        "#!/bin/sh\nfor f in "
            + files.resolve("incoming")
            + "/*; do printf VIRUS | dd of=\"$f\" conv=notrunc 2>/dev/null; done\nexit 0\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    FilesFixture scanned = FilesFixture.shared(fixture, files, program.toString());

    scanned.bring(ALICE, lobby, HELLO);
    scanned.name(lobby, HELLO);

    assertThat(scanned.store.read(hello, 0, 100).bytes()).isEqualTo(HELLO);
  }

  @Test
  void onlyTheServersUserCanReadWhatIsStored() throws IOException {
    one.bring(ALICE, lobby, HELLO);
    beginPart(one, new FileKey(lobby.id(), "ab".repeat(32)));
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.toList()) {
        assertThat(OwnerOnly.isPrivate(file)).as("%s", file).isTrue();
      }
    }
  }

  @Test
  void aFileThatTwoServersFinishIsOneFile() throws IOException {
    one.store.begin(ALICE, hello, HELLO.length);
    one.store.part(ALICE, hello, 0, HELLO);
    two.store.begin(BOB, hello, HELLO.length);
    two.store.part(BOB, hello, 0, HELLO);

    assertThat(one.checks.end(ALICE, "alice", hello, "lobby")).isTrue();
    one.name(lobby, HELLO);
    String first = one.records.find(hello, true).orElseThrow().generation();
    two.store.publish(
        new FileRecords.Upload(hello, BOB),
        two.store.incoming().take(new FileRecords.Upload(hello, BOB)),
        HELLO.length);

    assertThat(in("content")).hasSize(1);
    assertThat(one.records.find(hello, true).orElseThrow().generation()).isNotEqualTo(first);
    assertThat(one.store.read(hello, 0, 100).bytes()).isEqualTo(HELLO);
    assertThat(one.records.usage(ALICE, lobby.id()).total()).isEqualTo(HELLO.length);
  }

  /** The one that deletes has forgotten the file, and hangs; another server gets it again. */
  @Test
  void whoDeletesLateDeletesNothingThatCameMeanwhile() throws IOException {
    one.bring(ALICE, lobby, HELLO);
    String gone = one.records.forget(hello, Long.MAX_VALUE).orElseThrow();

    two.bring(BOB, lobby, HELLO);
    two.name(lobby, HELLO);
    one.store.contents().delete(hello, gone);

    assertThat(two.store.read(hello, 0, 100).bytes()).isEqualTo(HELLO);
    assertThat(in("content")).hasSize(1);
  }

  @Test
  void aFileThatIsPublishedOnOneServerWhileAnotherDeletesItIsThereOrIsNotNamed() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] content = ("content " + round).getBytes(UTF_8);
        FileKey key = key(lobby, content);
        one.bring(ALICE, lobby, content);
        CountDownLatch both = new CountDownLatch(2);
        Future<?> deleting =
            threads.submit(() -> {
              both.countDown();
              both.await();
              one.store.deleteUnnamed(key, Long.MAX_VALUE);
              return null;
            });
        Future<Boolean> naming =
            threads.submit(() -> {
              both.countDown();
              both.await();
              try {
                two.bring(BOB, lobby, content);
                two.name(lobby, content);
                return true;
              } catch (FileException e) {
                return false;
              }
            });
        deleting.get();
        if (naming.get()) {
          assertThat(one.store.read(key, 0, 100).bytes()).isEqualTo(content);
        } else {
          refused(Reason.NO_SUCH_FILE, () -> one.store.read(key, 0, 100));
        }
      }
    }
  }

  @Test
  void aFileThatTwoServersPublishAtOnceIsOneFile() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < ROUNDS; round++) {
        byte[] content = ("content " + round).getBytes(UTF_8);
        CountDownLatch both = new CountDownLatch(2);
        List<Future<Boolean>> brought = new ArrayList<>();
        for (FilesFixture server : List.of(one, two)) {
          brought.add(
              threads.submit(() -> {
                both.countDown();
                both.await();
                return server.bring(server == one ? ALICE : BOB, lobby, content);
              }));
        }
        for (Future<Boolean> each : brought) {
          assertThat(each.get()).isTrue();
        }
        two.name(lobby, content);
        assertThat(one.store.read(key(lobby, content), 0, 100).bytes()).isEqualTo(content);
        assertThat(in("content")).hasSize(round + 1);
      }
    }
  }

  /** The one that deletes has its list, and waits; meanwhile a user is about to name the file. */
  @Test
  void aFileThatSomebodyIsAboutToNameIsNotDeletedAsUnnamed() throws IOException {
    one.bring(ALICE, lobby, HELLO);
    fixture.clock.advance(Duration.ofHours(FilesFixture.KEPT_FOR_HOURS + 1L));
    long before = fixture.clock.millis();
    assertThat(one.records.unnamedBefore(before, 10)).containsExactly(hello);

    fixture.clock.advance(Duration.ofSeconds(1));
    assertThat(two.store.begin(BOB, hello, HELLO.length)).isEqualTo(HELLO.length);
    one.store.deleteUnnamed(hello, before);

    two.name(lobby, HELLO);
    assertThat(two.store.read(hello, 0, 100).bytes()).isEqualTo(HELLO);
  }

  @Test
  void anUploadThatHasGoneOnElsewhereIsNotDropped() {
    beginPart(one, hello);
    fixture.clock.advance(Duration.ofHours(FilesFixture.KEPT_FOR_HOURS + 1L));
    long before = fixture.clock.millis();
    assertThat(one.records.uploadsBefore(before, 10)).hasSize(1);

    fixture.clock.advance(Duration.ofSeconds(1));
    two.store.begin(ALICE, hello, HELLO.length);

    assertThat(one.records.dropIfBefore(upload(), before)).isFalse();
    assertThat(two.store.part(ALICE, hello, CUT, new byte[1])).isEqualTo(CUT + 1L);
  }

  @Test
  void aServerThatEndsBeforeItHasPublishedLeavesNothingForEver() throws IOException {
    FilesFixture cut = failing("finish", false);
    assertThatThrownBy(() -> cut.bring(ALICE, lobby, HELLO)).isNotNull();
    assertThat(in("content")).as("moved, and in no row").hasSize(1);
    refused(Reason.NO_SUCH_FILE, () -> two.store.require(lobby.id(), FilesFixture.info(HELLO)));

    assertThat(two.bring(ALICE, lobby, HELLO)).isTrue();
    two.name(lobby, HELLO);
    assertThat(in("content")).hasSize(2);
    two.sweep.run();
    assertThat(in("content")).as("it may be another server's that is about to").hasSize(2);

    makeOld();
    two.sweep.run();

    assertThat(in("content")).hasSize(1);
    assertThat(two.store.read(hello, 0, 100).bytes()).isEqualTo(HELLO);
  }

  /** A commit whose answer was lost. */
  @Test
  void aFileIsThereThatWasPublishedWithoutAnAnswer() throws IOException {
    FilesFixture cut = failing("finish", true);
    assertThatThrownBy(() -> cut.bring(ALICE, lobby, HELLO)).isNotNull();

    assertThat(two.store.begin(BOB, hello, HELLO.length)).isEqualTo(HELLO.length);
    two.name(lobby, HELLO);
    makeOld();
    two.sweep.run();

    assertThat(two.store.read(hello, 0, 100).bytes()).isEqualTo(HELLO);
    assertThat(in("incoming")).isEmpty();
  }

  @Test
  void aServerThatEndsWhileItDeletesLeavesNothingForEver() throws IOException {
    one.bring(ALICE, lobby, HELLO);
    assertThatThrownBy(() -> failing("forget", true).store.deleteUnnamed(hello, Long.MAX_VALUE))
        .isNotNull();
    assertThat(in("content")).hasSize(1);

    makeOld();
    two.sweep.run();

    assertThat(in("content")).isEmpty();
  }

  @Test
  void aServerThatEndsWhileItExaminesLeavesNothingForEver() throws IOException {
    beginPart(one, hello);
    one.store.incoming().take(upload());
    assertThat(in("checking")).hasSize(1);
    two.sweep.run();
    assertThat(in("checking")).as("it may be examining").hasSize(1);

    makeOld();
    two.sweep.run();

    assertThat(in("checking")).isEmpty();
    assertThat(in("incoming")).isEmpty();
    assertThat(one.records.usage(ALICE, lobby.id()).user()).isZero();
  }

  @Test
  void quotasHoldHoweverManyServersTakeUploadsAtOnce() throws Exception {
    one.check.requireNow();
    int servers = 4;
    CountDownLatch all = new CountDownLatch(servers);
    List<Future<Boolean>> begun = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(servers)) {
      for (int i = 0; i < servers; i++) {
        FilesFixture server = FilesFixture.shared(fixture, files);
        FileKey key = new FileKey(lobby.id(), Integer.toString(i).repeat(64));
        begun.add(
            threads.submit(() -> {
              all.countDown();
              all.await();
              try {
                server.store.begin(ALICE, key, 900);
                return true;
              } catch (FileException e) {
                return false;
              }
            }));
      }
    }
    int taken = 0;
    for (Future<Boolean> each : begun) {
      taken += each.get() ? 1 : 0;
    }

    assertThat(taken).isEqualTo(2);
    assertThat(one.records.usage(ALICE, lobby.id()).user()).isEqualTo(1_800);
  }

  @Test
  void aServerWithAFolderOfItsOwnTakesAndGivesNothing() throws IOException {
    one.bring(ALICE, lobby, HELLO);
    one.name(lobby, HELLO);
    Path own = folder.resolve("apart");
    FilesFixture apart = FilesFixture.shared(fixture, own);

    assertThat(apart.check.look().orElseThrow()).contains("not mounted");
    assertThat(own).doesNotExist();
    OwnerOnly.createFolder(own);
    assertThat(apart.check.look().orElseThrow()).contains(FolderMark.NAME, "not mounted");

    refused(Reason.FAILED, () -> apart.store.begin(BOB, hello, HELLO.length));
    refused(Reason.FAILED, () -> apart.store.read(hello, 0, 1));
    refused(Reason.FAILED, () -> apart.checks.end(BOB, "bob", hello, "lobby"));
    assertThat(own).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsUnmountedAndMountedAgainIsNoticed() throws IOException {
    beginPart(one, hello);
    Path away = folder.resolve("away");
    Files.move(files, away);
    Files.createDirectory(files);

    refused(Reason.FAILED, () -> one.store.begin(ALICE, hello, HELLO.length));
    one.sweep.run();
    try (Stream<Path> all = Files.list(files)) {
      assertThat(all).isEmpty();
    }

    Files.delete(files);
    Files.move(away, files);
    assertThat(one.store.begin(ALICE, hello, HELLO.length)).isEqualTo(CUT);
  }

  @Test
  void aLineIsWrittenWithoutALookAtTheFolder() throws IOException {
    one.bring(ALICE, lobby, HELLO);
    Path away = Files.move(files, folder.resolve("away"));

    one.name(lobby, HELLO);

    Files.move(away, files);
    assertThat(one.store.read(hello, 0, 100).bytes()).isEqualTo(HELLO);
  }

  @Test
  void theFolderOfAnotherDatabaseIsLeftAlone() throws IOException {
    one.bring(ALICE, lobby, HELLO);
    FolderMark.write(files, UUID.randomUUID());
    for (FilesFixture server : List.of(two, new FilesFixture(fixture, files))) {
      refused(Reason.FAILED, () -> server.store.begin(BOB, key(lobby, new byte[1]), 1));
      assertThat(server.check.look().orElseThrow()).contains("another database");
    }
    one.records.forget(hello, Long.MAX_VALUE);

    makeOld();
    two.sweep.run();

    assertThat(in("content")).as("it may be in the other one's rows").hasSize(1);
  }

  @Test
  void anEmptyDatabaseTakesNoFolderWithContents() throws IOException {
    FolderMark.write(files, UUID.randomUUID());
    Files.createDirectories(files.resolve("content/ab"));
    Path content = Files.writeString(files.resolve("content/ab/abc.def"), "of a lost database");

    assertThat(one.check.look().orElseThrow()).contains("another database");

    makeOld();
    one.sweep.run();
    assertThat(content).exists();
    Files.delete(content);
    assertThat(one.check.look()).isEmpty();
  }

  @Test
  void serversThatStartAtOnceMarkOneFolder() throws Exception {
    int servers = 4;
    CountDownLatch all = new CountDownLatch(servers);
    try (ExecutorService threads = Executors.newFixedThreadPool(servers)) {
      List<Future<Boolean>> started = new ArrayList<>();
      for (int i = 0; i < servers; i++) {
        FilesFixture server = FilesFixture.shared(fixture, files);
        started.add(
            threads.submit(() -> {
              all.countDown();
              all.await();
              return server.check.look().isEmpty();
            }));
      }
      for (Future<Boolean> each : started) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  @Test
  void aServerThatIsAloneMarksTheFolderWithTheFirstFile() throws IOException {
    Path own = folder.resolve("own");
    FilesFixture alone = new FilesFixture(fixture, own);
    assertThat(alone.check.look()).isEmpty();
    assertThat(own).doesNotExist();

    alone.bring(ALICE, lobby, HELLO);

    assertThat(FolderMark.read(own)).isPresent();
    Files.delete(own.resolve(FolderMark.NAME));
    alone.check.look();
    assertThat(FolderMark.read(own)).as("a folder without one becomes its own").isPresent();
  }
}
