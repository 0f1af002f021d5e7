package org.securechat.server.room;

/** Limits that no test meets unless it is about them. */
public final class TestLimits {
  public static final RoomLimits GENEROUS = all(1_000_000);

  private TestLimits() {}

  /** The same number for everything. */
  public static RoomLimits all(int most) {
    return new RoomLimits(most, most, most, most, most, most, true);
  }
}
