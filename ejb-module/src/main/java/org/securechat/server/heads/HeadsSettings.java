package org.securechat.server.heads;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What the operator says about heads.
 *
 * @param folder where the files are kept
 * @param mirror where each is written as well
 * @param given a file, kept elsewhere, that a start compares the database with
 * @param acceptedRollback why a start may go on with a database that is older than a file says
 * @param interval the longest time from a line to a signed head that covers it
 * @param kept how many files stay, beside those that they build on
 */
public record HeadsSettings(
    Path folder,
    Optional<Path> mirror,
    Optional<Path> given,
    Optional<String> acceptedRollback,
    Duration interval,
    int kept) {

  public HeadsSettings {
    Objects.requireNonNull(folder, "folder");
    if (interval.isNegative() || interval.isZero() || kept < 1) {
      throw new IllegalArgumentException("interval and number of files are positive");
    }
  }
}
