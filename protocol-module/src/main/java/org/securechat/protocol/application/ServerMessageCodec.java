package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * Answers and pushes to and from the bytes of one application record (PROTOCOL.md §7). A push to
 * many connections is written once and sent to each. Thread-safe.
 */
public final class ServerMessageCodec {
  private static final int MAX_TYPE_LENGTH = 32;
  private static final int MAX_CODE_LENGTH = 32;

  private ServerMessageCodec() {}

  /**
   * Reads what a server sent.
   *
   * @throws JsonException if it is not a message of the protocol
   */
  public static ServerMessage read(byte[] document) throws JsonException {
    ObjectNode json = Json.parse(document);
    ServerMessage.Type type =
        ServerMessage.Type.of(Json.text(json, "type", MAX_TYPE_LENGTH))
            .orElseThrow(() -> new JsonException("type is unknown"));
    return switch (type) {
      case OK -> new Ok(Fields.counter(json, "re", 1), json);
      case ERROR -> readFailure(json);
      case MESSAGE -> new ServerMessage.MessagePush(RoomFields.entry(json));
      case PRESENCE ->
          new ServerMessage.Presence(
              Fields.username(json, "user"), Fields.room(json, "room"), Json.flag(json, "online"));
      case RECEIPT -> readReceipt(json);
      case NOTICE -> new ServerMessage.Notice(Json.text(json, "text", Bounds.TEXT));
    };
  }

  /** Writes what a server sends. */
  public static byte[] write(ServerMessage message) {
    ObjectNode json = Json.object().put("type", message.type().wireName());
    switch (message) {
      case Ok ok -> json.setAll(ok.fields());
      case ServerMessage.Failure failure -> write(failure, json);
      case ServerMessage.MessagePush push -> RoomFields.put(json, push.entry());
      case ServerMessage.Presence presence ->
          json.put("user", presence.user())
              .put("room", presence.room())
              .put("online", presence.online());
      case ServerMessage.ReceiptMessage receipt -> write(receipt, json);
      case ServerMessage.Notice notice -> json.put("text", notice.text());
    }
    return Json.write(json);
  }

  private static ServerMessage.Failure readFailure(ObjectNode json) throws JsonException {
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

  private static ServerMessage.ReceiptMessage readReceipt(ObjectNode json) throws JsonException {
    OptionalLong re =
        Json.has(json, "re")
            ? OptionalLong.of(Fields.counter(json, "re", 1))
            : OptionalLong.empty();
    return new ServerMessage.ReceiptMessage(
        re,
        Json.base64UpTo(json, "receipt", Bounds.RECEIPT),
        Json.base64UpTo(json, "signature", SignedMessage.MAX_SIGNATURE));
  }

  private static void write(ServerMessage.ReceiptMessage message, ObjectNode json) {
    message.re().ifPresent(re -> json.put("re", re));
    json.put("receipt", Json.base64(message.receipt()))
        .put("signature", Json.base64(message.signature()));
  }
}
