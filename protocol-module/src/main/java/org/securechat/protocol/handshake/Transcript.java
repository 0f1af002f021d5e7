package org.securechat.protocol.handshake;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.wire.Frame;

/**
 * The running hash over all handshake messages (PROTOCOL.md §3.7): hellos as whole frames, sealed
 * messages as content || length || data. Not thread-safe.
 */
final class Transcript {
  /** The frame type, used nowhere else, of the hash that replaces a first ClientHello. */
  private static final int MESSAGE_HASH = 254;

  private final MessageDigest digest;

  Transcript(CipherSuite suite) {
    digest = Providers.digest(suite.hash());
  }

  /**
   * A transcript after a HelloRetry (PROTOCOL.md §3.7.1, RFC 8446 §4.4.1): the first ClientHello is
   * replaced by a frame of type 254 whose body is its hash.
   */
  static Transcript afterRetry(CipherSuite suite, byte[] firstHelloHash, Frame retry) {
    Transcript transcript = new Transcript(suite);
    ByteBuffer header = ByteBuffer.allocate(Integer.BYTES + 1);
    header.putInt(1 + firstHelloHash.length).put((byte) MESSAGE_HASH);
    transcript.digest.update(header.array());
    transcript.digest.update(firstHelloHash);
    return transcript.add(retry);
  }

  static byte[] hashOf(CipherSuite suite, Frame hello) {
    return Providers.digest(suite.hash()).digest(hello.encoded());
  }

  Transcript add(Frame hello) {
    digest.update(hello.encoded());
    return this;
  }

  Transcript add(Message message) {
    digest.update(message.transcriptBytes());
    return this;
  }

  /** The hash so far; the transcript goes on. */
  byte[] hash() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's hashes can be cloned", e);
    }
  }
}
