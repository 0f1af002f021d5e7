package org.securechat.protocol.application;

import static org.securechat.protocol.application.Fields.optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/** The requests, one entry each. */
final class RequestKinds {
  private static final Kind<?>[] KINDS = {
    new Kind<>(
        "kdf",
        Request.Kdf.class,
        (id, json) -> new Request.Kdf(id, Fields.account(json, "user")),
        (request, json) -> json.put("user", request.user())),
    new Kind<>("register", Request.Register.class, RequestKinds::readRegister, RequestKinds::write),
    new Kind<>(
        "login",
        Request.Login.class,
        (id, json) ->
            new Request.Login(
                id, Fields.account(json, "user"), optional(json, "key", RequestKinds::key)),
        (request, json) -> {
          json.put("user", request.user());
          request.key().ifPresent(key -> json.put("key", expose(key)));
        }),
    new Kind<>(
        "rooms", Request.Rooms.class, (id, json) -> new Request.Rooms(id), (request, json) -> {}),
    new Kind<>(
        "who",
        Request.Who.class,
        (id, json) -> new Request.Who(id, Fields.room(json, "room")),
        (request, json) -> json.put("room", request.room())),
    new Kind<>(
        "join",
        Request.Join.class,
        (id, json) -> new Request.Join(id, Fields.room(json, "room")),
        (request, json) -> json.put("room", request.room())),
    new Kind<>(
        "leave",
        Request.Leave.class,
        (id, json) -> new Request.Leave(id, Fields.room(json, "room")),
        (request, json) -> json.put("room", request.room())),
    new Kind<>(
        "create",
        Request.Create.class,
        RequestKinds::readCreate,
        (request, json) ->
            json.put("room", request.room()).put("visibility", request.visibility().wireName())),
    new Kind<>(
        "invite",
        Request.Invite.class,
        (id, json) -> new Request.Invite(id, Fields.room(json, "room"), Fields.name(json, "user")),
        (request, json) -> json.put("room", request.room()).put("user", request.user())),
    new Kind<>("send", Request.Send.class, RequestKinds::readSend, RequestKinds::write),
    new Kind<>(
        "history",
        Request.History.class,
        (id, json) ->
            new Request.History(
                id,
                Fields.room(json, "room"),
                Fields.counter(json, "after", 0),
                Fields.bounded(json, "limit", 1, Request.History.MAX_LIMIT)),
        (request, json) ->
            json.put("room", request.room())
                .put("after", request.after())
                .put("limit", request.limit())),
    new Kind<>(
        "certificate",
        Request.CertificateRequest.class,
        (id, json) -> new Request.CertificateRequest(id, Fields.sha256(json, "sha256")),
        (request, json) -> json.put("sha256", request.sha256())),
    new Kind<>(
        "receipt",
        Request.ReceiptRequest.class,
        (id, json) -> new Request.ReceiptRequest(id, Fields.room(json, "room")),
        (request, json) -> json.put("room", request.room())),
    new Kind<>(
        "countersign",
        Request.Countersign.class,
        (id, json) ->
            new Request.Countersign(
                id, Fields.sha256(json, "receipt_sha256"), Fields.signature(json, "signature")),
        (request, json) ->
            json.put("receipt_sha256", request.receiptSha256())
                .put("signature", Json.base64(request.signature()))),
    new Kind<>(
        "ping", Request.Ping.class, (id, json) -> new Request.Ping(id), (request, json) -> {}),
    new Kind<>("bye", Request.Bye.class, (id, json) -> new Request.Bye(id), (request, json) -> {}),
  };

  static final Map<String, Kind<?>> BY_TYPE = Kind.index(Kind::type, KINDS);
  static final Map<Class<?>, Kind<?>> BY_SHAPE = Kind.index(Kind::shape, KINDS);

  private RequestKinds() {}

  private static Request.Register readRegister(long id, ObjectNode json) throws JsonException {
    return new Request.Register(
        id,
        Fields.name(json, "username"),
        Fields.email(json, "email"),
        Json.base64(json, "salt", PasswordKey.SALT_LENGTH),
        Fields.kdf(json),
        key(json, "key"));
  }

  private static void write(Request.Register request, ObjectNode json) {
    json.put("username", request.username())
        .put("email", request.email())
        .put("salt", Json.base64(request.salt()));
    Fields.put(json, request.kdf());
    json.put("key", expose(request.key()));
  }

  private static Request.Create readCreate(long id, ObjectNode json) throws JsonException {
    Visibility visibility = Fields.visibility(json);
    if (visibility == Visibility.DIRECT) {
      throw new JsonException("visibility of a created room is public or private");
    }
    return new Request.Create(id, Fields.name(json, "room"), visibility);
  }

  private static Request.Send readSend(long id, ObjectNode json) throws JsonException {
    Optional<String> room = optional(json, "room", Fields::room);
    Optional<String> to = optional(json, "to", Fields::name);
    if (room.isPresent() == to.isPresent()) {
      throw new JsonException("a message goes to a room or to a user");
    }
    return new Request.Send(id, room, to, Fields.message(json));
  }

  private static void write(Request.Send request, ObjectNode json) {
    request.room().ifPresent(room -> json.put("room", room));
    request.to().ifPresent(to -> json.put("to", to));
    Fields.put(json, request.message());
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
