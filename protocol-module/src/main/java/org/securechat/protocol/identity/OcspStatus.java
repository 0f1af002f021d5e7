package org.securechat.protocol.identity;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What an OCSP responder answered about one certificate (RFC 6960), after its answer was verified.
 *
 * @param state the answer
 * @param thisUpdate the time for which it is right
 * @param until from when on it is no longer to be relied on
 * @param delegate the certificate that the authority gave its responder, if that is to be looked
 *     for on the authority's lists; empty if the authority answered itself, or has excused the
 *     responder from that (id-pkix-ocsp-nocheck)
 */
public record OcspStatus(
    State state, Instant thisUpdate, Instant until, Optional<X509Certificate> delegate) {

  /** The three answers there are. */
  public enum State {
    /** Not revoked. */
    GOOD,
    /** Revoked, for good or for the time being. */
    REVOKED,
    /** The responder does not know the certificate, although it speaks for its authority. */
    UNKNOWN
  }

  public OcspStatus {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(thisUpdate, "thisUpdate");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(delegate, "delegate");
  }

  /** Whether it may still be relied on. */
  public boolean isCurrent(Instant now) {
    return now.isBefore(until);
  }
}
