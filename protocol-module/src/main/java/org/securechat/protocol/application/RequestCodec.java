package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/**
 * Requests to and from the bytes of one application record (PROTOCOL.md §7). The fields of a
 * request stand in two switches, one for each direction; the compiler demands both. Thread-safe.
 */
public final class RequestCodec {
  private static final int MAX_TYPE_LENGTH = 32;

  private RequestCodec() {}

  /**
   * Reads what a client sent.
   *
   * @throws RequestException if it is no request; with the id, if at least that could be read
   */
  public static Request read(byte[] document) throws RequestException {
    long id = 0;
    try {
      ObjectNode json = Json.parse(document);
      id = Fields.counter(json, "id", 1);
      // PROTOCOL.md §7.1: a server answers a request of an unknown type with bad_request.
      Request.Type type =
          Request.Type.of(Json.text(json, "type", MAX_TYPE_LENGTH))
              .orElseThrow(() -> new JsonException("type is unknown"));
      return read(type, id, json);
    } catch (JsonException e) {
      throw new RequestException(ErrorCode.BAD_REQUEST, id, e.getMessage());
    }
  }

  private static Request read(Request.Type type, long id, ObjectNode json) throws JsonException {
    return switch (type) {
      case KDF -> new Request.Kdf(id, Fields.username(json, "user"));
      case REGISTER ->
          new Request.Register(
              id,
              Fields.username(json, "username"),
              Json.base64(json, "salt", PasswordKey.SALT_LENGTH),
              Fields.kdf(json),
              key(json, "key"));
      case LOGIN ->
          new Request.Login(
              id,
              Fields.username(json, "user"),
              Fields.optional(json, "key", RequestCodec::key),
              Fields.kinds(json, "kinds"),
              Fields.optional(json, "ends", Fields::sha256));
      case ROOMS ->
          new Request.Rooms(
              id,
              Json.has(json, "list") ? Fields.listing(json) : RoomListing.MEMBER,
              Fields.optional(json, "after", Fields::room),
              limit(json, Request.Rooms.MAX_LIMIT));
      case ROOM -> new Request.RoomRequest(id, room(json));
      case WHO -> new Request.Who(id, room(json));
      case DIRECT -> new Request.Direct(id, Fields.username(json, "user"));
      case JOIN -> new Request.Join(id, room(json));
      case LEAVE -> new Request.Leave(id, room(json));
      case CREATE -> readCreate(id, json);
      case INVITE -> new Request.Invite(id, room(json), Fields.username(json, "user"));
      case INVITATIONS ->
          new Request.Invitations(
              id,
              Fields.optional(json, "after", Fields::room),
              limit(json, Request.Invitations.MAX_LIMIT));
      case DECLINE -> new Request.Decline(id, room(json));
      case BLOCK -> new Request.Block(id, Fields.username(json, "user"));
      case UNBLOCK -> new Request.Unblock(id, Fields.username(json, "user"));
      case BLOCKED ->
          new Request.Blocked(
              id,
              Fields.optional(json, "after", Fields::username),
              limit(json, Request.Blocked.MAX_LIMIT));
      case MODERATE -> readModerate(id, json);
      case SEND -> new Request.Send(id, room(json), Fields.message(json));
      case HISTORY ->
          new Request.History(
              id,
              room(json),
              Fields.counter(json, "after", 0),
              Fields.bounded(json, "limit", 1, Request.History.MAX_LIMIT));
      case SEARCH -> readSearch(id, json);
      case CERTIFICATE -> new Request.CertificateRequest(id, Fields.sha256(json, "sha256"));
      case REVOCATION_LIST ->
          new Request.RevocationListRequest(
              id, Fields.sha256(json, "sha256"), Fields.counter(json, "offset", 0));
      case FILE_BEGIN ->
          new Request.FileBegin(
              id, room(json), Fields.sha256(json, "sha256"), Fields.counter(json, "size", 0));
      case FILE_PART ->
          new Request.FilePart(
              id,
              room(json),
              Fields.sha256(json, "sha256"),
              Fields.counter(json, "offset", 0),
              Json.someBase64(json, "part", Bounds.FILE_PART));
      case FILE_END -> new Request.FileEnd(id, room(json), Fields.sha256(json, "sha256"));
      case FILE ->
          new Request.FileContent(
              id, room(json), Fields.sha256(json, "sha256"), Fields.counter(json, "offset", 0));
      case RECEIPT ->
          new Request.ReceiptRequest(
              id, room(json), position(json, "first"), position(json, "last"));
      case COUNTERSIGN ->
          new Request.Countersign(
              id,
              Json.someBase64(json, "countersignature", Bounds.COUNTERSIGNATURE),
              Fields.signature(json, "signature"));
      case PING -> new Request.Ping(id);
      case BYE -> new Request.Bye(id);
    };
  }

  /** Writes what a client sends. The result of a request with a key is itself a secret. */
  public static byte[] write(Request request) {
    ObjectNode json = Json.object().put("id", request.id()).put("type", request.type().wireName());
    write(request, json);
    return Json.write(json);
  }

  private static void write(Request request, ObjectNode json) {
    switch (request) {
      case Request.Kdf kdf -> json.put("user", kdf.user());
      case Request.Register register -> write(register, json);
      case Request.Login login -> {
        json.put("user", login.user());
        login.key().ifPresent(key -> json.put("key", expose(key)));
        Fields.put(json, "kinds", login.kinds());
        login.ends().ifPresent(lost -> json.put("ends", lost));
      }
      case Request.RoomRequest room -> json.put("room", room.room());
      case Request.Who who -> json.put("room", who.room());
      case Request.Direct direct -> json.put("user", direct.user());
      case Request.Join join -> json.put("room", join.room());
      case Request.Leave leave -> json.put("room", leave.room());
      case Request.Create create ->
          json.put("room", create.room()).put("visibility", create.visibility().wireName());
      case Request.Invite invite -> json.put("room", invite.room()).put("user", invite.user());
      case Request.Invitations page -> write(page.after(), page.limit(), json);
      case Request.Decline decline -> json.put("room", decline.room());
      case Request.Block block -> json.put("user", block.user());
      case Request.Unblock unblock -> json.put("user", unblock.user());
      case Request.Blocked page -> write(page.after(), page.limit(), json);
      case Request.Moderate moderate -> write(moderate, json);
      case Request.Send send -> Fields.put(json.put("room", send.room()), send.message());
      case Request.History history ->
          json.put("room", history.room())
              .put("after", history.after())
              .put("limit", history.limit());
      case Request.Search search -> write(search, json);
      case Request.CertificateRequest certificate -> json.put("sha256", certificate.sha256());
      case Request.RevocationListRequest list ->
          json.put("sha256", list.sha256()).put("offset", list.offset());
      case Request.FileBegin begin -> write(begin, json).put("size", begin.size());
      case Request.FilePart part ->
          write(part, json).put("offset", part.offset()).put("part", Json.base64(part.part()));
      case Request.FileEnd end -> write(end, json);
      case Request.FileContent content -> write(content, json).put("offset", content.offset());
      case Request.ReceiptRequest receipt -> {
        json.put("room", receipt.room());
        receipt.first().ifPresent(first -> json.put("first", first));
        receipt.last().ifPresent(last -> json.put("last", last));
      }
      case Request.Countersign countersign ->
          json.put("countersignature", Json.base64(countersign.countersignature()))
              .put("signature", Json.base64(countersign.signature()));
      case Request.Rooms page ->
          write(page.after(), page.limit(), json.put("list", page.listing().wireName()));
      case Request.Ping _, Request.Bye _ -> {}
    }
  }

  private static ObjectNode write(Request.FileRequest file, ObjectNode json) {
    return json.put("room", file.room()).put("sha256", file.sha256());
  }

  /** A page that is wanted: it begins behind that name. */
  private static void write(Optional<String> after, int limit, ObjectNode json) {
    after.ifPresent(name -> json.put("after", name));
    json.put("limit", limit);
  }

  private static int limit(ObjectNode json, int most) throws JsonException {
    return Json.has(json, "limit") ? Fields.bounded(json, "limit", 1, most) : most;
  }

  private static String room(ObjectNode json) throws JsonException {
    return Fields.room(json, "room");
  }

  private static void write(Request.Register request, ObjectNode json) {
    json.put("username", request.username()).put("salt", Json.base64(request.salt()));
    Fields.put(json, request.kdf());
    json.put("key", expose(request.key()));
  }

  // PROTOCOL.md §7.4: only the server makes direct rooms.
  private static Request.Create readCreate(long id, ObjectNode json) throws JsonException {
    Visibility visibility = Fields.visibility(json);
    if (visibility == Visibility.DIRECT) {
      throw new JsonException("visibility of a created room is public, announced or private");
    }
    return new Request.Create(id, Fields.createdRoom(json, "room"), visibility);
  }

  // PROTOCOL.md §7.5: something has to be looked for.
  private static Request.Search readSearch(long id, ObjectNode json) throws JsonException {
    String room = room(json);
    Optional<String> words = Fields.optional(json, "words", RequestCodec::words);
    Optional<String> sender = Fields.optional(json, "sender", Fields::username);
    if (words.isEmpty() && sender.isEmpty()) {
      throw new JsonException("neither words nor sender");
    }
    return new Request.Search(
        id, room, words, sender, position(json, "before"), limit(json, Request.Search.MAX_LIMIT));
  }

  private static String words(JsonNode json, String field) throws JsonException {
    String words = Json.text(json, field, Request.Search.MAX_WORDS);
    if (words.isEmpty()) {
      throw new JsonException(field + " is empty");
    }
    return words;
  }

  private static void write(Request.Search search, ObjectNode json) {
    json.put("room", search.room());
    search.words().ifPresent(words -> json.put("words", words));
    search.sender().ifPresent(sender -> json.put("sender", sender));
    search.before().ifPresent(before -> json.put("before", before));
    json.put("limit", search.limit());
  }

  private static Request.Moderate readModerate(long id, ObjectNode json) throws JsonException {
    String room = room(json);
    ModerationPayload.Event event =
        ModerationPayload.Event.of(Json.text(json, "event", MAX_TYPE_LENGTH))
            .orElseThrow(() -> new JsonException("event is unknown"));
    boolean aboutRoom = event.subject() == ModerationPayload.Subject.ROOM;
    String subject =
        aboutRoom && !Json.has(json, "subject")
            ? room
            : Json.text(json, "subject", Names.MAX_ROOM_LENGTH);
    String value =
        Json.has(json, "value") ? Json.text(json, "value", ModerationPayload.MAX_RULES) : "";
    if (!event.isSubject(subject, room)) {
      throw new JsonException("subject does not fit the event");
    }
    if (!event.isValue(value)) {
      throw new JsonException("value does not fit the event");
    }
    OptionalLong seconds = OptionalLong.empty();
    if (Json.has(json, "seconds")) {
      seconds = OptionalLong.of(Json.number(json, "seconds", 1, Request.Moderate.MAX_SECONDS));
      if (!event.canEnd()) {
        throw new JsonException("seconds of an event that does not end");
      }
    }
    return new Request.Moderate(id, room, event, subject, value, seconds);
  }

  private static void write(Request.Moderate moderate, ObjectNode json) {
    json.put("room", moderate.room()).put("event", moderate.event().wireName());
    if (moderate.event().subject() != ModerationPayload.Subject.ROOM) {
      json.put("subject", moderate.subject());
    }
    if (!moderate.value().isEmpty()) {
      json.put("value", moderate.value());
    }
    moderate.seconds().ifPresent(seconds -> json.put("seconds", seconds));
  }

  private static OptionalLong position(ObjectNode json, String field) throws JsonException {
    return Json.has(json, field)
        ? OptionalLong.of(Fields.counter(json, field, 1))
        : OptionalLong.empty();
  }

  private static SecretBytes key(JsonNode json, String field) throws JsonException {
    return Fields.secret(json, field, PasswordKey.LENGTH);
  }

  private static String expose(SecretBytes key) {
    byte[] bytes = key.expose();
    try {
      return Json.base64(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
