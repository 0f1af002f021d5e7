package org.securechat.protocol.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.crypto.Digests;

/**
 * Chains that were accepted, so that the signatures in them are verified once and not at each
 * login. What is remembered is what follows from the bytes of the chain, the authorities and the
 * time alone, and for as long as no certificate among them begins or ceases to be valid; revocation
 * is not remembered. Of bounded size, the least recently asked for goes first. Thread-safe.
 */
final class JudgedChains {
  /** A parsed chain has about 20 KiB. */
  static final int MOST = 1024;

  private final LinkedHashMap<String, Judged> judged = new LinkedHashMap<>(16, 0.75f, true);

  private record Judged(PeerIdentity peer, Span stable) {}

  /** From the first to the last millisecond. */
  private record Span(long first, long last) {
    private static final Span ALWAYS = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

    /** The time around {@code now} in which the certificate is what it is then: valid, or not. */
    Span around(long now, X509Certificate certificate) {
      long begin = certificate.getNotBefore().toInstant().toEpochMilli();
      long end = certificate.getNotAfter().toInstant().toEpochMilli();
      if (now < begin) {
        return new Span(first, Math.min(last, begin - 1));
      }
      return now > end
          ? new Span(Math.max(first, end + 1), last)
          : new Span(Math.max(first, begin), Math.min(last, end));
    }

    boolean has(long time) {
      return first <= time && time <= last;
    }
  }

  /** By what a chain is found: a hash of all that is judged. */
  static String key(List<byte[]> chain, Purpose purpose) {
    byte[] use = purpose.name().getBytes(StandardCharsets.US_ASCII);
    int length = chain.stream().mapToInt(each -> Integer.BYTES + each.length).sum();
    ByteBuffer all =
        ByteBuffer.allocate(Integer.BYTES + use.length + length).putInt(use.length).put(use);
    chain.forEach(each -> all.putInt(each.length).put(each));
    return Digests.sha256Hex(all.array());
  }

  /** What a judgement at that time would say, revocation aside, if it is remembered. */
  Optional<PeerIdentity> find(String key, Instant now) {
    synchronized (judged) {
      return Optional.ofNullable(judged.get(key))
          .filter(each -> each.stable.has(now.toEpochMilli()))
          .map(Judged::peer);
    }
  }

  /**
   * Remembers a chain that was accepted.
   *
   * @param authorities all that a path could have led to
   */
  void remember(
      String key, PeerIdentity peer, Collection<X509Certificate> authorities, Instant now) {
    long time = now.toEpochMilli();
    Span stable = Span.ALWAYS;
    for (X509Certificate certificate : peer.path()) {
      stable = stable.around(time, certificate);
    }
    for (X509Certificate authority : authorities) {
      stable = stable.around(time, authority);
    }
    synchronized (judged) {
      judged.put(key, new Judged(peer, stable));
      if (judged.size() > MOST) {
        judged.pollFirstEntry();
      }
    }
  }
}
