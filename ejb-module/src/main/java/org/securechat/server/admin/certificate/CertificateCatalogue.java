package org.securechat.server.admin.certificate;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.certificate.CertificateKey;
import org.securechat.server.certificate.CertificateStore;
import org.securechat.server.certificate.Certificates;
import org.securechat.server.certificate.CrlStatus;
import org.securechat.server.certificate.RevokedCertificate;
import org.securechat.server.session.OpenSession;
import org.securechat.server.session.OpenSessions;

/**
 * The certificates that this server has seen: those that have signed a line, those that were
 * revoked here, and those of sessions that are open on this node.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CertificateCatalogue {

  private static final int STEP = 500;
  private static final int STEPS = 20;

  private final CertificateStore store;
  private final OpenSessions sessions;
  private final CrlStatus lists;

  /** For the container's proxy. */
  public CertificateCatalogue() {
    this(null, null, null);
  }

  @Inject
  public CertificateCatalogue(CertificateStore store, OpenSessions sessions, CrlStatus lists) {
    this.store = store;
    this.sessions = sessions;
    this.lists = lists;
  }

  /** A page of what is searched for. */
  public CertificatePage find(CertificateSearch search) {
    List<OpenSession> open = sessions.list();
    List<X509CRL> authentic = lists.authentic();
    List<CertificateInfo> found = new ArrayList<>();
    String place = search.after();
    for (int step = 0; step < STEPS; step++) {
      Map<String, byte[]> seen = seenAfter(place, open);
      Map<String, RevokedCertificate> revoked = store.revoked(seen.keySet());
      for (Map.Entry<String, byte[]> one : seen.entrySet()) {
        place = one.getKey();
        info(one.getValue(), revoked.get(place), open, authentic)
            .filter(search::wants)
            .ifPresent(found::add);
        if (found.size() == search.limit()) {
          return new CertificatePage(found, Optional.of(place));
        }
      }
      if (seen.size() < STEP) {
        return new CertificatePage(found, Optional.empty());
      }
    }
    return new CertificatePage(found, Optional.of(place));
  }

  private Map<String, byte[]> seenAfter(String place, List<OpenSession> open) {
    TreeMap<String, byte[]> seen = new TreeMap<>(store.page(place, STEP));
    for (OpenSession session : open) {
      String sha256 = session.certificateSha256();
      if (sha256.compareTo(place) > 0) {
        seen.computeIfAbsent(sha256, unknown -> encoded(session.peer().leaf()));
      }
    }
    while (seen.size() > STEP) {
      seen.pollLastEntry();
    }
    return seen;
  }

  /**
   * One certificate.
   *
   * @throws AdministrationException {@code NOT_FOUND} if this server has not seen it
   */
  public CertificateInfo get(String sha256) {
    return find(sha256)
        .orElseThrow(
            () -> AdministrationException.notFound("this server has not seen that certificate"));
  }

  /** One certificate, if this server has seen it. */
  public Optional<CertificateInfo> find(String sha256) {
    List<OpenSession> open = sessions.list();
    Optional<byte[]> der =
        store
            .der(sha256)
            .or(() ->
                open.stream()
                    .filter(session -> session.certificateSha256().equals(sha256))
                    .findFirst()
                    .map(session -> encoded(session.peer().leaf())));
    RevokedCertificate revoked = store.revoked(sha256).orElse(null);
    return der.flatMap(encoded -> info(encoded, revoked, open, lists.authentic()));
  }

  private static Optional<CertificateInfo> info(
      byte[] der, RevokedCertificate revoked, List<OpenSession> open, List<X509CRL> authentic) {
    return Certificates.parse(der)
        .map(certificate -> {
          String sha256 = CertificateKey.of(certificate).sha256();
          return CertificateInfo.of(
              certificate,
              der,
              authentic.stream().anyMatch(crl -> crl.isRevoked(certificate)),
              Optional.ofNullable(revoked).map(RevokedCertificate::revoked),
              sessionsWith(open).getOrDefault(sha256, 0L).intValue());
        });
  }

  private static Map<String, Long> sessionsWith(List<OpenSession> open) {
    return open.stream()
        .collect(Collectors.groupingBy(OpenSession::certificateSha256, Collectors.counting()));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
