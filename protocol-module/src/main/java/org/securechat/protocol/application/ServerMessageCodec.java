package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalLong;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * Answers and pushes to and from the bytes of one application record. Thread-safe. Whoever sends
 * one push to many writes it once.
 */
public final class ServerMessageCodec {
  private static final int MAX_TYPE_LENGTH = 32;
  private static final int MAX_CODE_LENGTH = 32;

  private static final Kind<?>[] KINDS = {
    new Kind<>(
        "ok",
        Ok.class,
        (re, json) -> new Ok(Fields.counter(json, "re", 1), json),
        (ok, json) -> json.setAll(ok.fields())),
    new Kind<>(
        "error",
        ServerMessage.Failure.class,
        ServerMessageCodec::readFailure,
        ServerMessageCodec::write),
    new Kind<>(
        "message",
        ServerMessage.MessagePush.class,
        (re, json) -> new ServerMessage.MessagePush(RoomFields.entry(json)),
        (push, json) -> RoomFields.put(json, push.entry())),
    new Kind<>(
        "presence",
        ServerMessage.Presence.class,
        (re, json) ->
            new ServerMessage.Presence(
                Fields.name(json, "user"), Fields.room(json, "room"), Json.flag(json, "online")),
        (presence, json) ->
            json.put("user", presence.user())
                .put("room", presence.room())
                .put("online", presence.online())),
    new Kind<>(
        "receipt",
        ServerMessage.ReceiptMessage.class,
        ServerMessageCodec::readReceipt,
        ServerMessageCodec::write),
    new Kind<>(
        "notice",
        ServerMessage.Notice.class,
        (re, json) -> new ServerMessage.Notice(Json.text(json, "text", Bounds.TEXT)),
        (notice, json) -> json.put("text", notice.text())),
  };

  private static final Map<String, Kind<?>> BY_TYPE = Kind.index(Kind::type, KINDS);
  private static final Map<Class<?>, Kind<?>> BY_SHAPE = Kind.index(Kind::shape, KINDS);

  private ServerMessageCodec() {}

  /**
   * Reads what a server sent.
   *
   * @throws JsonException if it is none of the kinds
   */
  public static ServerMessage read(byte[] document) throws JsonException {
    ObjectNode json = Json.parse(document);
    Kind<?> kind = BY_TYPE.get(Json.text(json, "type", MAX_TYPE_LENGTH));
    if (kind == null) {
      throw new JsonException("type is unknown");
    }
    return (ServerMessage) kind.reader().read(0, json);
  }

  /** Writes what a server sends. */
  public static byte[] write(ServerMessage message) {
    Kind<?> kind = BY_SHAPE.get(message.getClass());
    ObjectNode json = Json.object().put("type", kind.type());
    kind.write(message, json);
    return Json.write(json);
  }

  private static ServerMessage.Failure readFailure(long unused, ObjectNode json)
      throws JsonException {
    ErrorCode code =
        ErrorCode.of(Json.text(json, "code", MAX_CODE_LENGTH))
            .orElseThrow(() -> new JsonException("code is unknown"));
    long re = Json.has(json, "re") ? Fields.counter(json, "re", 1) : 0;
    String detail = Json.has(json, "detail") ? Json.text(json, "detail", Bounds.TEXT) : "";
    return new ServerMessage.Failure(re, code, detail);
  }

  private static void write(ServerMessage.Failure failure, ObjectNode json) {
    if (failure.re() != 0) {
      json.put("re", failure.re());
    }
    json.put("code", failure.code().wireName()).put("detail", failure.detail());
  }

  private static ServerMessage.ReceiptMessage readReceipt(long unused, ObjectNode json)
      throws JsonException {
    OptionalLong re =
        Json.has(json, "re")
            ? OptionalLong.of(Fields.counter(json, "re", 1))
            : OptionalLong.empty();
    return new ServerMessage.ReceiptMessage(
        re,
        Json.base64UpTo(json, "receipt", Bounds.RECEIPT),
        Json.base64UpTo(json, "signature", Bounds.RECEIPT_SIGNATURE));
  }

  private static void write(ServerMessage.ReceiptMessage message, ObjectNode json) {
    message.re().ifPresent(re -> json.put("re", re));
    json.put("receipt", Json.base64(message.receipt()))
        .put("signature", Json.base64(message.signature()));
  }
}
