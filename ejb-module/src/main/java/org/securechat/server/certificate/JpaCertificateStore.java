package org.securechat.server.certificate;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables {@code revoked_certificate} and {@code uploaded_crl}, and, for reading, the ledger's
 * {@code certificate_record}.
 */
@Stateless
@Local(CertificateStore.class)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class JpaCertificateStore implements CertificateStore {

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaCertificateStore() {
    this(null);
  }

  @Inject
  public JpaCertificateStore(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public long revokedCount() {
    return entities
        .createQuery("SELECT COUNT(r) FROM RevokedCertificate r", Long.class)
        .getSingleResult();
  }

  @Override
  public List<CertificateKey> revokedKeys() {
    return entities
        .createQuery(
            "SELECT r.sha256, r.issuerSha256, r.serial FROM RevokedCertificate r", Object[].class)
        .getResultStream()
        .map(row -> new CertificateKey((String) row[0], (String) row[1], (String) row[2]))
        .toList();
  }

  @Override
  public Optional<RevokedCertificate> revoked(String sha256) {
    return Optional.ofNullable(entities.find(RevokedCertificate.class, sha256));
  }

  @Override
  public Map<String, RevokedCertificate> revoked(Collection<String> hashes) {
    if (hashes.isEmpty()) {
      return Map.of();
    }
    return entities
        .createQuery(
            "SELECT r FROM RevokedCertificate r WHERE r.sha256 IN :hashes",
            RevokedCertificate.class)
        .setParameter("hashes", hashes)
        .getResultStream()
        .collect(Collectors.toMap(r -> r.key().sha256(), Function.identity()));
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void add(RevokedCertificate certificate) {
    entities.persist(certificate);
  }

  @Override
  public List<byte[]> issuers() {
    return entities
        .createQuery(
            "SELECT c.der FROM CertificateRecord c WHERE c.issuesAs IS NOT NULL ORDER BY c.sha256",
            byte[].class)
        .getResultList();
  }

  @Override
  public Map<String, String> listHashes() {
    return entities
        .createQuery("SELECT l.slot, l.sha256 FROM UploadedCrl l", Object[].class)
        .getResultStream()
        .collect(Collectors.toMap(row -> (String) row[0], row -> (String) row[1]));
  }

  @Override
  public Optional<UploadedCrl> list(String slot) {
    return Optional.ofNullable(entities.find(UploadedCrl.class, slot));
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void put(UploadedCrl list) {
    UploadedCrl present = entities.find(UploadedCrl.class, list.slot());
    if (present == null) {
      entities.persist(list);
    } else {
      present.replace(list);
    }
  }

  @Override
  public Map<String, byte[]> page(String after, int limit) {
    TreeMap<String, byte[]> found = new TreeMap<>();
    for (String entity : List.of("CertificateRecord", "RevokedCertificate")) {
      entities
          .createQuery(
              "SELECT c.sha256, c.der FROM "
                  + entity
                  + " c WHERE c.sha256 > :after ORDER BY c.sha256",
              Object[].class)
          .setParameter("after", after)
          .setMaxResults(limit)
          .getResultList()
          .forEach(row -> found.put((String) row[0], (byte[]) row[1]));
    }
    while (found.size() > limit) {
      found.pollLastEntry();
    }
    return found;
  }

  @Override
  public Optional<byte[]> der(String sha256) {
    for (String entity : List.of("CertificateRecord", "RevokedCertificate")) {
      List<byte[]> found =
          entities
              .createQuery(
                  "SELECT c.der FROM " + entity + " c WHERE c.sha256 = :sha256", byte[].class)
              .setParameter("sha256", sha256)
              .getResultList();
      if (!found.isEmpty()) {
        return Optional.of(found.get(0));
      }
    }
    return Optional.empty();
  }
}
