package org.securechat.client.export;

import java.util.List;

/**
 * What is in an export: {@code index.json} of its folder. It is not signed, so it proves nothing;
 * {@link ExportVerification} holds it against the bundles. Immutable.
 *
 * @param server from which it was exported, as a URL
 * @param madeBy the administrator
 * @param madeAt when it was complete, RFC 3339
 * @param person whose rooms these are; empty text if rooms were named
 * @param since from when on; empty text for the beginning
 * @param until before when; empty text for the end
 * @param zone in which dates were meant
 * @param withoutLines rooms that had no line in that time
 * @param failed rooms that could not be exported
 */
public record ExportIndex(
    String server,
    String madeBy,
    String madeAt,
    String person,
    String since,
    String until,
    String zone,
    List<Room> rooms,
    List<String> withoutLines,
    List<Failed> failed) {
  /** The file in an export's folder. */
  public static final String FILE = "index.json";

  /** What {@code type} of the file says. */
  static final String TYPE = "securechat/export/1";

  public ExportIndex {
    rooms = List.copyOf(rooms);
    withoutLines = List.copyOf(withoutLines);
    failed = List.copyOf(failed);
  }

  /** How many bundles there are. */
  public int bundles() {
    return rooms.stream().mapToInt(room -> room.bundles().size()).sum();
  }

  /** The time in words. */
  public String time() {
    return since.isEmpty() && until.isEmpty()
        ? "all times"
        : (since.isEmpty() ? "from the beginning" : "from " + since)
            + (until.isEmpty() ? " to the end" : " to before " + until)
            + " (dates in the zone "
            + zone
            + ")";
  }

  /**
   * A room of the export.
   *
   * @param bundles in the order of their lines; every one continues the one before
   */
  public record Room(
      String room,
      String roomId,
      long first,
      long last,
      String firstAt,
      String lastAt,
      List<Bundle> bundles) {
    public Room {
      bundles = List.copyOf(bundles);
    }

    public long lines() {
      return last - first + 1;
    }

    static Room of(RoomRange range, List<Bundle> bundles) {
      return new Room(
          range.room(),
          range.roomId(),
          range.first(),
          range.last(),
          range.firstAt(),
          range.lastAt(),
          bundles);
    }
  }

  /**
   * A bundle.
   *
   * @param file in the same folder
   * @param userLines the positions of the person's lines, as {@code 3,5-9}; empty text for none
   */
  public record Bundle(
      String file, long first, long last, String userLines, long bytes, String sha256) {}

  /** A room that could not be exported, and why. */
  public record Failed(String room, String reason) {}
}
