package org.securechat.server.delivery;

import java.util.List;
import java.util.function.Function;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.server.ledger.CommittedLine;

/**
 * What follows from a line once it is committed, beside its delivery to the room: the answer to
 * whoever asked for it, and who begins or ceases to listen.
 *
 * @param asker who gets the answer instead of the message; null if nobody waits
 * @param answer made from the committed line
 * @param permit released when the answer is on its way, or when the line has failed
 * @param joined users whose logins listen from this line on
 * @param left users whose logins hear this line as the room's last
 */
public record PostCommitDelivery(
    SecureConnection asker,
    Function<CommittedLine, ServerMessage> answer,
    InFlightPermit permit,
    List<String> joined,
    List<String> left) {

  public PostCommitDelivery {
    joined = List.copyOf(joined);
    left = List.copyOf(left);
  }

  /** Of a line that changes nobody's membership. */
  public static PostCommitDelivery answering(
      SecureConnection asker,
      Function<CommittedLine, ServerMessage> answer,
      InFlightPermit permit) {
    return new PostCommitDelivery(asker, answer, permit, List.of(), List.of());
  }
}
