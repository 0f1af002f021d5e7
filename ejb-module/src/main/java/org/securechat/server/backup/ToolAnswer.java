package org.securechat.server.backup;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the {@link BackupTool} has done, as values of the JDK. Confined to one thread. */
final class ToolAnswer {

  /** What an answer is made of; the name in lower case is the key. */
  enum Key {
    /** Why the request failed, a sentence for the operator; then there is nothing else. */
    ERROR,
    /** When the backup was made, ISO 8601. */
    CREATED_AT,
    /** The kind of database that was backed up. */
    DATABASE,
    /** The schema version of the backup. */
    SCHEMA_VERSION,
    /** The number of tables. */
    TABLES,
    /** The number of rows. */
    ROWS,
    /** The number of contents of files. */
    FILES,
    /** The number of contents of files that are missing, or are not what their hash says. */
    FILES_MISSING,
    /** The schema version after a restore. */
    MIGRATED_TO,
    /** The number of transcripts that were verified. */
    TRANSCRIPTS,
    /** The number of lines in them. */
    LINES,
    /** The number of signatures that were verified. */
    SIGNATURES,
    /** The number of receipts that were verified. */
    RECEIPTS,
    /** The file to which the former database was moved. */
    REPLACED
  }

  private final Map<String, Object> values = new TreeMap<>();

  ToolAnswer with(Key key, Object value) {
    values.put(key.name().toLowerCase(Locale.ROOT), value);
    return this;
  }

  ToolAnswer with(Manifest manifest) {
    return with(Key.CREATED_AT, manifest.createdAt())
        .with(Key.DATABASE, manifest.database())
        .with(Key.SCHEMA_VERSION, manifest.schemaVersion())
        .with(Key.TABLES, (long) manifest.tables().size())
        .with(Key.ROWS, manifest.rows())
        .with(manifest.files());
  }

  ToolAnswer with(Restoration.Result result) {
    return with(Key.MIGRATED_TO, result.schemaVersion())
        .with(Key.TRANSCRIPTS, (long) result.findings().rooms())
        .with(Key.LINES, result.findings().lines())
        .with(Key.SIGNATURES, result.findings().signatures())
        .with(Key.RECEIPTS, result.findings().receipts())
        .with(result.files());
  }

  private ToolAnswer with(FileContents.Count files) {
    return with(Key.FILES, files.kept()).with(Key.FILES_MISSING, files.missing());
  }

  /** Strings, whole numbers and times under their keys, in the order of the alphabet. */
  Map<String, Object> values() {
    return values;
  }
}
