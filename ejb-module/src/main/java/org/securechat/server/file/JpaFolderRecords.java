package org.securechat.server.file;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The table {@code file_folder}. */
@Stateless
@Local(FolderRecords.class)
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class JpaFolderRecords implements FolderRecords {
  private static final String MARK = "SELECT mark FROM file_folder WHERE id = 1";

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaFolderRecords() {
    this(null);
  }

  @Inject
  public JpaFolderRecords(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public Optional<UUID> mark() {
    return mark(MARK);
  }

  @Override
  public UUID claim(Supplier<UUID> make) {
    Optional<UUID> known = mark(lock(MARK));
    return known.orElseGet(() -> {
      UUID made = make.get();
      entities
          .createNativeQuery("UPDATE file_folder SET mark = ?1 WHERE id = 1")
          .setParameter(1, made.toString())
          .executeUpdate();
      return made;
    });
  }

  /** Until the transaction ends, everybody else who reads it in this way waits. */
  static String lock(String sql) {
    return sql + " FOR UPDATE";
  }

  /** Locks the row of the folder, until the transaction ends. */
  static void lockFolder(EntityManager entities) {
    entities.createNativeQuery(lock(MARK)).getResultList();
  }

  private Optional<UUID> mark(String sql) {
    List<?> rows = entities.createNativeQuery(sql).getResultList();
    return rows.isEmpty() || rows.getFirst() == null
        ? Optional.empty()
        : Optional.of(UUID.fromString((String) rows.getFirst()));
  }
}
