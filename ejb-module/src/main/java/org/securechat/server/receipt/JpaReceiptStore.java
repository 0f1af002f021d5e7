package org.securechat.server.receipt;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;

/** The receipts in the database. */
@Stateless
@Local(ReceiptStore.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaReceiptStore implements ReceiptStore {
  @PersistenceContext(unitName = "securechat")
  private EntityManager entities;

  public JpaReceiptStore() {}

  JpaReceiptStore(EntityManager entities) {
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
  public void countersign(String sha256, String certificateSha256, byte[] signature, long now) {
    entities
        .find(IssuedReceipt.class, sha256, LockModeType.PESSIMISTIC_WRITE)
        .countersign(certificateSha256, signature, now);
  }
}
