package org.securechat.protocol.identity.ocsp;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.securechat.protocol.identity.OcspStatus;
import org.securechat.protocol.identity.RevocationDataException;

/** From when until when an OCSP answer may be relied on. */
final class OcspTimes {
  /** The responder's clock may be ahead by so much. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  /** How long an answer is good that does not say when the next one is due. */
  private static final Duration WITHOUT_END = Duration.ofMinutes(10);

  private OcspTimes() {}

  static OcspStatus check(SingleResp single, Instant now, Optional<X509Certificate> delegate)
      throws RevocationDataException {
    Instant thisUpdate = single.getThisUpdate().toInstant();
    Instant until =
        single.getNextUpdate() == null
            ? thisUpdate.plus(WITHOUT_END)
            : single.getNextUpdate().toInstant();
    if (thisUpdate.isAfter(now.plus(SKEW))) {
      throw new RevocationDataException("the answer is of the future: " + thisUpdate);
    }
    if (!now.isBefore(until)) {
      throw new RevocationDataException("the answer is out of date since " + until);
    }
    return new OcspStatus(state(single.getCertStatus()), thisUpdate, until, delegate);
  }

  private static OcspStatus.State state(CertificateStatus status) {
    // Bouncy Castle's GOOD is null.
    return switch (status) {
      case null -> OcspStatus.State.GOOD;
      case RevokedStatus _ -> OcspStatus.State.REVOKED;
      default -> OcspStatus.State.UNKNOWN;
    };
  }
}
