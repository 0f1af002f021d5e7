package org.securechat.server.certificate;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.ServerLog;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.OpenSession;

/** Which certificates in use are no longer good, each looked at once. */
final class RevocationReview {

  private final PeerCheck peerCheck;
  private final long nanos;

  RevocationReview(PeerCheck check) {
    this(check, Long.MAX_VALUE);
  }

  private RevocationReview(PeerCheck check, long nanos) {
    this.peerCheck = check;
    this.nanos = nanos;
  }

  /** The same, leaving the rest for the next time when that time is over. */
  RevocationReview within(Duration limit) {
    return new RevocationReview(peerCheck, limit.toNanos());
  }

  /** Refuses a peer that was accepted before. */
  @FunctionalInterface
  interface PeerCheck {
    void check(PeerIdentity peer) throws ProtocolException;
  }

  /** The hashes of the certificates that are refused, and why. */
  Map<String, EndReason> of(Collection<OpenSession> sessions) {
    Map<String, PeerIdentity> peers = new LinkedHashMap<>();
    sessions.forEach(session -> peers.putIfAbsent(session.certificateSha256(), session.peer()));
    Map<String, EndReason> refused = new LinkedHashMap<>();
    long started = System.nanoTime();
    for (PeerIdentity peer : peers.values()) {
      if (System.nanoTime() - started >= nanos || Thread.currentThread().isInterrupted()) {
        break;
      }
      try {
        peerCheck.check(peer);
      } catch (ProtocolException e) {
        ServerLog.certificateEnded(peer.certificateSha256(), e);
        refused.put(peer.certificateSha256(), reason(e.alert()));
      }
    }
    return refused;
  }

  /** PROTOCOL.md 5: a check of a certificate that was accepted has three ways to fail. */
  private static EndReason reason(AlertCode alert) {
    return switch (alert) {
      case CERTIFICATE_EXPIRED -> EndReason.CERTIFICATE_EXPIRED;
      case REVOCATION_UNKNOWN -> EndReason.REVOCATION_UNKNOWN;
      case CERTIFICATE_REVOKED,
          BAD_FRAME,
          BAD_CERTIFICATE,
          ACCESS_DENIED,
          UNKNOWN_AUTHORITY,
          BAD_SIGNATURE,
          BAD_RECORD,
          UNEXPECTED_MESSAGE,
          UNSUPPORTED,
          TIMEOUT,
          TOO_LARGE,
          OVERLOADED,
          INTERNAL_ERROR ->
          EndReason.CERTIFICATE_REVOKED;
    };
  }
}
