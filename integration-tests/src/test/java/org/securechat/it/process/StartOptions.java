package org.securechat.it.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the JVM of a server under test is started: as the script does it, and compiling less. */
public final class StartOptions {

  private static final List<String> SAYING_NOTHING_OF_IT =
      List.of("-Xlog:disable", "-Xlog:all=warning,aot*=off,cds*=off:stderr");

  private StartOptions() {}

  /** With the cache of the start, if the build has made one. */
  static List<String> all() {
    List<String> all = new ArrayList<>(chosen());
    Path cache = cache();
    if (Files.isReadable(cache)) {
      all.addAll(cached(cache));
    }
    return all;
  }

  /** Without a cache. */
  public static List<String> chosen() {
    String options = System.getProperty("securechat.cache.options", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }

  /** Of the client, as the script does it; the first one to end makes the archive of classes. */
  public static List<String> ofClients() {
    List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    Path folder = cache().getParent();
    if (folder != null && Files.isDirectory(folder)) {
      all.addAll(
          List.of(
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:-PrintWarnings",
              "-XX:+AutoCreateSharedArchive",
              "-XX:SharedArchiveFile=" + folder.resolve("client.jsa")));
      all.addAll(SAYING_NOTHING_OF_IT);
    }
    return all;
  }

  /** As the script gives one to the JVM. */
  public static List<String> cached(Path cache) {
    List<String> options = new ArrayList<>(List.of("-XX:AOTCache=" + cache));
    options.addAll(SAYING_NOTHING_OF_IT);
    return options;
  }

  /** Where the build has put the cache. */
  public static Path cache() {
    return Path.of(System.getProperty("securechat.cache", ""), "server.aot");
  }
}
