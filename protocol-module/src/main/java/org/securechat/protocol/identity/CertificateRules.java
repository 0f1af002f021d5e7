package org.securechat.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/**
 * When a certificate is accepted (PROTOCOL.md §6): a path to a configured authority, the profile,
 * validity, purpose and revocation.
 *
 * <p>Thread-safe. A certificate is judged at the clock's time; {@link #at} judges at another.
 */
public final class CertificateRules {
  private static final int DIGITAL_SIGNATURE = 0;

  private final TrustedPaths paths;
  private final RevocationCheck revocation;
  private final Clock clock;
  private final Optional<JudgedChains> memory;

  /**
   * Rules.
   *
   * @param trustAnchors the certificates of the authorities; at least one
   * @param revocation where their lists are
   * @param policy what to do without a current list
   */
  public CertificateRules(
      Collection<X509Certificate> trustAnchors,
      RevocationSource revocation,
      RevocationPolicy policy,
      Clock clock) {
    this(trustAnchors, Revocation.byLists(revocation, policy), clock);
  }

  /**
   * Rules with all that can be known about revocation.
   *
   * @param trustAnchors the certificates of the authorities; at least one
   */
  public CertificateRules(
      Collection<X509Certificate> trustAnchors, Revocation revocation, Clock clock) {
    this(new TrustedPaths(trustAnchors), new RevocationCheck(revocation), clock, Optional.empty());
  }

  private CertificateRules(
      TrustedPaths paths, RevocationCheck revocation, Clock clock, Optional<JudgedChains> memory) {
    this.paths = paths;
    this.revocation = revocation;
    this.clock = Objects.requireNonNull(clock, "clock");
    this.memory = memory;
  }

  /**
   * The same rules for those who judge the same chains again and again: the signatures of one that
   * was accepted are verified once. The verdicts are the same; lists, responders and the clock are
   * asked each time.
   */
  public CertificateRules remembering() {
    return new CertificateRules(paths, revocation, clock, Optional.of(new JudgedChains()));
  }

  /**
   * The name of the issuer whose certificate a chain lacks between its last certificate and an
   * authority of these rules, if that is why it leads to none. Decides nothing: for its owner.
   */
  public Optional<String> missingIssuer(List<X509Certificate> chain) {
    return ChainEnd.missingIssuer(chain, paths.authorities());
  }

  /** The same rules at another time, for judging a signature of the past. */
  public CertificateRules at(Clock otherClock) {
    return new CertificateRules(paths, revocation, otherClock, Optional.empty());
  }

  /** As {@link #verifyEncoded}, for certificates that have been parsed. */
  public PeerIdentity verify(List<X509Certificate> chain, Purpose purpose)
      throws ProtocolException {
    List<byte[]> encoded = new ArrayList<>();
    try {
      for (X509Certificate certificate : chain) {
        encoded.add(certificate.getEncoded());
      }
    } catch (CertificateException e) {
      throw bad("a certificate has no encoding", e);
    }
    return verifyEncoded(encoded, purpose);
  }

  /**
   * Judges a chain.
   *
   * @param chain DER, leaf first, each signed by the next; the authority's own certificate may be
   *     left out
   * @throws ProtocolException {@code unknown_authority} if it leads to no configured authority,
   *     {@code certificate_expired} outside the validity of any certificate of it, {@code
   *     certificate_revoked} as {@link RevocationPolicy} says, {@code bad_certificate} for anything
   *     else
   */
  public PeerIdentity verifyEncoded(List<byte[]> chain, Purpose purpose) throws ProtocolException {
    if (chain.isEmpty() || chain.size() > Limits.MAX_CHAIN_CERTIFICATES) {
      throw bad("a chain of " + chain.size() + " certificates", null);
    }
    Instant now = clock.instant();
    try {
      if (memory.isEmpty()) {
        return judge(chain, purpose, now);
      }
      String key = JudgedChains.key(chain, purpose);
      Optional<PeerIdentity> known = memory.get().find(key, now);
      if (known.isPresent()) {
        checkRevocation(known.get().path(), now);
        return known.get();
      }
      PeerIdentity peer = judge(chain, purpose, now);
      memory.get().remember(key, peer, paths.authorities(), now);
      return peer;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Parsers of malformed certificates throw exceptions of any type.
      throw bad("malformed certificate", e);
    }
  }

  private PeerIdentity judge(List<byte[]> encoded, Purpose purpose, Instant now)
      throws ProtocolException, GeneralSecurityException {
    List<X509Certificate> chain = TrustedPaths.parse(encoded);
    X509Certificate leaf = chain.get(0);
    List<X509Certificate> path = paths.validate(chain, now);
    checkUsage(leaf, purpose);
    CertificateNames names = CertificateNames.of(leaf);
    if (!purpose.allows(names)) {
      throw bad("the name of a user in a certificate for " + purpose, null);
    }
    checkRevocation(path, now);
    PublicKey key = leaf.getPublicKey();
    SignatureScheme scheme =
        SignatureScheme.forKey(key).orElseThrow(() -> bad("a key of an unsupported kind", null));
    return new PeerIdentity(chain, path, encoded.get(0), scheme.adopt(key), scheme, names);
  }

  private void checkRevocation(List<X509Certificate> path, Instant now) throws ProtocolException {
    for (int i = 0; i + 1 < path.size(); i++) {
      revocation.check(path.get(i), path.get(i + 1), i + 2 == path.size(), now);
    }
  }

  /**
   * Judges a peer again that was accepted before, without a request: validity, lists, and what this
   * side has revoked. That there is no current list is no reason to refuse it now: only knowledge
   * ends what was accepted. Takes microseconds; sends no request.
   *
   * @throws ProtocolException {@code certificate_expired} or {@code certificate_revoked}
   */
  public void recheck(PeerIdentity peer) throws ProtocolException {
    List<X509Certificate> path = peer.path();
    TrustedPaths.checkValidity(path, clock.instant());
    for (int i = 0; i + 1 < path.size(); i++) {
      revocation.checkLists(path.get(i), path.get(i + 1));
    }
  }

  /**
   * Whether a peer who was accepted before could be accepted by lists again: each of the path has a
   * current one, or the policy demands none. Sends no request.
   */
  public boolean hasCurrentLists(PeerIdentity peer) {
    Instant now = clock.instant();
    List<X509Certificate> path = peer.path();
    return IntStream.range(0, path.size() - 1)
        .allMatch(i ->
            revocation.hasCurrentList(path.get(i), path.get(i + 1), i + 2 == path.size(), now));
  }

  /**
   * As {@link #recheck}, by asking responders. Can wait for seconds.
   *
   * @throws ProtocolException {@code certificate_revoked}
   */
  public void recheckStatus(PeerIdentity peer) throws ProtocolException {
    List<X509Certificate> path = peer.path();
    for (int i = 0; i + 1 < path.size(); i++) {
      X509Certificate certificate = path.get(i);
      X509Certificate issuer = path.get(i + 1);
      revocation.checkStatus(certificate, issuer, revocation.checkLists(certificate, issuer));
    }
  }

  private static void checkUsage(X509Certificate leaf, Purpose purpose)
      throws ProtocolException, GeneralSecurityException {
    // PROTOCOL.md §6: key usage and extended key usage MUST be present (RFC 5280 §4.2.1.3,
    // §4.2.1.12).
    boolean[] usage = leaf.getKeyUsage();
    if (usage == null ? !purpose.mayBeAbsent() : !usage[DIGITAL_SIGNATURE]) {
      throw bad("key usage without digitalSignature", null);
    }
    List<String> extended = leaf.getExtendedKeyUsage();
    if (extended == null ? !purpose.mayBeAbsent() : !purpose.allows(extended)) {
      throw bad("extended key usage does not fit " + purpose, null);
    }
  }

  static ProtocolException bad(String reason, Exception cause) {
    String detail = cause == null ? reason : reason + ": " + cause.getMessage();
    return new ProtocolException(AlertCode.BAD_CERTIFICATE, detail, cause);
  }
}
