package org.securechat.server.backup;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.securechat.server.config.Setting;

/**
 * A request to the {@link BackupTool}. It crosses the border between two class loaders as texts,
 * each under one of the {@linkplain Key keys}; here it gets its types back.
 */
sealed interface ToolRequest {

  /** The backup that is written or read. */
  Path file();

  /**
   * Writes the backup of a database.
   *
   * @param contents the folder of the contents of files
   */
  record Backup(Path file, Database.Address database, Path contents) implements ToolRequest {}

  /** Restores a backup into a database that is thrown away, and verifies it. */
  record Verify(Path file, Signer signer, Path temp) implements ToolRequest {}

  /**
   * Restores a backup and verifies it.
   *
   * @param contents the folder for the contents of files
   * @param replace whether the database that is there may be replaced
   */
  record Restore(Path file, Signer signer, Target target, Path contents, boolean replace)
      implements ToolRequest {}

  /**
   * The server that signed what is in the backup.
   *
   * @param pki its PKI folder
   * @param name its name in receipts
   */
  record Signer(Path pki, String name) {}

  /** Where a backup is restored to. */
  sealed interface Target {
    /** The embedded database in a data folder. */
    record Embedded(Path data) implements Target {}

    /**
     * A database server.
     *
     * @param temp folder with room for the whole database, for a dry run
     */
    record Served(Database.Address database, Path temp) implements Target {}
  }

  /** What a request is made of. */
  enum Key {
    /** {@code backup}, {@code verify} or {@code restore}. */
    COMMAND("command"),
    /** The backup: all commands. */
    FILE("file"),
    /** The server's PKI folder: verify, restore. */
    PKI("pki"),
    /** The server's name in receipts: verify, restore. */
    NAME("name"),
    /** A folder for a temporary database: verify, restore. */
    TEMP("temp"),
    /** {@code true} if a database that is there may be replaced: restore. */
    REPLACE("replace"),
    /** The folder of the contents of files: backup, restore. */
    FILES(Setting.FILES_FOLDER.key()),
    /** The data folder, if its embedded database is restored: restore. */
    DATA("data"),
    /** The database: backup, and restore without {@link #DATA}. */
    DB_CLASS(Setting.DB_CLASS.key()),
    DB_URL(Setting.DB_URL.key()),
    DB_USER(Setting.DB_USER.key()),
    DB_PASSWORD(Setting.DB_PASSWORD.key());

    private final String text;

    Key(String text) {
      this.text = text;
    }

    private Optional<String> in(Map<String, String> request) {
      return Optional.ofNullable(request.get(text));
    }

    private String of(Map<String, String> request) {
      return in(request)
          .orElseThrow(() -> new IllegalArgumentException("the request lacks " + text));
    }
  }

  /**
   * Reads a request.
   *
   * @throws IllegalArgumentException if a key is missing or the command is unknown
   */
  static ToolRequest of(Map<String, String> texts) {
    Path file = Path.of(Key.FILE.of(texts));
    return switch (Key.COMMAND.of(texts)) {
      case "backup" -> new Backup(file, database(texts), contents(texts));
      case "verify" -> new Verify(file, signer(texts), temp(texts));
      case "restore" -> {
        boolean replace = Key.REPLACE.in(texts).map(Boolean::parseBoolean).orElse(false);
        yield new Restore(file, signer(texts), target(texts), contents(texts), replace);
      }
      case String other -> throw new IllegalArgumentException("there is no command " + other);
    };
  }

  private static Target target(Map<String, String> texts) {
    return Key.DATA
        .in(texts)
        .<Target>map(data -> new Target.Embedded(Path.of(data)))
        .orElseGet(() -> new Target.Served(database(texts), temp(texts)));
  }

  private static Signer signer(Map<String, String> texts) {
    return new Signer(Path.of(Key.PKI.of(texts)), Key.NAME.of(texts));
  }

  private static Path contents(Map<String, String> texts) {
    return Path.of(Key.FILES.of(texts));
  }

  private static Path temp(Map<String, String> texts) {
    return Path.of(Key.TEMP.of(texts));
  }

  private static Database.Address database(Map<String, String> texts) {
    return new Database.Address(
        Key.DB_CLASS.of(texts),
        Key.DB_URL.of(texts),
        Key.DB_USER.of(texts),
        Key.DB_PASSWORD.of(texts));
  }
}
