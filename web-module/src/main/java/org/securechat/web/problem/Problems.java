package org.securechat.web.problem;

import jakarta.ejb.EJBAccessException;
import jakarta.json.JsonException;
import jakarta.persistence.OptimisticLockException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.ServiceException;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.retention.RetentionException;
import org.securechat.server.room.RoomException;
import org.securechat.web.problem.Problem.FieldError;

/** Which problem an exception is. What is not listed here is a defect, and no client's business. */
final class Problems {

  private Problems() {}

  /** The problem; empty for an unexpected failure. */
  static Optional<Problem> of(Throwable thrown, String instance) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < Outage.MAX_CAUSES; i++, cause = cause.getCause()) {
      Optional<Problem> problem = direct(cause, instance);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Outage.causes(thrown)
        ? Optional.of(Problem.of(ProblemKind.UNAVAILABLE, null, instance))
        : Optional.empty();
  }

  private static Optional<Problem> direct(Throwable thrown, String instance) {
    if (thrown instanceof AdministrationException refused) {
      return Optional.of(of(refused, instance));
    }
    if (thrown instanceof ServiceException refused) {
      return Optional.of(of(refused.code(), instance));
    }
    if (thrown instanceof LedgerException failed) {
      return Optional.of(Problem.of(kind(failed.reason()), null, instance));
    }
    if (thrown instanceof RoomException refused) {
      return Optional.of(Problem.of(kind(refused.reason()), null, instance));
    }
    if (thrown instanceof RetentionException refused) {
      return Optional.of(Problem.of(kind(refused.reason()), null, instance));
    }
    if (thrown instanceof ConstraintViolationException violation) {
      return Optional.of(
          Problem.of(ProblemKind.INVALID, null, instance)
              .withErrors(Violations.of(violation.getConstraintViolations())));
    }
    if (thrown instanceof JsonException) {
      // Its message may quote what was sent, a password for one.
      return Optional.of(
          Problem.of(ProblemKind.BAD_REQUEST, "the body is not a JSON object", instance));
    }
    if (thrown instanceof OptimisticLockException) {
      return Optional.of(of(AdministrationException.stale(), instance));
    }
    if (thrown instanceof EJBAccessException) {
      return Optional.of(Problem.of(ProblemKind.FORBIDDEN, null, instance));
    }
    if (thrown instanceof WebApplicationException web
        && (web.getCause() == null || !isBodyFault(web.getCause()))) {
      return Optional.of(of(web, instance));
    }
    return Optional.empty();
  }

  /** Jersey puts a reader's complaint into an exception of its own, whose cause says more. */
  private static boolean isBodyFault(Throwable cause) {
    return cause instanceof JsonException;
  }

  private static Problem of(AdministrationException refused, String instance) {
    ProblemKind kind =
        switch (refused.reason()) {
          case INVALID -> ProblemKind.INVALID;
          case NOT_FOUND -> ProblemKind.NOT_FOUND;
          case CONFLICT -> ProblemKind.CONFLICT;
          case NAME_TAKEN -> ProblemKind.NAME_TAKEN;
          case STALE -> ProblemKind.STALE;
          case UNCONDITIONAL -> ProblemKind.UNCONDITIONAL;
        };
    Problem problem = Problem.of(kind, refused.getMessage(), instance);
    return refused
        .field()
        .map(field -> problem.withErrors(List.of(new FieldError(field, refused.getMessage()))))
        .orElse(problem);
  }

  /** The reason of a service's exception is for the log and never leaves the server. */
  private static Problem of(ErrorCode code, String instance) {
    ProblemKind kind =
        switch (code) {
          case BAD_REQUEST, REPLAYED, SIGNATURE_INVALID -> ProblemKind.BAD_REQUEST;
          case NOT_LOGGED_IN, BAD_CREDENTIALS -> ProblemKind.UNAUTHENTICATED;
          case NAME_TAKEN -> ProblemKind.NAME_TAKEN;
          case IDENTITY_MISMATCH, DISABLED, FORBIDDEN -> ProblemKind.FORBIDDEN;
          case NO_SUCH_ROOM -> ProblemKind.NOT_FOUND;
          case RATE_LIMITED -> ProblemKind.RATE_LIMITED;
          case TOO_LARGE -> ProblemKind.TOO_LARGE;
          case UNAVAILABLE -> ProblemKind.UNAVAILABLE;
        };
    return Problem.of(kind, null, instance);
  }

  private static ProblemKind kind(LedgerException.Reason reason) {
    return switch (reason) {
      case NOTHING_TO_ERASE, NO_SUCH_POSITION -> ProblemKind.BAD_REQUEST;
      case QUEUE_FULL, CLOSED, NOT_WRITTEN, IN_DOUBT, ROOM_BROKEN, NOT_READ, FENCED ->
          ProblemKind.UNAVAILABLE;
    };
  }

  private static ProblemKind kind(RoomException.Reason reason) {
    return switch (reason) {
      case INVALID_ROOM -> ProblemKind.BAD_REQUEST;
      case NAME_TAKEN -> ProblemKind.NAME_TAKEN;
      case NO_SUCH_ROOM -> ProblemKind.NOT_FOUND;
      case NOT_PERMITTED, ARCHIVED, NO_SUCH_USER -> ProblemKind.FORBIDDEN;
      case SUPERSEDED -> ProblemKind.UNAVAILABLE;
    };
  }

  private static ProblemKind kind(RetentionException.Reason reason) {
    return switch (reason) {
      case LEGAL_HOLD -> ProblemKind.FORBIDDEN;
      case LEASE_LOST -> ProblemKind.UNAVAILABLE;
    };
  }

  private static Problem of(WebApplicationException web, String instance) {
    int status = web.getResponse().getStatus();
    ProblemKind kind = ProblemKind.ofStatus(status);
    Problem problem = Problem.of(kind, null, instance);
    return kind.status() == status
        ? problem
        : new Problem(problem.type(), problem.title(), status, null, instance, null, null);
  }
}
