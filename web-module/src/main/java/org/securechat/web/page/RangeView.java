package org.securechat.web.page;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.securechat.server.evidence.ExportPlan;

/**
 * Which lines of a transcript a request has chosen, and into which bundles they go.
 *
 * @param first the first line
 * @param last the last line; first - 1 if there is none
 * @param firstAt when the first was received; null, and so absent, without a line
 * @param lastAt when the last was received; null, and so absent, without a line
 * @param bundles every one begins behind the one before
 * @param member whether the user who was asked for was a member in the time
 * @param fault why the room's record cannot be read; null, and so absent, if it can be
 */
public record RangeView(
    String room,
    String roomId,
    long first,
    long last,
    long lines,
    Instant firstAt,
    Instant lastAt,
    List<BundleView> bundles,
    boolean member,
    String fault) {

  public RangeView {
    bundles = List.copyOf(bundles);
  }

  public static RangeView of(UUID roomId, String room, ExportPlan plan) {
    return new RangeView(
        room,
        roomId.toString(),
        plan.first(),
        plan.last(),
        plan.last() - plan.first() + 1,
        plan.firstAt().orElse(null),
        plan.lastAt().orElse(null),
        plan.parts().stream().map(BundleView::of).toList(),
        plan.member(),
        null);
  }

  /** Of a room whose record cannot be read. */
  public static RangeView unreadable(UUID roomId, String room) {
    return new RangeView(
        room,
        roomId.toString(),
        1,
        0,
        0,
        null,
        null,
        List.of(),
        false,
        "the room's record cannot be read, or does not verify");
  }

  /**
   * The lines of one bundle.
   *
   * @param userLines the positions of the lines of the user who was asked for, as {@code 3,5-9};
   *     null, and so absent, if there is none
   */
  public record BundleView(long first, long last, String userLines) {
    static BundleView of(ExportPlan.Part part) {
      return new BundleView(
          part.first(), part.last(), part.spoken().isEmpty() ? null : part.spoken());
    }
  }
}
