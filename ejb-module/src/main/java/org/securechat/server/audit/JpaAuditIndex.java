package org.securechat.server.audit;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** The table {@code audit_index}. */
@Stateless
@Local(AuditIndex.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaAuditIndex implements AuditIndex {
  @PersistenceContext(unitName = "securechat")
  private EntityManager entities;

  /** For the container. */
  public JpaAuditIndex() {}

  JpaAuditIndex(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void add(AuditRow row) {
    entities.persist(row);
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void flush() {
    entities.flush();
  }
}
