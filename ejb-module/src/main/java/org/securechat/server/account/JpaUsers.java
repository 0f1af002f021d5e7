package org.securechat.server.account;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.securechat.protocol.name.Names;
import org.securechat.server.query.SearchQuery;
import org.securechat.server.query.SqlState;

/** The table {@code users}. */
@Stateless
@Local(Users.class)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class JpaUsers implements Users {
  private static final int IDS_AT_ONCE = 1_000;

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaUsers() {
    this(null);
  }

  @Inject
  public JpaUsers(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public Optional<User> byId(UUID id) {
    return Optional.ofNullable(entities.find(User.class, id.toString()));
  }

  @Override
  public Optional<User> byUsername(String username) {
    // Databases differ in which letters they take for equal; among valid names they agree.
    if (!Names.isUsername(username)) {
      return Optional.empty();
    }
    return entities
        .createQuery("SELECT u FROM User u WHERE u.username = :username", User.class)
        .setParameter("username", username)
        .getResultStream()
        .findFirst();
  }

  @Override
  public List<User> find(UserSearch search) {
    String condition = search.state().isPresent() ? " AND u.state = :state" : "";
    TypedQuery<User> query =
        entities
            .createQuery(
                "SELECT u FROM User u WHERE u.username > :after"
                    + " AND u.username LIKE :text ESCAPE '!'"
                    + condition
                    + " ORDER BY u.username",
                User.class)
            .setParameter("after", search.after())
            .setParameter("text", search.pattern());
    search.state().ifPresent(state -> query.setParameter("state", state.wireName()));
    return SearchQuery.list(query.setMaxResults(search.limit()));
  }

  @Override
  public Set<UUID> activeAmong(Collection<UUID> ids) {
    List<String> all = ids.stream().map(UUID::toString).toList();
    Set<UUID> active = new HashSet<>();
    for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
      entities
          .createQuery(
              "SELECT u.id FROM User u WHERE u.id IN :ids AND u.state = :active", String.class)
          .setParameter("ids", all.subList(from, Math.min(from + IDS_AT_ONCE, all.size())))
          .setParameter("active", AccountState.ACTIVE.wireName())
          .getResultList()
          .forEach(id -> active.add(UUID.fromString(id)));
    }
    return active;
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void add(User user) {
    addWithin(user);
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public void addWithin(User user) {
    if (byUsername(user.username()).isPresent()) {
      // The constraint below would say so, too, but not without a stack trace in the log.
      throw AccountException.nameTaken();
    }
    try {
      entities.persist(user);
      entities.flush();
    } catch (PersistenceException e) {
      if (SqlState.isViolation(e)) {
        throw AccountException.nameTaken();
      }
      throw e;
    }
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public Optional<User> change(UUID id, Consumer<User> change) {
    Optional<User> user = byId(id);
    user.ifPresent(change);
    return user;
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public boolean changeWithin(String username, Consumer<User> change) {
    Optional<User> user = byUsername(username);
    user.ifPresent(change);
    entities.flush();
    return user.isPresent();
  }
}
