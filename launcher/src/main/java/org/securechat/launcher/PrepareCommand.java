package org.securechat.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code prepare}: makes the cache by which the server starts quicker. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Make the next starts of the server quick: start one on an empty data folder, stop it, and"
          + " keep what the Java runtime has learned. This takes one or two minutes, once for each"
          + " installation and Java runtime; 'securechat up' does it by itself, at low priority,"
          + " where the machine has room.",
      "",
      "The cache is kept in the folder that SECURECHAT_CACHE names, or beside the server.",
      ""
    },
    exitCodeListHeading = LauncherMain.EXIT_CODES,
    exitCodeList = {"0:there is a cache that fits", "1:it could not be made", "2:wrong usage"},
    footerHeading = LauncherMain.EXAMPLES,
    footer = "  SECURECHAT_CACHE=/var/cache/securechat securechat prepare")
final class PrepareCommand implements Callable<Integer> {

  @Option(names = "--force", description = "Make it anew although there is one that fits.")
  boolean force;

  @Option(names = "--ear", paramLabel = "FILE", hidden = true)
  Path ear;

  @Override
  public Integer call() {
    try {
      StartCache cache =
          StartCache.given(Installation.ofThisProgram(ear))
              .orElseThrow(() ->
                  new StartException("the cache is switched off, or the script did not name it"));
      if (!force && cache.isCurrent()) {
        System.out.println("There is a cache that fits: " + cache.file());
        return 0;
      }
      System.err.println("Starting a server on an empty data folder and stopping it ...");
      if (!CacheTraining.run(cache)) {
        System.out.println("Another process is making the cache.");
        return 0;
      }
      System.out.println("The server starts quicker from now on, by " + cache.file());
      return 0;
    } catch (StartException e) {
      System.err.println("securechat: " + e.getMessage());
      return 1;
    } catch (IOException e) {
      System.err.println("securechat: the cache could not be made: " + e.getMessage());
      return 1;
    }
  }
}
