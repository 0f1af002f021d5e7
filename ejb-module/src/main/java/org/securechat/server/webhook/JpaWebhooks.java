package org.securechat.server.webhook;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code webhook}. */
@Stateless
@Local(Webhooks.class)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class JpaWebhooks implements Webhooks {
  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaWebhooks() {
    this(null);
  }

  @Inject
  public JpaWebhooks(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public Optional<Webhook> byToken(String sha256) {
    return entities
        .createQuery("SELECT w FROM Webhook w WHERE w.tokenSha256 = :hash", Webhook.class)
        .setParameter("hash", sha256)
        .getResultStream()
        .findFirst();
  }

  @Override
  public List<Webhook> of(UUID roomId) {
    return entities
        .createQuery(
            "SELECT w FROM Webhook w WHERE w.roomId = :room ORDER BY w.name, w.id", Webhook.class)
        .setParameter("room", roomId.toString())
        .getResultList();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void addWithin(Webhook webhook) {
    entities.persist(webhook);
    entities.flush();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public boolean removeWithin(UUID roomId, UUID id) {
    return entities
            .createQuery("DELETE FROM Webhook w WHERE w.id = :id AND w.roomId = :room")
            .setParameter("id", id.toString())
            .setParameter("room", roomId.toString())
            .executeUpdate()
        == 1;
  }
}
