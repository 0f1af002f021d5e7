package org.securechat.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Makes the cache of the next start while this server runs: by a process of its own at the lowest
 * priority, and only where another server has room for a minute.
 */
final class CacheRenewal {

  private static final Logger LOG = Logger.getLogger(CacheRenewal.class.getName());
  private static final long DELAY_SECONDS = 60;
  private static final long ROOM_KIBIBYTES = 1L << 20;
  private static final int ROOM_PROCESSORS = 2;
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path NICE = Path.of("/usr/bin/nice");

  private CacheRenewal() {}

  /** Once the server has been running for a minute, if it is still running then. */
  static void later(Installation installation) {
    StartCache.given(installation)
        .filter(cache -> hasRoom())
        .ifPresent(cache ->
            CompletableFuture.delayedExecutor(DELAY_SECONDS, TimeUnit.SECONDS)
                .execute(() -> renew(cache)));
  }

  private static void renew(StartCache cache) {
    try {
      if (cache.isCurrent()) {
        return;
      }
      LOG.info("the cache for quicker starts is made, at low priority: " + cache.file());
      Process process =
          new ProcessBuilder(command(cache))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      // A stop does not wait for it; it stops its own children.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    } catch (IOException e) {
      LOG.log(Level.INFO, "the cache for quicker starts cannot be made", e);
    }
  }

  static List<String> command(StartCache cache) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", "19"));
    }
    command.add(Installation.java());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m"));
    command.add("-D" + StartCache.FOLDER + "=" + cache.folder());
    command.add("-D" + StartCache.OPTIONS + "=" + String.join(" ", cache.options()));
    command.addAll(List.of("-jar", cache.program().toString(), "prepare"));
    return command;
  }

  /** As the kernel says; other systems than Linux are left alone. */
  private static boolean hasRoom() {
    if (Runtime.getRuntime().availableProcessors() < ROOM_PROCESSORS) {
      return false;
    }
    try (Stream<String> lines = Files.lines(MEMORY)) {
      return lines
              .filter(line -> line.startsWith("MemAvailable:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          >= ROOM_KIBIBYTES;
    } catch (IOException e) {
      return false;
    }
  }
}
