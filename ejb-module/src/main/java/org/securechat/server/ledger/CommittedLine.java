package org.securechat.server.ledger;

import java.util.Optional;
import org.securechat.server.ledger.LineRequest.LineAttachment;

/**
 * A line that is in the transcript for good.
 *
 * @param roomName which the line itself does not hold
 * @param entry what was written
 * @param attached what the one who asked for it wants to have with it, if anything
 */
public record CommittedLine(String roomName, LedgerEntry entry, Optional<LineAttachment> attached) {

  /** The line that was written for a request. */
  static CommittedLine of(LineRequest request, LedgerEntry entry) {
    return new CommittedLine(request.roomName(), entry, request.attached());
  }

  /** What was attached, if it is of this type. */
  public <T extends LineAttachment> Optional<T> attachment(Class<T> type) {
    return attached.filter(type::isInstance).map(type::cast);
  }
}
