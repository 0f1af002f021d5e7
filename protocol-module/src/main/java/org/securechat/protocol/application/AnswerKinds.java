package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.json.Json;

/** The fields of every kind of {@code ok}, one entry each. */
final class AnswerKinds {
  static final Map<Class<?>, Kind<?>> BY_SHAPE =
      Kind.index(
          Kind::shape,
          new Kind<>(
              "ok",
              Answer.KdfAnswer.class,
              (re, json) ->
                  new Answer.KdfAnswer(
                      Json.base64(json, "salt", PasswordKey.SALT_LENGTH), Fields.kdf(json)),
              (answer, json) -> {
                json.put("salt", Json.base64(answer.salt()));
                Fields.put(json, answer.kdf());
              }),
          new Kind<>(
              "ok",
              Answer.LoginAnswer.class,
              (re, json) ->
                  new Answer.LoginAnswer(
                      Fields.name(json, "user"),
                      RoomFields.rooms(json),
                      Fields.timestamp(json, "server_time"),
                      Fields.counter(json, "next_seq", 1)),
              (answer, json) -> {
                json.put("user", answer.user());
                RoomFields.put(json, answer.rooms());
                json.put("server_time", answer.serverTime()).put("next_seq", answer.nextSeq());
              }),
          new Kind<>(
              "ok",
              Answer.RoomsAnswer.class,
              (re, json) -> new Answer.RoomsAnswer(RoomFields.rooms(json)),
              (answer, json) -> RoomFields.put(json, answer.rooms())),
          new Kind<>(
              "ok",
              Answer.WhoAnswer.class,
              (re, json) ->
                  new Answer.WhoAnswer(Fields.room(json, "room"), RoomFields.members(json)),
              AnswerKinds::write),
          new Kind<>(
              "ok",
              Answer.RoomAnswer.class,
              (re, json) -> new Answer.RoomAnswer(RoomFields.room(Json.object(json, "room"))),
              (answer, json) -> RoomFields.put(json.putObject("room"), answer.room())),
          new Kind<>(
              "ok",
              Answer.SentAnswer.class,
              (re, json) ->
                  new Answer.SentAnswer(
                      Fields.room(json, "room"),
                      Fields.counter(json, "position", 1),
                      Fields.sha256(json, "chain"),
                      Fields.timestamp(json, "received_at")),
              (answer, json) ->
                  json.put("room", answer.room())
                      .put("position", answer.position())
                      .put("chain", answer.chain())
                      .put("received_at", answer.receivedAt())),
          new Kind<>(
              "ok",
              Answer.HistoryAnswer.class,
              (re, json) ->
                  new Answer.HistoryAnswer(
                      Fields.room(json, "room"), RoomFields.entries(json), Json.flag(json, "more")),
              AnswerKinds::write),
          new Kind<>(
              "ok",
              Answer.CertificateAnswer.class,
              (re, json) ->
                  new Answer.CertificateAnswer(
                      Fields.sha256(json, "sha256"),
                      Json.base64UpTo(json, "certificate", Bounds.CERTIFICATE)),
              (answer, json) ->
                  json.put("sha256", answer.sha256())
                      .put("certificate", Json.base64(answer.certificate()))),
          new Kind<>(
              "ok", Answer.Empty.class, (re, json) -> new Answer.Empty(), (answer, json) -> {}));

  private AnswerKinds() {}

  private static void write(Answer.WhoAnswer answer, ObjectNode json) {
    ArrayNode users = json.put("room", answer.room()).putArray("users");
    answer
        .users()
        .forEach(
            member -> users.addObject().put("name", member.name()).put("online", member.online()));
  }

  private static void write(Answer.HistoryAnswer answer, ObjectNode json) {
    ArrayNode entries = json.put("room", answer.room()).putArray("entries");
    answer.entries().forEach(entry -> RoomFields.put(entries.addObject(), entry));
    json.put("more", answer.more());
  }
}
