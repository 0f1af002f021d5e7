package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/** Fields that occur in more than one message, each with its bound and form. */
final class Fields {
  private Fields() {}

  static String username(JsonNode json, String field) throws JsonException {
    String name = Json.text(json, field, Names.MAX_USERNAME);
    return insist(Names.isUsername(name), name, field, "a username");
  }

  static String createdRoom(JsonNode json, String field) throws JsonException {
    String room = Json.text(json, field, Names.MAX_CREATED_ROOM);
    return insist(Names.isCreatedRoom(room), room, field, "a room name that a user can give");
  }

  static String room(JsonNode json, String field) throws JsonException {
    String room = Json.text(json, field, Names.MAX_ROOM_LENGTH);
    return insist(Names.isRoom(room), room, field, "a room name");
  }

  static String sha256(JsonNode json, String field) throws JsonException {
    String hex = Json.text(json, field, Digests.HEX_LENGTH);
    return insist(Digests.isHex(hex), hex, field, "a hexadecimal SHA-256");
  }

  static String timestamp(JsonNode json, String field) throws JsonException {
    String time = Json.text(json, field, Timestamps.LENGTH);
    return insist(Timestamps.isTimestamp(time), time, field, "a timestamp");
  }

  static Visibility visibility(JsonNode json) throws JsonException {
    return Visibility.of(Json.text(json, "visibility", 16))
        .orElseThrow(() -> new JsonException("visibility is unknown"));
  }

  static RoomListing listing(JsonNode json) throws JsonException {
    return RoomListing.of(Json.text(json, "list", 16))
        .orElseThrow(() -> new JsonException("list is unknown"));
  }

  static long counter(JsonNode json, String field, long min) throws JsonException {
    return Json.number(json, field, min, Bounds.COUNTER);
  }

  static SecretBytes secret(JsonNode json, String field, int length) throws JsonException {
    return SecretBytes.adopt(Json.base64(json, field, length));
  }

  static KdfParameters kdf(JsonNode json) throws JsonException {
    ObjectNode kdf = Json.object(json, "kdf");
    return new KdfParameters(
        bounded(kdf, "memory_kib", KdfParameters.MIN_MEMORY_KIB, KdfParameters.MAX_MEMORY_KIB),
        bounded(kdf, "iterations", KdfParameters.MIN_ITERATIONS, KdfParameters.MAX_ITERATIONS),
        bounded(kdf, "parallelism", KdfParameters.MIN_PARALLELISM, KdfParameters.MAX_PARALLELISM));
  }

  static void put(ObjectNode json, KdfParameters kdf) {
    json.putObject("kdf")
        .put("memory_kib", kdf.memoryKib())
        .put("iterations", kdf.iterations())
        .put("parallelism", kdf.parallelism());
  }

  static SignedMessage message(JsonNode json) throws JsonException {
    ObjectNode message = Json.object(json, "message");
    return new SignedMessage(
        Json.someBase64(message, "payload", SignedMessage.MAX_PAYLOAD),
        signature(message, "signature"));
  }

  static byte[] signature(JsonNode json, String field) throws JsonException {
    return Json.someBase64(json, field, SignedMessage.MAX_SIGNATURE);
  }

  static void put(ObjectNode json, SignedMessage message) {
    json.putObject("message")
        .put("payload", Json.base64(message.payload()))
        .put("signature", Json.base64(message.signature()));
  }

  /** PROTOCOL.md §7.3: an optional list of kinds, known or not. */
  static List<String> kinds(JsonNode json, String field) throws JsonException {
    if (!Json.has(json, field)) {
      return List.of();
    }
    List<String> kinds = Json.texts(json, field, Kinds.MAX, Kinds.MAX_LENGTH);
    for (String kind : kinds) {
      insist(Kinds.isKind(kind), kind, field, "a list of kinds");
    }
    return List.copyOf(kinds);
  }

  static void put(ObjectNode json, String field, List<String> kinds) {
    if (!kinds.isEmpty()) {
      ArrayNode list = json.putArray(field);
      kinds.forEach(list::add);
    }
  }

  static int bounded(JsonNode json, String field, int min, int max) throws JsonException {
    return (int) Json.number(json, field, min, max);
  }

  static <T> Optional<T> optional(JsonNode json, String field, Reader<T> reader)
      throws JsonException {
    return Json.has(json, field) ? Optional.of(reader.read(json, field)) : Optional.empty();
  }

  private static String insist(boolean holds, String value, String field, String what)
      throws JsonException {
    if (!holds) {
      throw new JsonException(field + " is not " + what);
    }
    return value;
  }

  interface Reader<T> {
    T read(JsonNode json, String field) throws JsonException;
  }
}
