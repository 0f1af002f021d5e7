package org.securechat.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A start from which the JVM learns: a server with a data folder, keys and ports of its own, which
 * is stopped as soon as it is ready.
 */
final class CacheTraining {

  /** At the lowest priority on a busy machine it may take this long. */
  private static final long LIMIT_MINUTES = 30;

  private CacheTraining() {}

  /**
   * Makes the cache, or leaves the one that is there.
   *
   * @return false if another process is at it
   */
  static boolean run(StartCache cache) throws StartException, IOException {
    OwnerOnlyPaths.createFolders(cache.folder());
    try (FileChannel channel =
            FileChannel.open(
                cache.folder().resolve("training.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return false;
      }
      Path work = cache.folder().resolve("training");
      OwnerOnlyPaths.deleteFolder(work);
      OwnerOnlyPaths.createFolders(work);
      try {
        train(cache, work);
      } finally {
        OwnerOnlyPaths.deleteFolder(work);
      }
      return true;
    }
  }

  private static void train(StartCache cache, Path work) throws StartException, IOException {
    Path made = work.resolve("server.aot");
    Process server = start(cache, work, made);
    Thread stop = new Thread(() -> kill(server));
    Runtime.getRuntime().addShutdownHook(stop);
    CompletableFuture.delayedExecutor(LIMIT_MINUTES, TimeUnit.MINUTES).execute(() -> kill(server));
    try {
      awaitReady(server.getInputStream());
      // Process.destroy() would close the stream as well.
      server.toHandle().destroy();
      drain(server.getInputStream());
      int exit = server.waitFor();
      if (exit != 0 || !Files.exists(made) || Files.size(made) == 0) {
        throw new StartException(
            "the server from which the Java runtime was to learn ended with " + exit);
      }
      cache.adopt(made);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while making the cache", e);
    } finally {
      kill(server);
      Runtime.getRuntime().removeShutdownHook(stop);
    }
  }

  private static Process start(StartCache cache, Path work, Path made) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Installation.java());
    command.addAll(cache.options());
    command.add("-XX:AOTCacheOutput=" + made);
    command.add("-Djava.io.tmpdir=" + work);
    command.addAll(List.of("-jar", cache.program().toString()));
    command.addAll(List.of("--data", work.resolve("data").toString()));
    command.addAll(List.of("--pki", work.resolve("pki").toString()));
    command.addAll(List.of("--port", "0", "--admin-port", "0"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // It must not meet the database, the keys or the ports of the real one.
    builder.environment().keySet().removeIf(name -> name.startsWith("SECURECHAT_"));
    Process server = builder.start();
    server.getOutputStream().close();
    return server;
  }

  private static void awaitReady(InputStream out) throws StartException, IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8));
    List<String> said = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("ready: ")) {
        return;
      }
      said.add(line);
    }
    // The server's own last words stand before all that the Java runtime says of its cache.
    List<String> own = said.stream().filter(line -> line.startsWith("securechat: ")).toList();
    List<String> last = own.isEmpty() ? said : own;
    throw new StartException(
        "the server from which the Java runtime was to learn did not start: "
            + String.join("; ", last.subList(Math.max(0, last.size() - 3), last.size())));
  }

  private static void drain(InputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    while (out.read(buffer) >= 0) {
      // What is said while it stops is of no interest.
    }
  }

  /** With the process that writes the cache, which is a child of the server. */
  private static void kill(Process server) {
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    server.destroyForcibly();
  }
}
