package org.securechat.web.problem;

import jakarta.ejb.EJBAccessException;
import jakarta.json.JsonException;
import jakarta.persistence.OptimisticLockException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Optional;
import org.securechat.server.DomainException;
import org.securechat.server.account.AccountException;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.audit.AuditException;
import org.securechat.server.cluster.ClusterException;
import org.securechat.server.evidence.BundleException;
import org.securechat.server.file.FileException;
import org.securechat.server.heads.HeadsException;
import org.securechat.server.lease.LeaseException;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.limit.LaneException;
import org.securechat.server.moderation.ModerationException;
import org.securechat.server.receipt.ReceiptException;
import org.securechat.server.retention.RetentionException;
import org.securechat.server.room.RoomException;
import org.securechat.web.problem.Problem.FieldError;

/** Which problem an exception is. What is not listed here is a defect, and no client's business. */
public final class Problems {

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
    return switch (thrown) {
      case AdministrationException refused -> Optional.of(of(refused, instance));
      case DomainException refused -> Optional.of(Problem.of(kind(refused), null, instance));
      case ConstraintViolationException violation ->
          Optional.of(
              Problem.of(ProblemKind.INVALID, null, instance)
                  .withErrors(Violations.of(violation.getConstraintViolations())));
      // Its message may quote the body, which may hold a password.
      case JsonException _ ->
          Optional.of(
              Problem.of(ProblemKind.BAD_REQUEST, "the body is not a JSON object", instance));
      case OptimisticLockException _ -> Optional.of(of(AdministrationException.stale(), instance));
      case EJBAccessException _ -> Optional.of(Problem.of(ProblemKind.FORBIDDEN, null, instance));
      case WebApplicationException web when !isBodyFault(web.getCause()) ->
          Optional.of(of(web, instance));
      default -> Optional.empty();
    };
  }

  /** Jersey puts a reader's complaint into an exception of its own, whose cause says more. */
  private static boolean isBodyFault(Throwable cause) {
    return cause instanceof JsonException;
  }

  private static Problem of(AdministrationException refused, String instance) {
    Problem problem = Problem.of(kind(refused), refused.detail().orElse(null), instance);
    return refused
        .field()
        .map(field -> problem.withErrors(List.of(new FieldError(field, refused.getMessage()))))
        .orElse(problem);
  }

  /** The kind of problem that a refusal is. Its message is for the log. */
  public static ProblemKind kind(DomainException e) {
    return switch (e) {
      case AdministrationException refused -> kind(refused.reason());
      case AccountException refused -> kind(refused.reason());
      case AuditException refused -> kind(refused.reason());
      case LedgerException failed -> kind(failed.reason());
      case RoomException refused -> kind(refused.reason());
      case RetentionException refused -> kind(refused.reason());
      case ReceiptException refused -> kind(refused.reason());
      case BundleException refused -> kind(refused.reason());
      case LaneException refused -> kind(refused.reason());
      // Administrators write no messages.
      case ModerationException _ -> ProblemKind.FORBIDDEN;
      // They end a start, before anything is served.
      case HeadsException _ -> ProblemKind.UNAVAILABLE;
      case ClusterException _ -> ProblemKind.UNAVAILABLE;
      // Files are brought and got by the chat alone.
      case FileException _ -> ProblemKind.UNAVAILABLE;
      case LeaseException _ -> ProblemKind.UNAVAILABLE;
      // A test finds each family of exceptions that has no case here.
      default -> ProblemKind.UNAVAILABLE;
    };
  }

  private static ProblemKind kind(AdministrationException.Reason reason) {
    return switch (reason) {
      case INVALID -> ProblemKind.INVALID;
      case NOT_FOUND -> ProblemKind.NOT_FOUND;
      case CONFLICT -> ProblemKind.CONFLICT;
      case NAME_TAKEN -> ProblemKind.NAME_TAKEN;
      case STALE -> ProblemKind.STALE;
      case UNCONDITIONAL -> ProblemKind.UNCONDITIONAL;
      case BAD_CREDENTIALS -> ProblemKind.UNAUTHENTICATED;
      case UNAVAILABLE -> ProblemKind.UNAVAILABLE;
    };
  }

  private static ProblemKind kind(AccountException.Reason reason) {
    return switch (reason) {
      case MALFORMED -> ProblemKind.BAD_REQUEST;
      case BAD_CREDENTIALS -> ProblemKind.UNAUTHENTICATED;
      case IDENTITY_MISMATCH, DISABLED, TOO_COSTLY -> ProblemKind.FORBIDDEN;
      case NAME_TAKEN -> ProblemKind.NAME_TAKEN;
      case RATE_LIMITED -> ProblemKind.RATE_LIMITED;
      case OVERLOADED -> ProblemKind.BUSY;
    };
  }

  private static ProblemKind kind(AuditException.Reason reason) {
    return switch (reason) {
      case NOT_WRITTEN, IN_DOUBT, NOT_READABLE -> ProblemKind.UNAVAILABLE;
    };
  }

  private static ProblemKind kind(ReceiptException.Reason reason) {
    return switch (reason) {
      case NO_SUCH_RECEIPT, MALFORMED_COUNTERSIGNATURE, INVALID_COUNTERSIGNATURE ->
          ProblemKind.BAD_REQUEST;
      case RANGE_TOO_WIDE -> ProblemKind.TOO_LARGE;
      case CERTIFICATE_REFUSED, FAILED -> ProblemKind.UNAVAILABLE;
    };
  }

  private static ProblemKind kind(LaneException.Reason reason) {
    return switch (reason) {
      case TOO_MUCH_OF_ONE -> ProblemKind.RATE_LIMITED;
      case FULL, WAITED_TOO_LONG -> ProblemKind.BUSY;
      case RAN_TOO_LONG, CLOSED -> ProblemKind.UNAVAILABLE;
    };
  }

  private static ProblemKind kind(BundleException.Reason reason) {
    return switch (reason) {
      case BUSY -> ProblemKind.BUSY;
      case TOO_LARGE -> ProblemKind.TOO_LARGE;
    };
  }

  private static ProblemKind kind(LedgerException.Reason reason) {
    return switch (reason) {
      case NOTHING_TO_ERASE, ERASED, NO_SUCH_POSITION -> ProblemKind.BAD_REQUEST;
      case QUEUE_FULL -> ProblemKind.BUSY;
      case ROOM_BROKEN -> ProblemKind.RECORD_BROKEN;
      case CLOSED, NOT_WRITTEN, IN_DOUBT, NOT_READ, FENCED, EDITED -> ProblemKind.UNAVAILABLE;
    };
  }

  private static ProblemKind kind(RoomException.Reason reason) {
    return switch (reason) {
      case INVALID_ROOM -> ProblemKind.BAD_REQUEST;
      case NAME_TAKEN -> ProblemKind.NAME_TAKEN;
      case NO_SUCH_ROOM -> ProblemKind.NOT_FOUND;
      case NOT_PERMITTED,
          ARCHIVED,
          MEMBERS_ONLY,
          INVITED_ONLY,
          BANNED,
          READ_ONLY,
          MODERATORS_INVITE,
          NO_SUCH_USER,
          NO_SUCH_MESSAGE,
          BLOCKED ->
          ProblemKind.FORBIDDEN;
      // Only users meet these limits.
      case TOO_MANY_MADE,
          TOO_MANY_MEMBERSHIPS,
          TOO_MANY_INVITATIONS,
          TOO_MANY_INVITATIONS_FROM_ONE,
          TOO_MANY_DIRECT_ROOMS,
          TOO_MANY_BLOCKED,
          TOO_MANY_MODERATORS,
          TOO_MANY_RESTRICTED,
          TOO_MANY_PINS ->
          ProblemKind.FORBIDDEN;
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
