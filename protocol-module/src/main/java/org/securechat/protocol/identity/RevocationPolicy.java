package org.securechat.protocol.identity;

import java.security.cert.X509Certificate;

/** What to do with a certificate for whose issuer there is no current revocation list. */
public enum RevocationPolicy {
  /** Refuse it: an attacker who can withhold a list must not be able to revive a certificate. */
  REFUSE,
  /**
   * As {@link #REFUSE}, but for roots that publish no list: the certificate of an issuing authority
   * needs none if a trusted authority has issued it itself. A list that names it still counts.
   */
  EXCUSE_ROOTS,
  /** Accept it, unless an outdated list already names it. For development. */
  ALLOW;

  /**
   * What two options say together.
   *
   * @param withoutLists no list is asked for at all; decides alone
   * @param rootsWithoutList roots need none
   */
  public static RevocationPolicy of(boolean withoutLists, boolean rootsWithoutList) {
    if (withoutLists) {
      return ALLOW;
    }
    return rootsWithoutList ? EXCUSE_ROOTS : REFUSE;
  }

  /** By what a record is judged: without its lists it is incomplete, whatever a login may lack. */
  public RevocationPolicy ofRecords() {
    return this == EXCUSE_ROOTS ? this : REFUSE;
  }

  /**
   * Whether a certificate may lack a current list.
   *
   * @param byTrusted whether its issuer is a trusted authority and not one below it
   */
  public boolean excuses(X509Certificate certificate, boolean byTrusted) {
    return switch (this) {
      case REFUSE -> false;
      case EXCUSE_ROOTS -> byTrusted && certificate.getBasicConstraints() >= 0;
      case ALLOW -> true;
    };
  }
}
