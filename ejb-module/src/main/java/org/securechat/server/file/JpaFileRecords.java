package org.securechat.server.file;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.securechat.server.file.FileException.Reason;

/** The tables {@code room_file}, {@code room_file_line} and {@code room_upload}. */
@Stateless
@Local(FileRecords.class)
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class JpaFileRecords implements FileRecords {
  private static final String NAMED =
      " EXISTS (SELECT 1 FROM room_file_line l"
          + " WHERE l.room_id = f.room_id AND l.sha256 = f.sha256)";

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaFileRecords() {
    this(null);
  }

  @Inject
  public JpaFileRecords(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Optional<StoredFile> find(FileKey key, boolean named) {
    Query file =
        of(
            "SELECT f.generation, f.size FROM room_file f WHERE f.room_id = ?1 AND f.sha256 = ?2"
                + (named ? " AND" + NAMED : ""),
            key);
    return rows(file, 1).stream()
        .map(row -> new StoredFile((String) row[0], ((Number) row[1]).longValue()))
        .findFirst();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Usage usage(UUID user, UUID room) {
    return new Usage(sum("owner_id", user), sum("room_id", room), sum());
  }

  private long sum(String column, UUID value) {
    long sum = 0;
    for (String table : List.of("room_file", "room_upload")) {
      sum +=
          number(
                  query("SELECT SUM(size) FROM " + table + " WHERE " + column + " = ?1")
                      .setParameter(1, value.toString()))
              .orElse(0);
    }
    return sum;
  }

  private long sum() {
    return number(query("SELECT SUM(size) FROM room_file")).orElse(0)
        + number(query("SELECT SUM(size) FROM room_upload")).orElse(0);
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Totals totals() {
    return new Totals(
        number(query("SELECT COUNT(*) FROM room_file")).orElse(0),
        number(query("SELECT SUM(size) FROM room_file")).orElse(0));
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public OptionalLong uploadSize(Upload upload) {
    return number(
        of(
            "SELECT size FROM room_upload WHERE room_id = ?1 AND sha256 = ?2 AND owner_id = ?3",
            upload));
  }

  @Override
  public void begin(Upload upload, long size, FileSettings quotas, long now) {
    JpaFolderRecords.lockFolder(entities);
    long mine = uploadSize(upload).orElse(0);
    Usage usage = usage(upload.owner(), upload.key().room());
    require(usage.user() - mine + size <= quotas.perUser(), Reason.USER_FULL);
    require(usage.room() - mine + size <= quotas.perRoom(), Reason.ROOM_FULL);
    require(usage.total() - mine + size <= quotas.total(), Reason.SERVER_FULL);
    note(upload, size, now);
  }

  private static void require(boolean holds, Reason reason) {
    if (!holds) {
      throw new FileException(reason, "a quota of files is used up");
    }
  }

  private void note(Upload upload, long size, long now) {
    int rows =
        of(
                "UPDATE room_upload SET size = ?4, touched_at = ?5"
                    + " WHERE room_id = ?1 AND sha256 = ?2 AND owner_id = ?3",
                upload)
            .setParameter(4, size)
            .setParameter(5, now)
            .executeUpdate();
    if (rows == 0) {
      of(
              "INSERT INTO room_upload (room_id, sha256, owner_id, size, touched_at)"
                  + " VALUES (?1, ?2, ?3, ?4, ?5)",
              upload)
          .setParameter(4, size)
          .setParameter(5, now)
          .executeUpdate();
    }
  }

  @Override
  public void drop(Upload upload) {
    of("DELETE FROM room_upload WHERE room_id = ?1 AND sha256 = ?2 AND owner_id = ?3", upload)
        .executeUpdate();
  }

  @Override
  public boolean dropIfBefore(Upload upload, long time) {
    return of(
                "DELETE FROM room_upload WHERE room_id = ?1 AND sha256 = ?2 AND owner_id = ?3"
                    + " AND touched_at < ?4",
                upload)
            .setParameter(4, time)
            .executeUpdate()
        > 0;
  }

  @Override
  public Optional<String> finish(Upload upload, String generation, long size, long now) {
    drop(upload);
    // Two servers that finish the same file wait for each other here.
    of(
            "INSERT INTO room_file (room_id, sha256, owner_id, size, touched_at, generation)"
                + " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON DUPLICATE KEY UPDATE touched_at = ?5",
            upload)
        .setParameter(4, size)
        .setParameter(5, now)
        .setParameter(6, generation)
        .executeUpdate();
    Optional<String> before =
        find(upload.key(), false).map(StoredFile::generation).filter(it -> !it.equals(generation));
    if (before.isPresent()) {
      of("UPDATE room_file SET generation = ?3 WHERE room_id = ?1 AND sha256 = ?2", upload.key())
          .setParameter(3, generation)
          .executeUpdate();
    }
    return before;
  }

  @Override
  public void touch(FileKey key, long now) {
    renew(key, now);
  }

  /** Also locks the row, if it is there, until the transaction ends. */
  private boolean renew(FileKey key, long now) {
    return of("UPDATE room_file SET touched_at = ?3 WHERE room_id = ?1 AND sha256 = ?2", key)
            .setParameter(3, now)
            .executeUpdate()
        > 0;
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  public boolean name(FileKey key, long position, long now) {
    // Whoever would forget the file waits for this transaction, or is waited for.
    if (!renew(key, now)) {
      return false;
    }
    of("INSERT INTO room_file_line (room_id, sha256, position) VALUES (?1, ?2, ?3)", key)
        .setParameter(3, position)
        .executeUpdate();
    return true;
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public List<Upload> uploadsBefore(long time, int limit) {
    return rows(
            query(
                    "SELECT room_id, sha256, owner_id FROM room_upload WHERE touched_at < ?1"
                        + " ORDER BY touched_at")
                .setParameter(1, time),
            limit)
        .stream()
        .map(row -> new Upload(key(row), UUID.fromString((String) row[2])))
        .toList();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public List<FileKey> unnamedBefore(long time, int limit) {
    return rows(
            query(
                    "SELECT f.room_id, f.sha256 FROM room_file f WHERE f.touched_at < ?1"
                        + " AND NOT"
                        + NAMED)
                .setParameter(1, time),
            limit)
        .stream()
        .map(JpaFileRecords::key)
        .toList();
  }

  @Override
  public List<FileKey> forgetErased(Optional<UUID> room, int limit) {
    Query erased =
        query(
            "SELECT l.room_id, l.sha256, l.position FROM room_file_line l JOIN transcript_entry e"
                + " ON e.room_id = l.room_id AND e.position = l.position"
                + " WHERE e.erased_by IS NOT NULL"
                + (room.isPresent() ? " AND l.room_id = ?1" : ""));
    room.ifPresent(id -> erased.setParameter(1, id.toString()));
    Set<FileKey> named = new LinkedHashSet<>();
    for (Object[] row : rows(erased, limit)) {
      named.add(key(row));
      query("DELETE FROM room_file_line WHERE room_id = ?1 AND position = ?2")
          .setParameter(1, row[0])
          .setParameter(2, row[2])
          .executeUpdate();
    }
    return List.copyOf(named);
  }

  @Override
  public Optional<String> forget(FileKey key, long time) {
    // The lock comes before the look at what names it.
    Query locked =
        of(
                "SELECT generation FROM room_file WHERE room_id = ?1 AND sha256 = ?2"
                    + " AND touched_at < ?3 FOR UPDATE",
                key)
            .setParameter(3, time);
    Optional<String> there =
        ((List<?>) locked.getResultList()).stream().map(String.class::cast).findFirst();
    if (there.isEmpty() || isNamed(key)) {
      return Optional.empty();
    }
    of("DELETE FROM room_file WHERE room_id = ?1 AND sha256 = ?2", key).executeUpdate();
    return there;
  }

  private boolean isNamed(FileKey key) {
    return !of("SELECT position FROM room_file_line WHERE room_id = ?1 AND sha256 = ?2", key)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  @Override
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Set<String> known(Collection<String> generations) {
    if (generations.isEmpty()) {
      return Set.of();
    }
    String places =
        IntStream.rangeClosed(1, generations.size())
            .mapToObj(place -> "?" + place)
            .collect(Collectors.joining(", "));
    Query files = query("SELECT generation FROM room_file WHERE generation IN (" + places + ")");
    int place = 0;
    for (String generation : generations) {
      files.setParameter(++place, generation);
    }
    return ((List<?>) files.getResultList())
        .stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
  }

  private Query query(String sql) {
    return entities.createNativeQuery(sql);
  }

  private Query of(String sql, FileKey key) {
    return query(sql).setParameter(1, key.room().toString()).setParameter(2, key.sha256());
  }

  private Query of(String sql, Upload upload) {
    return of(sql, upload.key()).setParameter(3, upload.owner().toString());
  }

  private static OptionalLong number(Query query) {
    List<?> rows = query.getResultList();
    return rows.isEmpty() || rows.getFirst() == null
        ? OptionalLong.empty()
        : OptionalLong.of(((Number) rows.getFirst()).longValue());
  }

  private static List<Object[]> rows(Query query, int limit) {
    List<?> rows = query.setMaxResults(limit).getResultList();
    return rows.stream().map(Object[].class::cast).toList();
  }

  private static FileKey key(Object[] row) {
    return new FileKey(UUID.fromString((String) row[0]), (String) row[1]);
  }
}
