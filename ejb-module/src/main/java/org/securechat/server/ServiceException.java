package org.securechat.server;

import jakarta.ejb.ApplicationException;
import java.util.Objects;
import org.securechat.protocol.application.ErrorCode;

/**
 * A request that is refused. It rolls the transaction back, and the peer is answered with the code;
 * the reason is for the log and never leaves the server. It carries no stack trace, because a peer
 * can cause as many as it likes.
 */
@ApplicationException(rollback = true)
public class ServiceException extends DomainException {
  private final ErrorCode code;

  /**
   * @param code what the peer is told
   * @param reason for the log: no secret, no message text
   */
  public ServiceException(ErrorCode code, String reason) {
    super(reason);
    this.code = Objects.requireNonNull(code);
  }

  public ErrorCode code() {
    return code;
  }

  @Override
  public String toString() {
    return "ServiceException: " + code.wireName() + ": " + getMessage();
  }
}
