package org.securechat.server.room;

import jakarta.ejb.ApplicationException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.ServiceException;

/**
 * A {@link MembershipChange} came too late: another one has changed what it was decided on. Nothing
 * has happened. Whoever asked for it asks the {@code RoomService} again, and gets a new decision or
 * an answer; only if that is not done is the peer told {@code unavailable}.
 */
@ApplicationException(rollback = true)
public final class SupersededException extends ServiceException {
  SupersededException(String reason) {
    super(ErrorCode.UNAVAILABLE, reason);
  }
}
