package org.securechat.server.renewal;

import java.util.Objects;
import org.securechat.protocol.wire.AlertCode;

/**
 * Why peers refuse a certificate of this server's.
 *
 * @param alert what they would say
 * @param reason in words, with the file that holds it
 */
public record CertificateFault(AlertCode alert, String reason) {

  public CertificateFault {
    Objects.requireNonNull(alert, "alert");
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * Whether nobody can take it. Who has a revocation list that this server has not may take one
   * whose only fault is that.
   */
  public boolean isForEverybody() {
    return alert != AlertCode.REVOCATION_UNKNOWN;
  }
}
