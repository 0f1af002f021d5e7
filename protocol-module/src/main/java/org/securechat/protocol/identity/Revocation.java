package org.securechat.protocol.identity;

import java.util.Objects;

/**
 * The sources of revocation, and what follows if none of them has an answer. Immutable.
 *
 * @param lists the authorities' revocation lists
 * @param policy what follows if there is neither a current list nor an answer
 * @param revokedHere what this side has revoked itself
 * @param statuses who can be asked about a single certificate
 * @param statusRequired whether a certificate is refused for which there is no answer, even if a
 *     list is current
 */
public record Revocation(
    RevocationSource lists,
    RevocationPolicy policy,
    RevokedCertificates revokedHere,
    StatusSource statuses,
    boolean statusRequired) {

  public Revocation {
    Objects.requireNonNull(lists, "lists");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(revokedHere, "revokedHere");
    Objects.requireNonNull(statuses, "statuses");
  }

  /** By lists alone. */
  public static Revocation byLists(RevocationSource lists, RevocationPolicy policy) {
    return new Revocation(lists, policy, RevokedCertificates.none(), StatusSource.none(), false);
  }

  /** The same with certificates that this side has revoked. */
  public Revocation withRevokedHere(RevokedCertificates certificates) {
    return new Revocation(lists, policy, certificates, statuses, statusRequired);
  }

  /** The same, asking about single certificates as well. */
  public Revocation withStatuses(StatusSource source, boolean required) {
    return new Revocation(lists, policy, revokedHere, source, required);
  }
}
