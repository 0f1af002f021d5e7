package org.securechat.server.admin.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.name.Names;

/**
 * The table {@code administrator}. Changes are made within a transaction of the caller's. What is
 * returned outside of one is a copy.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class JpaAdministrators {

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaAdministrators() {
    this(null);
  }

  @Inject
  public JpaAdministrators(EntityManager entities) {
    this.entities = entities;
  }

  public Optional<Administrator> byName(String name) {
    return Names.isUsername(name) ? first("name", name) : Optional.empty();
  }

  public Optional<Administrator> byCertificate(String sha256) {
    return first("certificateSha256", sha256);
  }

  private Optional<Administrator> first(String field, String text) {
    return entities
        .createQuery(
            "SELECT a FROM Administrator a WHERE a." + field + " = :text", Administrator.class)
        .setParameter("text", text)
        .getResultStream()
        .findFirst();
  }

  public List<Administrator> page(String after, int limit) {
    return entities
        .createQuery(
            "SELECT a FROM Administrator a WHERE a.name > :after ORDER BY a.name",
            Administrator.class)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** How many are active and may do everything. */
  public long countActiveAdministrators() {
    return entities
        .createQuery(
            "SELECT COUNT(a) FROM Administrator a"
                + " WHERE a.role = 'administrator' AND a.state = 'active'",
            Long.class)
        .getSingleResult();
  }

  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void addWithin(Administrator administrator) {
    entities.persist(administrator);
    entities.flush();
  }

  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void removeWithin(Administrator administrator) {
    entities.remove(administrator);
    entities.flush();
  }

  /** Makes the database judge what has been changed so far. */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void flush() {
    entities.flush();
  }
}
