package org.securechat.server.retention;

import jakarta.ejb.ApplicationException;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.ServiceException;

/** Nothing of a room is erased while there is a legal hold on it. */
@ApplicationException(rollback = true)
public final class HeldException extends ServiceException {
  HeldException(String room) {
    super(ErrorCode.FORBIDDEN, "there is a legal hold on the room " + room);
  }
}
