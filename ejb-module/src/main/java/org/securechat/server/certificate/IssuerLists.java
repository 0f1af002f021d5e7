package org.securechat.server.certificate;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.protocol.identity.list.ListScope;

/**
 * The lists of one issuer, as far as logins of those whom it has certified depend on them.
 *
 * @param issuer whose lists (RFC 2253)
 * @param state whether its people can log in
 * @param nextUpdate when the first list ends on which a login depends; empty if one is missing now
 * @param warnedFrom from when on that is told
 */
public record IssuerLists(
    String issuer, State state, Optional<Instant> nextUpdate, Optional<Instant> warnedFrom) {

  /** A week, for lists that are made for a month or more. */
  static final Duration NOTICE = Duration.ofDays(7);

  private static final Duration LONG_LIVED = Duration.ofDays(28);

  /** Programs publish lists of short life, some of them late. */
  private static final int SHARE = 16;

  /** How it stands with an issuer's lists. */
  public enum State {
    CURRENT,
    ENDS_SOON,
    /** There was one. */
    ENDED,
    /** There is no list that counts. */
    MISSING,
    /** As {@link #ENDED} or {@link #MISSING}, and nobody is known here who would need one. */
    UNUSED,
    /** There need not be one ({@code securechat.crl=excuse_roots}). */
    EXCUSED;

    /** The name in JSON. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an operator has to do something. */
    public boolean isTold() {
      return isClosed() || this == ENDS_SOON || this == UNUSED;
    }

    /** Whether certificates of the issuer are refused for want of a list. */
    public boolean isClosed() {
      return this == ENDED || this == MISSING;
    }
  }

  /**
   * Looks at the lists of one issuer.
   *
   * @param lists any; those that count as this issuer's are chosen here
   * @param excused whether there need not be one
   */
  static IssuerLists of(
      X509Certificate issuer, Collection<X509CRL> lists, boolean excused, Instant now) {
    String name = issuer.getSubjectX500Principal().getName();
    List<X509CRL> newest = newest(issuer, lists);
    if (excused && newest.stream().noneMatch(list -> RevocationLists.isCurrent(list, now))) {
      return new IssuerLists(name, State.EXCUSED, Optional.empty(), Optional.empty());
    }
    if (newest.isEmpty()) {
      return new IssuerLists(name, State.MISSING, Optional.empty(), Optional.empty());
    }
    List<X509CRL> needed = newest.stream().filter(list -> isNeeded(list, newest, now)).toList();
    if (!needed.stream().allMatch(list -> RevocationLists.isCurrent(list, now))) {
      return new IssuerLists(name, State.ENDED, Optional.empty(), Optional.empty());
    }
    Instant next = first(needed.stream().map(list -> list.getNextUpdate().toInstant()).toList());
    Instant warned = first(needed.stream().map(IssuerLists::warning).toList());
    State state = now.isBefore(warned) ? State.CURRENT : State.ENDS_SOON;
    return new IssuerLists(name, state, Optional.of(next), Optional.of(warned));
  }

  /** The same of an issuer of which no valid certificate is known, if that makes a difference. */
  IssuerLists ofNobody() {
    return state.isClosed() ? new IssuerLists(issuer, State.UNUSED, nextUpdate, warnedFrom) : this;
  }

  /** What there is to say, for people to read. */
  public String text() {
    return switch (state) {
      case CURRENT -> "the list of " + issuer + " is current" + until();
      case ENDS_SOON -> "the list of " + issuer + " ends soon" + until();
      case ENDED -> "the list of " + issuer + " has ended: its certificates are refused";
      case MISSING -> "there is no list of " + issuer + ": its certificates are refused";
      case UNUSED ->
          "there is no current list of "
              + issuer
              + ", of which no valid certificate is known here: revoke it if it is not used any"
              + " more";
      case EXCUSED -> "a list of " + issuer + " is not asked for";
    };
  }

  private String until() {
    return nextUpdate.map(end -> ", until " + end.truncatedTo(ChronoUnit.SECONDS)).orElse("");
  }

  /** Of the lists that are for the same certificates, the one that counts most. */
  private static List<X509CRL> newest(X509Certificate issuer, Collection<X509CRL> lists) {
    Map<ListScope, X509CRL> newest = new LinkedHashMap<>();
    lists.stream()
        .filter(list -> RevocationLists.isAuthentic(list, issuer))
        .forEach(list ->
            newest.merge(
                RevocationLists.form(list).scope(),
                list,
                (a, b) -> RevocationLists.isOlder(a, b) ? b : a));
    return new ArrayList<>(newest.values());
  }

  /** Whether no other list that is current is for all that this one is for. */
  private static boolean isNeeded(X509CRL list, List<X509CRL> others, Instant now) {
    ListScope scope = RevocationLists.form(list).scope();
    return RevocationLists.isCurrent(list, now)
        || others.stream()
            .filter(other -> RevocationLists.isCurrent(other, now))
            .noneMatch(other -> RevocationLists.form(other).scope().includes(scope));
  }

  /** From when on the end of a list is told. */
  static Instant warning(X509CRL list) {
    Instant end = list.getNextUpdate().toInstant();
    Duration life = Duration.between(list.getThisUpdate().toInstant(), end);
    return end.minus(life.compareTo(LONG_LIVED) < 0 ? life.dividedBy(SHARE) : NOTICE);
  }

  private static Instant first(List<Instant> times) {
    return times.stream().min(Comparator.naturalOrder()).orElseThrow();
  }
}
