package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a cache fits, and that a training that comes to nothing leaves nothing. */
class StartCacheTest {

  @TempDir private Path folder;
  private Path jar;

  @BeforeEach
  void installation() throws IOException {
    jar = Files.createDirectories(folder.resolve("server/lib")).resolve("library.jar");
    Files.writeString(jar, "a library");
    Files.createDirectory(folder.resolve("cache"));
  }

  private StartCache cache(String options) {
    Path server = folder.resolve("server");
    return new StartCache(
        folder.resolve("cache"),
        new Installation(server, server.resolve("securechat.ear")),
        options);
  }

  private StartCache adopted() throws IOException {
    StartCache cache = cache("-Xmx768m");
    cache.adopt(Files.writeString(folder.resolve("cache/made"), "a cache"));
    return cache;
  }

  @Test
  void fitsWhatItWasMadeOf() throws IOException {
    assertThat(cache("-Xmx768m").isCurrent()).isFalse();
    assertThat(adopted().isCurrent()).isTrue();
    assertThat(cache("-Xmx768m").isCurrent()).isTrue();
    assertThat(cache("-Xmx768m").file()).hasContent("a cache");
  }

  @Test
  void doesNotFitOtherOptionsOrJars() throws IOException {
    adopted();
    assertThat(cache("-Xmx1g").isCurrent()).isFalse();

    FileTime made = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(made.toMillis() - 5000));
    assertThat(cache("-Xmx768m").isCurrent()).isFalse();
    Files.setLastModifiedTime(jar, made);
    assertThat(cache("-Xmx768m").isCurrent()).isTrue();

    Files.writeString(folder.resolve("server/lib/another.jar"), "another library");
    assertThat(cache("-Xmx768m").isCurrent()).isFalse();
  }

  @Test
  void doesNotFitWithoutTheFileItself() throws IOException {
    StartCache cache = adopted();
    Files.delete(cache.file());
    assertThat(cache.isCurrent()).isFalse();
  }

  @Test
  void leavesTheCacheOfBeforeIfTheTrainingFails() throws IOException {
    adopted();
    // There is no program to train with.
    StartCache cache = cache("-Xmx1g");

    assertThatThrownBy(() -> CacheTraining.run(cache))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("did not start");

    assertThat(cache("-Xmx768m").isCurrent()).isTrue();
    assertThat(folder.resolve("cache/training")).doesNotExist();
  }

  @Test
  void leavesTheTrainingToTheProcessThatIsAtIt() throws Exception {
    StartCache cache = cache("-Xmx768m");
    Process other = holdLock(folder.resolve("cache/training.lock"));
    try {
      assertThat(CacheTraining.run(cache)).isFalse();
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(cache.file()).doesNotExist();
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path server = folder.resolve("server");
    StartCache cache = new StartCache(file, new Installation(server, server), "");

    assertThatThrownBy(() -> CacheTraining.run(cache)).isInstanceOf(IOException.class);
    assertThat(file).hasContent("in the way");
  }

  /** A lock is one of a process, so it takes another one. */
  private static Process holdLock(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString())
            .start();
    assertThat(process.getInputStream().read()).isEqualTo('L');
    return process;
  }

  /** Locks the file that is its argument, says so, and waits for its end. */
  static final class Holder {
    public static void main(String[] args) throws IOException {
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.print(lock.isValid() ? 'L' : 'N');
        System.out.flush();
        System.in.read();
      }
    }
  }
}
