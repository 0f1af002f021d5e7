package org.securechat.server.certificate;

import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.securechat.protocol.identity.OcspStatus;
import org.securechat.protocol.identity.RevocationAddresses;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.StatusSource;
import org.securechat.protocol.identity.ocsp.OcspQuestion;
import org.securechat.server.ServerLog;
import org.securechat.server.http.OutboundHttpClient;
import org.securechat.server.limit.LruMap;

/**
 * Answers of OCSP responders. An answer is asked for again when it is older than the refresh time;
 * if that fails, the old one counts as long as its responder has said. A responder that has failed
 * is left alone for a while, so that it delays one handshake and not all. Thread-safe.
 */
final class OcspStatusCache implements StatusSource {

  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_ANSWERS = 10_000;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

  private final AllowedHosts hosts;
  private final Optional<String> configured;
  private final boolean nonceRequired;
  private final OutboundHttpClient http;
  private final Clock clock;
  private final Duration refresh;
  private final Duration wait;
  private final Map<String, Instant> failed = new ConcurrentHashMap<>();
  private final Map<String, Answered> answers = new LruMap<>(MAX_ANSWERS);

  /**
   * @param configured the responder for all certificates, if they are not to name their own
   * @param refresh after how long it is asked for again
   * @param wait how long an answer is waited for
   */
  OcspStatusCache(
      AllowedHosts hosts,
      Optional<String> configured,
      boolean nonceRequired,
      OutboundHttpClient http,
      Clock clock,
      Duration refresh,
      Duration wait) {
    this.hosts = hosts;
    this.configured = configured;
    this.nonceRequired = nonceRequired;
    this.http = http;
    this.clock = clock;
    this.refresh = refresh;
    this.wait = wait;
  }

  @Override
  public Optional<OcspStatus> statusOf(X509Certificate certificate, X509Certificate issuer) {
    String key = CertificateKey.of(certificate).sha256() + CertificateKey.of(issuer).sha256();
    Instant now = clock.instant();
    Answered known = known(key);
    if (known != null && known.isFresh(now, refresh)) {
      return Optional.of(known.status);
    }
    Optional<OcspStatus> asked = ask(certificate, issuer);
    if (asked.isPresent()) {
      synchronized (answers) {
        answers.put(key, new Answered(asked.get(), now));
      }
      return asked;
    }
    // RFC 6960 §4.2.2.1: an answer counts until its nextUpdate.
    return Optional.ofNullable(known).map(Answered::status).filter(old -> old.isCurrent(now));
  }

  private Answered known(String key) {
    synchronized (answers) {
      return answers.get(key);
    }
  }

  private Optional<OcspStatus> ask(X509Certificate certificate, X509Certificate issuer) {
    List<String> addresses =
        configured.map(List::of).orElseGet(() -> RevocationAddresses.responders(certificate));
    for (String address : addresses) {
      Optional<URI> allowed = hosts.allowed(address).filter(uri -> isWellAt(uri, clock.instant()));
      if (allowed.isPresent()) {
        Optional<OcspStatus> status = ask(allowed.get(), certificate, issuer);
        if (status.isPresent()) {
          return status;
        }
      }
    }
    return Optional.empty();
  }

  private boolean isWellAt(URI address, Instant now) {
    Instant since = failed.get(address.getRawAuthority());
    return since == null || !now.isBefore(since.plus(AFTER_FAILURE));
  }

  private Optional<OcspStatus> ask(
      URI address, X509Certificate certificate, X509Certificate issuer) {
    // RFC 9654 §2.1: the nonce binds the answer to this request.
    OcspQuestion question = OcspQuestion.about(certificate, issuer, nonceRequired);
    try {
      byte[] answer =
          http.post(
              address,
              "application/ocsp-request",
              question.encoded(),
              "application/ocsp-response",
              MAX_BYTES,
              wait);
      OcspStatus status = question.read(answer, clock.instant());
      failed.remove(address.getRawAuthority());
      return Optional.of(status);
    } catch (IOException | RevocationDataException e) {
      // By host: the hosts are the operator's list, the paths are whatever certificates say.
      failed.put(address.getRawAuthority(), clock.instant());
      ServerLog.revocationSourceFailed("OCSP responder " + address, e.getMessage());
      return Optional.empty();
    }
  }

  private record Answered(OcspStatus status, Instant at) {
    boolean isFresh(Instant now, Duration refresh) {
      return status.isCurrent(now) && now.isBefore(at.plus(refresh));
    }
  }
}
