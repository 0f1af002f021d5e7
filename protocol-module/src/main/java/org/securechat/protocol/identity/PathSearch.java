package org.securechat.protocol.identity;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Looks for the certificates between one that is not part of a handshake and an authority. There
 * can be several of an issuer, because it was renewed. For one thread.
 */
public final class PathSearch {
  private static final int MOST_TRIES = 256;

  private final Issuers issuers;
  private final Judge judge;
  private final List<PeerIdentity> found = new ArrayList<>();
  private ProtocolException fault;
  private int tries;

  /** The certificates whose subject is a certificate's issuer. */
  @FunctionalInterface
  public interface Issuers {
    /** Those that are known; possibly none. */
    List<X509Certificate> of(X509Certificate certificate);
  }

  /** Judges a chain, leaf first. */
  @FunctionalInterface
  public interface Judge {
    /** Whose chain it is. */
    PeerIdentity judge(List<X509Certificate> chain) throws ProtocolException;
  }

  private PathSearch(Issuers issuers, Judge judge) {
    this.issuers = Objects.requireNonNull(issuers);
    this.judge = Objects.requireNonNull(judge);
  }

  /**
   * All ways from a certificate to an authority that are accepted, the shortest first of those that
   * begin alike.
   *
   * @throws ProtocolException if there is none: what is wrong with the most telling
   */
  public static List<PeerIdentity> paths(X509Certificate leaf, Issuers issuers, Judge judge)
      throws ProtocolException {
    PathSearch search = new PathSearch(issuers, judge);
    search.extend(List.of(leaf));
    if (search.found.isEmpty()) {
      throw search.fault;
    }
    return List.copyOf(search.found);
  }

  private void extend(List<X509Certificate> chain) {
    tryOut(chain);
    X509Certificate last = chain.get(chain.size() - 1);
    if (chain.size() >= Limits.MAX_CHAIN_CERTIFICATES) {
      return;
    }
    for (X509Certificate issuer : issuers.of(last)) {
      if (tries < MOST_TRIES
          && !chain.contains(issuer)
          && IssuerSignatures.hasSigned(issuer, last)) {
        List<X509Certificate> longer = new ArrayList<>(chain);
        longer.add(issuer);
        extend(longer);
      }
    }
  }

  private void tryOut(List<X509Certificate> chain) {
    tries++;
    try {
      found.add(judge.judge(chain));
    } catch (ProtocolException e) {
      if (fault == null || fault.alert() == AlertCode.UNKNOWN_AUTHORITY) {
        fault = e;
      }
    }
  }
}
