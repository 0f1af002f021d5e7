package org.securechat.client.console.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a message reads now, with what was said about it later. Immutable.
 *
 * @param newest its newest words, if it was edited
 * @param takenBack the line by which its author took it back
 * @param removed by whom it was taken out of the room
 * @param reactions who has given each symbol and not withdrawn it, in that order
 */
public record Reading(
    Optional<Version> newest,
    Optional<Long> takenBack,
    Optional<Removed> removed,
    Map<String, List<String>> reactions) {

  /** A message about which nothing was said. */
  public static final Reading PLAIN =
      new Reading(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

  /**
   * What a message read from some line on.
   *
   * @param position of the line that says so
   */
  public record Version(long position, List<String> mentions, String text) {}

  /**
   * That it was taken out of the room.
   *
   * @param position of the line that says so
   * @param reason may be empty
   */
  public record Removed(long position, String by, String reason) {}
}
