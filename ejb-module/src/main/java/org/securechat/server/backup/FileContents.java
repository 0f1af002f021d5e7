package org.securechat.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.server.file.FileKey;
import org.securechat.server.file.FolderMark;

/**
 * The contents of files in a backup: {@code files/NAME} for each that the table {@code room_file}
 * has and that is in the folder. What is missing there, or is not what its hash says, is counted
 * and ends no backup and no restore: the record does not depend on it.
 */
final class FileContents {
  private static final String PREFIX = "files/";

  private FileContents() {}

  /**
   * What became of the contents.
   *
   * @param kept how many are where they should be
   * @param bytes how long these are together
   * @param missing how many are not there, or not whole
   */
  record Count(long kept, long bytes, long missing) {
    static final Count NONE = new Count(0, 0, 0);
  }

  private record Stored(FileKey key, String generation, long size) {
    String entry() {
      return PREFIX + key.storedName();
    }

    Path placeIn(Path folder) {
      return key.placeIn(folder, generation);
    }
  }

  /** Takes what is written as an entry of the backup. */
  interface Sink {
    void add(String entry, Path content) throws IOException;
  }

  private static List<Stored> stored(Connection connection) throws SQLException {
    List<Stored> stored = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT room_id, sha256, generation, size FROM room_file ORDER BY room_id,"
                    + " sha256")) {
      while (rows.next()) {
        FileKey key = new FileKey(UUID.fromString(rows.getString(1)), rows.getString(2));
        stored.add(new Stored(key, rows.getString(3), rows.getLong(4)));
      }
    }
    return stored;
  }

  /** Gives all contents that are in the folder to the sink. */
  static Count write(Connection connection, Path folder, Sink sink)
      throws SQLException, IOException {
    long kept = 0;
    long bytes = 0;
    long missing = 0;
    for (Stored file : stored(connection)) {
      Path content = file.placeIn(folder);
      if (Files.isRegularFile(content) && Files.size(content) == file.size()) {
        sink.add(file.entry(), content);
        kept++;
        bytes += file.size();
      } else {
        missing++;
      }
    }
    return new Count(kept, bytes, missing);
  }

  /**
   * Writes the contents of a backup into a folder, each under its name only when it is whole. One
   * that is there already stays.
   *
   * @param connection to the restored database
   */
  static Count restore(
      Connection connection, BackupFile backup, Path folder, Consumer<String> progress)
      throws SQLException, IOException {
    long kept = 0;
    long bytes = 0;
    long missing = 0;
    mark(connection, folder);
    for (Stored file : stored(connection)) {
      if (!backup.holds(file.entry(), file.key().sha256())) {
        missing++;
        continue;
      }
      put(backup, file, folder);
      kept++;
      bytes += file.size();
    }
    if (kept + missing > 0) {
      progress.accept(
          "files: "
              + kept
              + " are in "
              + folder
              + (missing > 0 ? ", " + missing + " were not in the backup as a whole" : ""));
    }
    return new Count(kept, bytes, missing);
  }

  /** A folder that has no mark becomes the database's. */
  private static void mark(Connection connection, Path folder) throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT mark FROM file_folder WHERE mark IS NOT NULL")) {
      if (rows.next() && FolderMark.read(folder).isEmpty()) {
        FolderMark.write(folder, UUID.fromString(rows.getString(1)));
      }
    }
  }

  private static void put(BackupFile backup, Stored file, Path folder) throws IOException {
    Path place = file.placeIn(folder);
    if (Files.isRegularFile(place) && Files.size(place) == file.size()) {
      return;
    }
    OwnerOnly.createFolder(folder);
    OwnerOnly.createFolder(place.getParent().getParent());
    OwnerOnly.createFolder(place.getParent());
    Files.deleteIfExists(place);
    try (OwnerOnlyFile whole = new OwnerOnlyFile(place);
        InputStream in = backup.entry(file.entry());
        OutputStream out = whole.stream()) {
      in.transferTo(out);
      whole.finish();
    }
  }

  /** Of a backup, without restoring: what {@link #restore} would count. */
  static Count check(Connection connection, BackupFile backup) throws SQLException {
    long kept = 0;
    long bytes = 0;
    long missing = 0;
    for (Stored file : stored(connection)) {
      if (backup.holds(file.entry(), file.key().sha256())) {
        kept++;
        bytes += file.size();
      } else {
        missing++;
      }
    }
    return new Count(kept, bytes, missing);
  }
}
