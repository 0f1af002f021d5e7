package org.securechat.server.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.securechat.protocol.json.Json;

/**
 * What a backup says about itself.
 *
 * @param schemaVersion the version of the migrations that made the tables
 * @param productVersion of the program that made the backup
 * @param createdAt RFC 3339, the moment that the backup shows
 * @param database product and version of the database it was made from
 * @param tables in an order in which they can be loaded
 * @param files the contents of files that are in it, and how many were missing
 */
record Manifest(
    String schemaVersion,
    String productVersion,
    String createdAt,
    String database,
    List<Contents> tables,
    FileContents.Count files) {

  /** Raised when an older program could not read a newer backup. */
  static final int FORMAT = 1;

  static final String TYPE = "securechat/backup";

  Manifest {
    tables = List.copyOf(tables);
  }

  /** A table and how many rows of it there are. */
  record Contents(TableSchema table, long rows) {
    String file() {
      return "tables/" + table.name() + ".jsonl";
    }
  }

  long rows() {
    return tables.stream().mapToLong(Contents::rows).sum();
  }

  byte[] encode() throws IOException {
    ObjectNode json = Json.object();
    json.put("type", TYPE);
    json.put("format", FORMAT);
    json.put("schema_version", schemaVersion);
    json.put("product_version", productVersion);
    json.put("created_at", createdAt);
    json.put("database", database);
    json.putObject("files")
        .put("count", files.kept())
        .put("bytes", files.bytes())
        .put("missing", files.missing());
    ArrayNode list = json.putArray("tables");
    for (Contents contents : tables) {
      ObjectNode table = list.addObject();
      table.put("name", contents.table().name());
      table.put("file", contents.file());
      table.put("rows", contents.rows());
      ArrayNode columns = table.putArray("columns");
      for (TableSchema.Column column : contents.table().columns()) {
        columns
            .addObject()
            .put("name", column.name())
            .put("kind", column.type().name().toLowerCase(Locale.ROOT));
      }
      ArrayNode key = table.putArray("key");
      contents.table().key().forEach(key::add);
    }
    return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws BackupException if the document is not a manifest, or has a format that this program
   *     does not know
   */
  static Manifest parse(byte[] document) throws BackupException {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(document);
    } catch (IOException e) {
      throw new BackupException("manifest.json is not JSON", e);
    }
    if (!TYPE.equals(json.path("type").asText())) {
      throw new BackupException("manifest.json is not that of a SecureChat backup");
    }
    int format = json.path("format").asInt();
    if (format != FORMAT) {
      throw new BackupException(
          "the backup is of format "
              + format
              + ", this program knows format "
              + FORMAT
              + " only: use the program that made it, or a newer one");
    }
    List<Contents> tables = new ArrayList<>();
    for (JsonNode table : json.path("tables")) {
      tables.add(contents(table));
    }
    return new Manifest(
        text(json, "schema_version"),
        text(json, "product_version"),
        text(json, "created_at"),
        text(json, "database"),
        tables,
        files(json.path("files")));
  }

  private static FileContents.Count files(JsonNode json) throws BackupException {
    // One from before there were files has none.
    return json.isMissingNode()
        ? FileContents.Count.NONE
        : new FileContents.Count(
            number(json, "count"), number(json, "bytes"), number(json, "missing"));
  }

  private static long number(JsonNode json, String field) throws BackupException {
    if (!json.path(field).isIntegralNumber()) {
      throw new BackupException("manifest.json lacks the number " + field);
    }
    return json.get(field).asLong();
  }

  private static Contents contents(JsonNode json) throws BackupException {
    List<TableSchema.Column> columns = new ArrayList<>();
    for (JsonNode column : json.path("columns")) {
      columns.add(new TableSchema.Column(text(column, "name"), type(text(column, "kind"))));
    }
    List<String> key = new ArrayList<>();
    json.path("key").forEach(column -> key.add(column.asText()));
    return new Contents(new TableSchema(text(json, "name"), columns, key), number(json, "rows"));
  }

  private static ColumnType type(String name) throws BackupException {
    for (ColumnType type : ColumnType.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    throw new BackupException("manifest.json names an unknown kind of column, " + name);
  }

  private static String text(JsonNode json, String field) throws BackupException {
    JsonNode node = json.path(field);
    if (!node.isTextual()) {
      throw new BackupException("manifest.json lacks " + field);
    }
    return node.asText();
  }
}
