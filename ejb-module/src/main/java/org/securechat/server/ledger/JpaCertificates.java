package org.securechat.server.ledger;

import jakarta.persistence.EntityManager;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The certificates, within a transaction of the caller's. */
final class JpaCertificates {
  private final EntityManager entities;

  JpaCertificates(EntityManager entities) {
    this.entities = entities;
  }

  /** Inserts those that are not there, by their hashes. */
  void insertMissing(Map<String, SenderCertificate> candidates) {
    if (candidates.isEmpty()) {
      return;
    }
    Set<String> stored =
        new HashSet<>(
            entities
                .createQuery(
                    "SELECT c.sha256 FROM CertificateRecord c WHERE c.sha256 IN :hashes",
                    String.class)
                .setParameter("hashes", candidates.keySet())
                .getResultList());
    candidates.forEach((sha256, certificate) -> {
      if (!stored.contains(sha256)) {
        entities.persist(new CertificateRecord(certificate));
      }
    });
  }
}
