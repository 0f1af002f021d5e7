package org.securechat.server.certificate;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.protocol.identity.list.ListFault;
import org.securechat.protocol.identity.list.ListForm;

/**
 * A revocation list that the server has, as an administrator wants to see it.
 *
 * @param source {@code file}, {@code upload} or {@code distribution_point}
 * @param location the file's path or the address; empty for an upload
 * @param issuer whose list it says it is (RFC 2253)
 * @param number its number, if it has one
 * @param thisUpdate when it was issued
 * @param nextUpdate until when it is good; empty if it does not say, which counts as not at all
 * @param entries how many certificates it names
 * @param covers which certificates of its issuer it is for
 * @param state what it is good for
 * @param reason why it cannot be used, or only in part; empty if all is well
 */
public record CrlInfo(
    Source source,
    String location,
    String issuer,
    Optional<String> number,
    Instant thisUpdate,
    Optional<Instant> nextUpdate,
    int entries,
    String covers,
    State state,
    Optional<String> reason) {

  /** What a list is good for. */
  public enum State {
    /** It covers what it is for. */
    CURRENT,
    /** As {@link #CURRENT}, and the next one is to be published now. */
    ENDS_SOON,
    /** It covers nothing any more; what it names stays revoked. */
    ENDED,
    /** It is of the future. */
    NOT_YET,
    /** It covers nothing, and what it names is refused at login. */
    REFUSES_ONLY,
    /** It is not used. */
    UNUSABLE,
    /** No authority that is known here has signed it. */
    UNKNOWN_ISSUER;

    /** The name in JSON. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where the server has a list from. */
  public enum Source {
    /** The list file of the PKI folder. */
    FILE,
    /** An administrator. */
    UPLOAD,
    /** An address that certificates name (RFC 5280 §4.2.1.13). */
    DISTRIBUTION_POINT;

    /** The name in JSON. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Judges a list.
   *
   * @param issuers the authorities that are known here, whatever their level
   * @param others all lists, among which the base of a delta list is looked for
   */
  public static CrlInfo of(
      Source source,
      String location,
      X509CRL crl,
      Collection<X509Certificate> issuers,
      Collection<X509CRL> others,
      Instant now) {
    Judgement judgement = Judgement.of(crl, issuers, others, now);
    ListForm form = RevocationLists.form(crl);
    return new CrlInfo(
        source,
        location,
        crl.getIssuerX500Principal().getName(),
        form.number().map(Object::toString),
        crl.getThisUpdate().toInstant(),
        Optional.ofNullable(crl.getNextUpdate()).map(Date::toInstant),
        form.entries(),
        form.scope().text(),
        judgement.state(),
        judgement.reason());
  }

  /** Whether an authority that is known here has signed it, and it is complete. */
  public boolean accepted() {
    return switch (state) {
      case CURRENT, ENDS_SOON, ENDED, NOT_YET -> true;
      case REFUSES_ONLY, UNUSABLE, UNKNOWN_ISSUER -> false;
    };
  }

  /** Whether it is complete, of the past, and the next one is due in the future. */
  public boolean current() {
    return state == State.CURRENT || state == State.ENDS_SOON;
  }

  private record Judgement(State state, Optional<String> reason) {

    static Judgement of(
        X509CRL crl, Collection<X509Certificate> issuers, Collection<X509CRL> others, Instant now) {
      List<Optional<ListFault>> faults =
          issuers.stream()
              .filter(issuer -> NameBytes.isNamedBy(issuer, crl))
              .map(issuer -> RevocationLists.fault(crl, issuer))
              .toList();
      if (faults.isEmpty()) {
        return because(State.UNKNOWN_ISSUER, "no authority that is known here has that name");
      }
      return faults.stream().anyMatch(Optional::isEmpty)
          ? byTime(crl, now)
          : byFault(faults.get(faults.size() - 1).orElseThrow(), crl, others);
    }

    private static Judgement byFault(ListFault fault, X509CRL crl, Collection<X509CRL> others) {
      return switch (fault) {
        case OTHER_ISSUER, BAD_SIGNATURE -> because(State.UNKNOWN_ISSUER, fault.text());
        case DELTA -> {
          boolean base = others.stream().anyMatch(other -> RevocationLists.isBase(other, crl));
          yield because(State.REFUSES_ONLY, (base ? fault : ListFault.DELTA_WITHOUT_BASE).text());
        }
        case DELTA_WITHOUT_BASE, SOME_REASONS -> because(State.REFUSES_ONLY, fault.text());
        case MAY_NOT_SIGN,
            INDIRECT,
            ATTRIBUTE_CERTIFICATES,
            UNKNOWN_POINT,
            UNKNOWN_EXTENSION,
            TWICE,
            UNKNOWN_FORM ->
            because(State.UNUSABLE, fault.text());
      };
    }

    private static Judgement byTime(X509CRL crl, Instant now) {
      if (RevocationLists.isCurrent(crl, now)) {
        return now.isBefore(IssuerLists.warning(crl))
            ? new Judgement(State.CURRENT, Optional.empty())
            : because(State.ENDS_SOON, "it ends soon");
      }
      return crl.getThisUpdate().toInstant().isAfter(now)
          ? because(State.NOT_YET, "it is of the future")
          : because(State.ENDED, "its next update is past, or it does not say one");
    }

    private static Judgement because(State state, String reason) {
      return new Judgement(state, Optional.of(reason));
    }
  }
}
