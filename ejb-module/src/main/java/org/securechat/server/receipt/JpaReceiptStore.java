package org.securechat.server.receipt;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import org.securechat.server.query.SearchQuery;

/** The receipts in the database. */
@Stateless
@Local(ReceiptStore.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaReceiptStore implements ReceiptStore {
  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaReceiptStore() {
    this(null);
  }

  @Inject
  public JpaReceiptStore(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public void save(IssuedReceipt receipt) {
    if (entities.find(IssuedReceipt.class, receipt.sha256()) == null) {
      entities.persist(receipt);
    }
  }

  @Override
  public Optional<IssuedReceipt> find(String sha256) {
    return Optional.ofNullable(entities.find(IssuedReceipt.class, sha256));
  }

  @Override
  public List<IssuedReceipt> find(ReceiptSearch search) {
    StringBuilder query = new StringBuilder("SELECT r FROM IssuedReceipt r WHERE 1 = 1");
    search.roomId().ifPresent(room -> query.append(" AND r.roomId = :room"));
    search.username().ifPresent(user -> query.append(" AND r.username = :user"));
    search
        .after()
        .ifPresent(place ->
            query.append(" AND (r.issuedAt < :at OR (r.issuedAt = :at AND r.sha256 > :sha256))"));
    TypedQuery<IssuedReceipt> receipts =
        entities
            .createQuery(
                query.append(" ORDER BY r.issuedAt DESC, r.sha256").toString(), IssuedReceipt.class)
            .setHint("eclipselink.read-only", "True")
            .setMaxResults(search.limit());
    search.roomId().ifPresent(room -> receipts.setParameter("room", room.toString()));
    search.username().ifPresent(user -> receipts.setParameter("user", user));
    search
        .after()
        .ifPresent(place ->
            receipts
                .setParameter("at", place.issuedAt().toEpochMilli())
                .setParameter("sha256", place.sha256()));
    return SearchQuery.list(receipts);
  }

  @Override
  public void countersign(
      String sha256, String certificateSha256, byte[] statement, byte[] signature, long now) {
    entities
        .find(IssuedReceipt.class, sha256, LockModeType.PESSIMISTIC_WRITE)
        .countersign(certificateSha256, statement, signature, now);
  }
}
