package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path folder;

  @Test
  void aNewFolderIsForItsOwnerAlone() throws Exception {
    Path data = folder.resolve("data");

    DataFolderLock.take(data);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
  }

  @Test
  void anExistingFolderIsTakenFromEveryoneElse() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));

    Path runtime = DataFolderLock.take(data).freshRuntime();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runtime)))
        .isEqualTo("rwx------");
  }

  @Test
  void aServerHasTheSameNameAfterARestartAndAnotherInACopyOfItsFolder() throws Exception {
    Path data = folder.resolve("data");
    DataFolderLock first = DataFolderLock.take(data);
    String name = first.holder();
    first.leave();
    DataFolderLock again = DataFolderLock.take(data);
    assertThat(again.holder()).isEqualTo(name).contains(data.toString());
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("server.id"))))
        .isEqualTo("rw-------");

    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(data.resolve("server.id"), copy.resolve("server.id"));
    assertThat(DataFolderLock.take(copy).holder()).isNotEqualTo(name);
  }

  @Test
  void whatACrashedRunUnpackedIsGoneAndTheRestIsKept() throws Exception {
    Path left = Files.createDirectories(folder.resolve("runtime/payara/deep")).resolve("left");
    Files.writeString(left, "from the last run");
    Path database = Files.writeString(folder.resolve("securechat.mv.db"), "rows");

    Path runtime = DataFolderLock.take(folder).freshRuntime();

    assertThat(runtime).isEmptyDirectory();
    assertThat(database).hasContent("rows");
  }

  @Test
  void aFolderStaysTakenThoughNobodyRefersToIt() throws Exception {
    Path data = folder.resolve("data");
    DataFolderLock.take(data);
    collect();
    assertThat(isLocked(data)).isTrue();
  }

  @Test
  void aFolderThatIsLeftCanBeTakenAgain() throws Exception {
    Path data = folder.resolve("data");
    DataFolderLock.take(data).leave();
    assertThat(isLocked(data)).isFalse();
    DataFolderLock.take(data).leave();
  }

  @Test
  void whatIsNoFolderIsSaidSo() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> DataFolderLock.take(file.resolve("data")))
        .isInstanceOf(StartException.class);
  }

  /** Returns when the collector has taken something that was given up after the call before. */
  @SuppressWarnings("ReferenceEquality") // a reference is equal to itself alone
  private static void collect() throws InterruptedException {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    PhantomReference<Object> reference = new PhantomReference<>(new Object(), queue);
    do {
      System.gc();
    } while (queue.remove(100) != reference);
  }

  /** The virtual machine knows the locks of its own open channels. */
  private static boolean isLocked(Path data) {
    try (FileChannel other =
            FileChannel.open(data.resolve("server.lock"), StandardOpenOption.WRITE);
        FileLock lock = other.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException held) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
