package org.securechat.protocol.handshake;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The server's choice from a ClientHello (PROTOCOL.md §3.4): by its own preference among what both
 * support, whether or not there is a share for the group yet.
 */
record Negotiation(CipherSuite suite, NamedGroup group) {

  static Negotiation of(ClientHello hello, NegotiationPolicy policy, SignatureScheme own)
      throws ProtocolException {
    // PROTOCOL.md §3.4: unsupported if the client cannot verify this server's signatures.
    if (!hello.signatures().contains(own.wireName())) {
      throw new ProtocolException(
          AlertCode.UNSUPPORTED, "the client does not accept " + own.wireName());
    }
    return new Negotiation(
        best(policy.ciphers(), CipherSuite::wireName, hello.ciphers(), "cipher"),
        best(policy.groups(), NamedGroup::wireName, hello.groups(), "group"));
  }

  private static <T> T best(
      List<T> preferred, Function<T, String> wireName, List<String> offered, String what)
      throws ProtocolException {
    Optional<T> best =
        preferred.stream().filter(choice -> offered.contains(wireName.apply(choice))).findFirst();
    return best.orElseThrow(
        () -> new ProtocolException(AlertCode.UNSUPPORTED, "no " + what + " in common"));
  }
}
