package org.securechat.protocol.handshake;

import java.util.List;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SignatureScheme;

/**
 * What this side is willing to use, best first.
 *
 * @param ciphers not empty
 * @param groups not empty
 * @param signatures what the peer may sign with; not empty
 */
public record NegotiationPolicy(
    List<CipherSuite> ciphers, List<NamedGroup> groups, List<SignatureScheme> signatures) {
  /** Everything the protocol has. */
  public static final NegotiationPolicy DEFAULT =
      new NegotiationPolicy(
          List.of(CipherSuite.values()),
          List.of(NamedGroup.values()),
          List.of(SignatureScheme.values()));

  /** Copies the lists. */
  public NegotiationPolicy {
    ciphers = List.copyOf(ciphers);
    groups = List.copyOf(groups);
    signatures = List.copyOf(signatures);
    if (ciphers.isEmpty() || groups.isEmpty() || signatures.isEmpty()) {
      throw new IllegalArgumentException(
          "a policy needs at least one suite, group and signature scheme");
    }
  }

  /** The same with other groups. */
  public NegotiationPolicy withGroups(NamedGroup... others) {
    return new NegotiationPolicy(ciphers, List.of(others), signatures);
  }

  /** The same with other ciphers. */
  public NegotiationPolicy withCiphers(CipherSuite... others) {
    return new NegotiationPolicy(List.of(others), groups, signatures);
  }

  /** The same with other signature schemes. */
  public NegotiationPolicy withSignatures(SignatureScheme... others) {
    return new NegotiationPolicy(ciphers, groups, List.of(others));
  }
}
