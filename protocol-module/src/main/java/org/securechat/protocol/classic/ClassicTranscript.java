package org.securechat.protocol.classic;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.securechat.protocol.crypto.Providers;

/**
 * The transcript of one classic chat session, of which only the hash is kept. Each line is
 *
 * <pre>seqno|ts|ct|sig|fp\n</pre>
 *
 * with ciphertext and signature in canonical base64, so that a message has one line and no other.
 *
 * <p>Not thread-safe.
 */
public final class ClassicTranscript {
  private final MessageDigest digest = Providers.digest("SHA-256");
  private long first;
  private long last;

  /** The text of a line, with its end. */
  public static String line(
      long seqno, long ts, String ciphertext, String signature, String fingerprint) {
    return seqno + "|" + ts + "|" + ciphertext + "|" + signature + "|" + fingerprint + "\n";
  }

  /** Adds a line; numbers rise. */
  public void add(long seqno, String line) {
    if (seqno <= last) {
      throw new IllegalArgumentException("line " + seqno + " after line " + last);
    }
    first = first == 0 ? seqno : first;
    last = seqno;
    digest.update(line.getBytes(StandardCharsets.US_ASCII));
  }

  /** The number of the first message, 0 without any. */
  public long first() {
    return first;
  }

  /** The number of the last message, 0 without any. */
  public long last() {
    return last;
  }

  /** SHA-256 over all lines so far, in lower-case hexadecimal. */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 cannot be continued", e);
    }
  }
}
