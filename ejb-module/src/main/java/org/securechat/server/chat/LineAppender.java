package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.securechat.server.DomainException;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.ledger.Commits;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.TranscriptLedger;

/**
 * Gives lines to the ledger, each together with what follows from it. If a line is not written,
 * what was to follow is settled here; otherwise {@code Delivery} settles it.
 */
@ApplicationScoped
public class LineAppender {

  private final TranscriptLedger ledger;

  /** For the container's proxy. */
  public LineAppender() {
    this(null);
  }

  @Inject
  public LineAppender(TranscriptLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Does not wait.
   *
   * @param outcome told when the line is committed, or why it is not; in the latter case before the
   *     permit of {@code following} is released
   */
  public void append(LineRequest line, PostCommitDelivery following, RequestOutcome outcome) {
    enqueue(line, following)
        .whenComplete((committed, failure) -> {
          if (failure == null) {
            outcome.done();
          } else {
            following.settle(() -> outcome.refused(Commits.reason(failure)));
          }
        });
  }

  /**
   * Waits until the line is committed and what follows from it is on its way.
   *
   * @throws DomainException why it was not committed
   */
  public CommittedLine appendAndWait(LineRequest line, PostCommitDelivery following) {
    return Commits.await(begin(line, following));
  }

  /**
   * Does not wait. If the line is not written, the stage fails with a {@link DomainException} and
   * the permit is released.
   */
  public CompletionStage<CommittedLine> begin(LineRequest line, PostCommitDelivery following) {
    return enqueue(line, following)
        .handle((committed, failure) -> {
          if (failure != null) {
            following.abandon();
            throw Commits.reason(failure);
          }
          return committed;
        });
  }

  private CompletionStage<CommittedLine> enqueue(LineRequest line, PostCommitDelivery following) {
    try {
      return ledger.append(line.carrying(following));
    } catch (RuntimeException e) {
      following.abandon();
      throw e;
    }
  }
}
