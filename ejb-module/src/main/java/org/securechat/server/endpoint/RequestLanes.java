package org.securechat.server.endpoint;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.protocol.application.Request;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.endpoint.ConnectionState.Authenticated;
import org.securechat.server.endpoint.ConnectionState.LoggedIn;
import org.securechat.server.endpoint.ConnectionState.Serving;
import org.securechat.server.limit.FairLane;
import org.securechat.server.limit.LaneException;
import org.securechat.server.limit.LaneKind;
import org.securechat.server.limit.Lanes;

/**
 * Keeps what takes long away from the workers, which serve all connections. Such a request goes
 * into the lane of its kind, and its connection is held until it has been answered: so what the
 * peer sends meanwhile keeps its order (PROTOCOL.md 7.1) and occupies no thread.
 */
@Dependent
class RequestLanes {

  private final Lanes lanes;

  @Inject
  RequestLanes(Lanes lanes) {
    this.lanes = lanes;
  }

  /** What is done with a request. */
  interface Work {
    void carryOut();

    void refuse(LaneException reason);
  }

  /** Carries it out now, or has it wait for its turn in a lane. */
  void run(Serving state, Request request, Work work) {
    Optional<LaneKind> kind = kind(state, request);
    if (kind.isEmpty()) {
      work.carryOut();
      return;
    }
    InFlightPermit held = state.connection().hold();
    try {
      lanes
          .of(kind.get())
          .submit(owner(state), new HeldJob(state.connection(), kind.get(), work, held));
    } catch (LaneException e) {
      refuse(work, e, held);
    }
  }

  private static void refuse(Work work, LaneException reason, InFlightPermit held) {
    try {
      work.refuse(reason);
    } finally {
      held.release();
    }
  }

  /** One share for all connections of a user; before a login, of a certificate. */
  private static Object owner(Serving state) {
    return switch (state) {
      case Authenticated authenticated -> authenticated.connection().peer().certificateSha256();
      case LoggedIn loggedIn -> loggedIn.session().userId();
    };
  }

  /** What is refused in this state costs nothing, and needs no lane. */
  private static Optional<LaneKind> kind(Serving state, Request request) {
    return switch (state) {
      case Authenticated _ ->
          request instanceof Request.AccountRequest
              ? Optional.of(LaneKind.ACCOUNTS)
              : Optional.empty();
      case LoggedIn _ -> afterLogin(request);
    };
  }

  private static Optional<LaneKind> afterLogin(Request request) {
    return switch (request) {
      case Request.ReceiptRequest _ -> Optional.of(LaneKind.RECEIPTS);
      case Request.Search _ -> Optional.of(LaneKind.SEARCHES);
      case Request.ReadingRequest _ -> Optional.of(LaneKind.READING);
      // It waits for a check, which is no reason for parts of other files to wait.
      case Request.FileEnd _ -> Optional.of(LaneKind.CHANGES);
      case Request.FileRequest _ -> Optional.of(LaneKind.FILES);
      case Request.ChangingRequest _ -> Optional.of(LaneKind.CHANGES);
      // The writer has a queue of its own, whose length is bounded for each connection.
      case Request.Send _ -> Optional.empty();
      // Its receipts are made in their lane when all else has been answered.
      case Request.Bye _ -> Optional.empty();
      case Request.Ping _ -> Optional.empty();
      case Request.AccountRequest _ -> Optional.empty();
    };
  }

  private record HeldJob(SecureConnection connection, LaneKind kind, Work work, InFlightPermit held)
      implements FairLane.Job {
    @Override
    public void run() {
      try {
        if (connection.isOpen() || !kind.isReading()) {
          work.carryOut();
        }
      } finally {
        held.release();
      }
    }

    @Override
    public void refused(LaneException reason) {
      refuse(work, reason, held);
    }
  }
}
