package org.securechat.server.delivery;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LineRequest.LineAttachment;

/**
 * What follows from a line once it is committed, beside its delivery to the room: the answer to the
 * connection that asked for it, and the users whose logins begin or cease to listen. It travels
 * with the line through the ledger.
 *
 * <p>It is settled once: by the answer, by a refusal, or by the end of the delivery thread. That
 * releases its permit. Thread-safe.
 */
public final class PostCommitDelivery implements LineAttachment {

  private static final InFlightPermit NO_PERMIT = () -> {};

  /** A connection, and the message to it that is made from the committed line. */
  private record Reply(SecureConnection to, Function<CommittedLine, ServerMessage> message) {}

  private final Reply reply;
  private final InFlightPermit permit;
  private final List<String> joined;
  private final List<String> left;
  private final Optional<CommittedLine> earlier;
  private final AtomicBoolean settled = new AtomicBoolean();

  private PostCommitDelivery(
      Reply reply,
      InFlightPermit permit,
      List<String> joined,
      List<String> left,
      Optional<CommittedLine> earlier) {
    this.reply = reply;
    this.permit = permit;
    this.joined = List.copyOf(joined);
    this.left = List.copyOf(left);
    this.earlier = earlier;
  }

  /** For a line that has no asker: it is delivered to the room and nothing else follows. */
  public static PostCommitDelivery toRoom() {
    return new PostCommitDelivery(null, NO_PERMIT, List.of(), List.of(), Optional.empty());
  }

  /** The same; the asker gets this answer in place of the message. */
  public PostCommitDelivery answering(
      SecureConnection asker, Function<CommittedLine, ServerMessage> answer) {
    return new PostCommitDelivery(new Reply(asker, answer), permit, joined, left, earlier);
  }

  /** The same; the permit is released when this is settled. */
  public PostCommitDelivery holding(InFlightPermit held) {
    return new PostCommitDelivery(reply, held, joined, left, earlier);
  }

  /** The same; the logins of these users listen from this line on. */
  public PostCommitDelivery joining(List<String> users) {
    return new PostCommitDelivery(reply, permit, users, left, earlier);
  }

  /** The same; this line is the room's last that the logins of these users get. */
  public PostCommitDelivery leaving(List<String> users) {
    return new PostCommitDelivery(reply, permit, joined, users, earlier);
  }

  /** The same; those who begin to listen are sent this line first, which was committed before. */
  public PostCommitDelivery after(CommittedLine line) {
    return new PostCommitDelivery(reply, permit, joined, left, Optional.of(line));
  }

  Optional<CommittedLine> earlier() {
    return earlier;
  }

  /** The users whose logins listen from this line on. */
  public List<String> joined() {
    return joined;
  }

  List<String> left() {
    return left;
  }

  /** The connection that is going to get the answer; empty once this is settled. */
  Optional<SecureConnection> asker() {
    return reply == null || settled.get() ? Optional.empty() : Optional.of(reply.to());
  }

  /**
   * Queues the answer, unless this was settled before.
   *
   * @return the connection that it waits for a flush on
   */
  Optional<SecureConnection> answer(CommittedLine line) {
    Optional<SecureConnection> to = asker();
    settle(() ->
        to.ifPresent(asker -> asker.queue(SecureConnection.encoded(reply.message().apply(line)))));
    return to;
  }

  /** Nothing more follows: releases the permit, unless this was settled before. */
  public void abandon() {
    settle(() -> {});
  }

  /** Runs the last step and then releases the permit, unless this was settled before. */
  public void settle(Runnable lastStep) {
    if (settled.compareAndSet(false, true)) {
      try {
        lastStep.run();
      } finally {
        permit.release();
      }
    }
  }
}
