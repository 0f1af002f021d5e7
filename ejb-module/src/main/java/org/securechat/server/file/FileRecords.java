package org.securechat.server.file;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** What the database knows of files. Each method is a transaction, unless it says otherwise. */
public interface FileRecords {

  /**
   * What is kept, in bytes.
   *
   * @param user of this user, uploads included
   * @param room in this room
   * @param total in all rooms
   */
  record Usage(long user, long room, long total) {}

  /**
   * The files of all rooms.
   *
   * @param files how many there are
   * @param bytes how long they are together
   */
  record Totals(long files, long bytes) {}

  /** A content that a user is bringing. */
  record Upload(FileKey key, UUID owner) {}

  /**
   * A file that is there.
   *
   * @param generation where in the folder its content is, see {@link FileKey#placeIn}
   */
  record StoredFile(String generation, long size) {}

  /** A file that is there; with {@code named}, only if a line of the room names it. */
  Optional<StoredFile> find(FileKey key, boolean named);

  Usage usage(UUID user, UUID room);

  /** The files of all rooms. */
  Totals totals();

  /** The size that an upload was begun with. */
  OptionalLong uploadSize(Upload upload);

  /**
   * Notes an upload, or that it goes on. One at a time, on all servers: quotas are looked at and
   * used up in one turn.
   *
   * @throws FileException if a quota would be exceeded
   */
  void begin(Upload upload, long size, FileSettings quotas, long now);

  /** Forgets an upload. */
  void drop(Upload upload);

  /**
   * Forgets an upload unless it was touched since.
   *
   * @return whether it was forgotten
   */
  boolean dropIfBefore(Upload upload, long time);

  /**
   * The upload has become a file.
   *
   * @param generation where its content is
   * @return where another content of this file was, if there was one: it is needed no longer
   */
  Optional<String> finish(Upload upload, String generation, long size, long now);

  /** Notes that somebody is about to name a file that is there. */
  void touch(FileKey key, long now);

  /**
   * Notes, in the transaction of a line, that it names a file.
   *
   * @return whether the file is there; if not, nothing was noted
   */
  boolean name(FileKey key, long position, long now);

  /** Uploads that were not touched since. */
  List<Upload> uploadsBefore(long time, int limit);

  /** Files that no line names, and that were not touched since. */
  List<FileKey> unnamedBefore(long time, int limit);

  /**
   * Forgets lines that are erased.
   *
   * @param room in this room; empty: in all
   * @return the files that they had named
   */
  List<FileKey> forgetErased(Optional<UUID> room, int limit);

  /**
   * Forgets a file unless a line names it, or it was touched since.
   *
   * @return where its content is, if it was forgotten
   */
  Optional<String> forget(FileKey key, long time);

  /** Which of these generations files have. */
  Set<String> known(Collection<String> generations);
}
