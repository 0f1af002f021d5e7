package org.securechat.launcher;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The part of the application that works on its database without a server. It is loaded from the
 * archive that is deployed, and spoken to in types of the JDK, so that this program still knows
 * none of the application's classes.
 */
final class ApplicationTool {

  private static final String TOOL = "org.securechat.server.backup.BackupTool";

  /** Held, because the log manager forgets a logger's level together with the logger. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  private ApplicationTool() {}

  /**
   * Has a request carried out.
   *
   * @param progress is told a sentence now and then
   * @return what was done
   * @throws StartException if that failed; the message says why
   */
  static Map<String, Object> call(
      Installation installation, Map<String, String> request, Consumer<String> progress)
      throws StartException {
    FLYWAY.setLevel(Level.WARNING);
    try {
      Path folder = Files.createTempDirectory("securechat-tool-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      Map<String, Object> answer = tool(installation, folder).apply(request, progress);
      if (answer.containsKey("error")) {
        throw new StartException(String.valueOf(answer.get("error")));
      }
      return answer;
    } catch (IOException | ReflectiveOperationException e) {
      throw new StartException("the application in " + installation.ear() + " cannot be used", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static BiFunction<Map<String, String>, Consumer<String>, Map<String, Object>> tool(
      Installation installation, Path folder)
      throws IOException, StartException, ReflectiveOperationException {
    List<Path> jars = new ArrayList<>(new EarFile(installation.ear()).copyLibraries(folder));
    jars.add(installation.embeddedDriver());
    try (Stream<Path> drivers = Files.list(installation.drivers())) {
      drivers.sorted().forEach(jars::add);
    }
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    // Stays open: what it has loaded loads more as long as the process lives.
    ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    return (BiFunction<Map<String, String>, Consumer<String>, Map<String, Object>>)
        Class.forName(TOOL, true, loader)
            .asSubclass(BiFunction.class)
            .getConstructor()
            .newInstance();
  }

  private static void delete(Path folder) {
    try {
      OwnerOnlyPaths.deleteFolder(folder);
    } catch (IOException e) {
      // A folder of libraries is left behind; the system clears its temporary files.
    }
  }
}
