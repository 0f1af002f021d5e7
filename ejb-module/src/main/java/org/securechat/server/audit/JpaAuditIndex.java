package org.securechat.server.audit;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import org.securechat.server.query.SearchQuery;

/** The table {@code audit_index}. */
@Stateless
@Local(AuditIndex.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaAuditIndex implements AuditIndex {
  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaAuditIndex() {
    this(null);
  }

  @Inject
  public JpaAuditIndex(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void add(AuditRow row) {
    entities.persist(row);
  }

  @Override
  public List<Long> find(AuditSearch search) {
    TypedQuery<Long> query = entities.createQuery(search.query(), Long.class);
    search.parameters().forEach(query::setParameter);
    return SearchQuery.list(query.setMaxResults(search.limit()));
  }

  @Override
  public List<AuditRow> rows(long first, long last) {
    return entities
        .createQuery(
            "SELECT r FROM AuditRow r WHERE r.number BETWEEN :first AND :last ORDER BY r.number",
            AuditRow.class)
        .setParameter("first", first)
        .setParameter("last", last)
        .setHint("eclipselink.read-only", "True")
        .getResultList();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void flush() {
    entities.flush();
  }
}
