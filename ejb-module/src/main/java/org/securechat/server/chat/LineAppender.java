package org.securechat.server.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.securechat.server.ServiceException;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.ledger.Commits;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.metrics.ChatMetrics;

/** Gives lines to the ledger, having noted first what is to follow when they are committed. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LineAppender {

  private static final String MESSAGE = "send";

  @EJB private TranscriptLedger ledger;
  @EJB private Delivery delivery;
  @Inject private ChatMetrics metrics;

  /**
   * Takes a message and does not wait. When the line is committed the effect follows; when it
   * fails, the session gets the error.
   *
   * @param re the request to which an error is the answer
   */
  public void append(UserSession session, LineRequest append, PostCommitDelivery effect, long re) {
    enqueue(append, effect)
        .whenComplete((line, failure) -> {
          if (failure == null) {
            metrics.requestDone(MESSAGE);
          } else {
            ServiceException reason = Commits.reason(failure);
            metrics.requestRefused(MESSAGE, reason.code().wireName());
            session.connection().send(Details.failure(re, reason.code()));
            delivery.forget(append);
          }
        });
  }

  /**
   * Waits until the line is committed and its effect is on its way.
   *
   * @throws ServiceException why it was not committed
   */
  public void appendAndWait(LineRequest append, PostCommitDelivery effect) {
    Commits.await(begin(append, effect));
  }

  /**
   * Does not wait. When the line is committed the effect follows; when it fails, the stage fails
   * with a {@link ServiceException} and the effect's permit is released.
   */
  public CompletionStage<CommittedLine> begin(LineRequest append, PostCommitDelivery effect) {
    return enqueue(append, effect)
        .handle((line, failure) -> {
          if (failure != null) {
            delivery.forget(append);
            throw Commits.reason(failure);
          }
          return line;
        });
  }

  private CompletionStage<CommittedLine> enqueue(LineRequest append, PostCommitDelivery effect) {
    delivery.expect(append, effect);
    try {
      return ledger.append(append);
    } catch (RuntimeException e) {
      delivery.forget(append);
      throw e;
    }
  }
}
