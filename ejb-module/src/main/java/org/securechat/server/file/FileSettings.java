package org.securechat.server.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an operator can set about files.
 *
 * @param folder where the contents are, for the server's user alone
 * @param isShared whether other servers have the same folder
 * @param refusal why no files are taken and given; empty: they are
 * @param maxSize bytes of the longest file
 * @param perUser bytes that one user may have brought, in all rooms
 * @param perRoom bytes that one room may hold
 * @param total bytes of all files together
 * @param keptFree bytes that stay free on the disk
 * @param unfinished after which a file is dropped that was not brought to its end, or that no line
 *     names
 * @param scanner what examines each file; empty: nothing does
 */
public record FileSettings(
    Path folder,
    boolean isShared,
    Optional<String> refusal,
    long maxSize,
    long perUser,
    long perRoom,
    long total,
    long keptFree,
    Duration unfinished,
    Optional<Scanner> scanner) {

  /** Whether files are taken and given at all. */
  public boolean isTaken() {
    return refusal.isEmpty();
  }

  /**
   * The program that examines files.
   *
   * @param command the program and its first arguments; the path of the content is the last one
   * @param limit after which it is ended
   */
  public record Scanner(List<String> command, Duration limit) {
    /** Keeps a copy of the list. */
    public Scanner {
      command = List.copyOf(command);
    }
  }
}
