package org.securechat.server.limit;

/**
 * What the operator says about lanes.
 *
 * @param searches of members that run at the same time
 */
public record LaneSettings(int searches) {
  /** As long as the operator says nothing. */
  public static final LaneSettings USUAL = new LaneSettings(LaneKind.SEARCHES.bounds().places());
}
