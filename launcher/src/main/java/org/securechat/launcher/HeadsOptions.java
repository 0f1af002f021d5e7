package org.securechat.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the start compares the database with, and whether it may be older. */
final class HeadsOptions {

  @Option(
      names = "--head",
      paramLabel = "FILE",
      description = {
        "Compare the database with this file of signed heads, a copy kept elsewhere of one in"
            + " heads/ of the data folder, and do not start on a database that is older."
      })
  Path head;

  @Option(
      names = "--accept-rollback",
      paramLabel = "REASON",
      description = {
        "Start although the database is older than its signed heads say, after a restore for"
            + " example. The reason is written to the audit log. For one start only."
      })
  String acceptRollback;

  /**
   * @throws StartException if an option says nothing
   */
  void check() throws StartException {
    if (head != null && !Files.isRegularFile(head)) {
      throw new StartException("--head: there is no file " + head);
    }
    if (acceptRollback != null && acceptRollback.isBlank()) {
      throw new StartException("--accept-rollback needs a reason: it goes on record");
    }
  }

  /** What the application is to be told. */
  Map<ApplicationSetting, String> settings() {
    Map<ApplicationSetting, String> settings = new EnumMap<>(ApplicationSetting.class);
    if (head != null) {
      settings.put(ApplicationSetting.HEADS_COMPARE, head.toAbsolutePath().toString());
    }
    if (acceptRollback != null) {
      settings.put(ApplicationSetting.HEADS_ACCEPT_ROLLBACK, acceptRollback);
    }
    return settings;
  }
}
