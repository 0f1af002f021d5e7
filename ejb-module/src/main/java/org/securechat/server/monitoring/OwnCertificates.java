package org.securechat.server.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.securechat.server.ServerLog;
import org.securechat.server.classic.ClassicService;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.receipt.ReceiptKey;

/** Until when the certificates are good without which the server cannot work. Thread-safe. */
@ApplicationScoped
public class OwnCertificates {
  private static final Duration NOTICE = Duration.ofDays(30);

  private final ServerIdentity identity;
  private final ReceiptKey receipt;
  private final ClassicService classic;
  private final Clock clock;

  /** For the container's proxy. */
  public OwnCertificates() {
    this(null, null, null, null);
  }

  @Inject
  public OwnCertificates(
      ServerIdentity identity, ReceiptKey receipt, ClassicService classic, Clock clock) {
    this.identity = identity;
    this.receipt = receipt;
    this.classic = classic;
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param use {@code tls}, {@code receipt}, {@code classic} or {@code authority}, of which there
   *     may be several
   */
  public record Own(String use, X509Certificate certificate) {}

  /** Each of them, those of the server itself first. */
  public List<Own> all() {
    List<Own> all = new ArrayList<>();
    all.add(new Own("tls", identity.certificate()));
    all.add(new Own("receipt", receipt.credentials().leaf()));
    if (classic.isEnabled()) {
      all.add(new Own("classic", classic.certificate()));
    }
    identity.authorities().forEach(authority -> all.add(new Own("authority", authority)));
    return all;
  }

  /** When each ends, by what it is for; of several authorities the first to end. */
  public Map<String, Instant> notAfter() {
    Map<String, Instant> ends = new TreeMap<>();
    ends.put("server", identity.certificate().getNotAfter().toInstant());
    ends.put("receipt", receipt.credentials().leaf().getNotAfter().toInstant());
    if (classic.isEnabled()) {
      ends.put("classic", classic.certificate().getNotAfter().toInstant());
    }
    identity.authorities().stream()
        .map(X509Certificate::getNotAfter)
        .min(Comparator.naturalOrder())
        .ifPresent(first -> ends.put("authority", first.toInstant()));
    return ends;
  }

  /** Logs those that end soon. */
  void remind() {
    Instant soon = clock.instant().plus(NOTICE);
    notAfter()
        .forEach((name, end) -> {
          if (end.isBefore(soon)) {
            ServerLog.certificateEnds(name, end);
          }
        });
  }
}
