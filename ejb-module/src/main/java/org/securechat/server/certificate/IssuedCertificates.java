package org.securechat.server.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.NameBytes;

/**
 * Which certificates known here an issuer has issued, by the name in them. To find them every
 * certificate in the database is read, so an answer is good for a minute. Thread-safe.
 */
final class IssuedCertificates {
  private static final Duration MEMORY = Duration.ofMinutes(1);
  private static final int PAGE = 500;

  private final CertificateStore store;

  /** Guarded by this. */
  private final Map<X509Certificate, Answer> answers = new HashMap<>();

  IssuedCertificates(CertificateStore store) {
    this.store = store;
  }

  private record Answer(List<X509Certificate> issued, Instant until) {}

  synchronized List<X509Certificate> of(X509Certificate issuer, Instant now) {
    answers.values().removeIf(answer -> !answer.until().isAfter(now));
    return answers
        .computeIfAbsent(issuer, _ -> new Answer(read(issuer), now.plus(MEMORY)))
        .issued();
  }

  private List<X509Certificate> read(X509Certificate issuer) {
    List<X509Certificate> found = new ArrayList<>();
    TreeMap<String, byte[]> page = new TreeMap<>(store.page("", PAGE));
    while (!page.isEmpty()) {
      page.values().stream()
          .flatMap(der -> DerCertificate.parse(der).stream())
          .filter(one -> NameBytes.isNamedBy(issuer, one))
          .forEach(found::add);
      page = new TreeMap<>(store.page(page.lastKey(), PAGE));
    }
    return found;
  }
}
