package org.securechat.protocol.crypto;

import java.security.SecureRandom;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/** The mathematics behind one {@link NamedGroup}. */
interface Agreement {
  /** A fresh private key and its share. */
  KeyExchange offer(SecureRandom random);

  /**
   * Answers a client's share. A Diffie-Hellman group does so with a fresh key of its own; a KEM
   * encapsulates.
   */
  default KeyAnswer answer(byte[] clientShare, SecureRandom random) throws ProtocolException {
    try (KeyExchange own = offer(random)) {
      return new KeyAnswer(own.share(), own.agree(clientShare));
    }
  }

  static ProtocolException refused(String reason) {
    return new ProtocolException(AlertCode.BAD_FRAME, "key share refused: " + reason);
  }
}
