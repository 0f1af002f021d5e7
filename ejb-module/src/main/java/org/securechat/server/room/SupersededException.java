package org.securechat.server.room;

/**
 * A {@link MembershipChange} came too late: another one has changed what it was decided on. Nothing
 * has happened. The caller asks the {@code RoomService} again, and gets a new decision or an
 * answer; only if it does not, the peer is told {@code unavailable}.
 */
public final class SupersededException extends RoomException {
  private static final long serialVersionUID = 1L;

  public SupersededException(String message) {
    super(Reason.SUPERSEDED, message);
  }
}
