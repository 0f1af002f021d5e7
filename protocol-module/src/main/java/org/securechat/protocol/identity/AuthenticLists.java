package org.securechat.protocol.identity;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.IdentityHashMap;

/**
 * Which lists count as which issuer's, by {@link RevocationLists#verify}; a list is checked once,
 * not once for each certificate that is judged by it. Thread-safe.
 */
public final class AuthenticLists {
  private static final int MOST = 256;

  private final IdentityHashMap<X509CRL, X509Certificate> verified = new IdentityHashMap<>();

  /** Whether it is the issuer's, complete and understood; not whether it is current. */
  public boolean isAuthentic(X509CRL list, X509Certificate issuer) {
    synchronized (verified) {
      if (issuer.equals(verified.get(list))) {
        return true;
      }
    }
    try {
      RevocationLists.verify(list, issuer);
    } catch (RevocationDataException e) {
      return false;
    }
    synchronized (verified) {
      if (verified.size() >= MOST) {
        verified.clear();
      }
      verified.put(list, issuer);
    }
    return true;
  }
}
