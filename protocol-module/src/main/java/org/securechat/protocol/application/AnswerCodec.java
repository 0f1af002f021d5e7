package org.securechat.protocol.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/** The fields of every shape of {@code ok}, in both directions. */
final class AnswerCodec {
  private AnswerCodec() {}

  static Answer read(Answer.Shape shape, ObjectNode json) throws JsonException {
    return switch (shape) {
      case KDF ->
          new Answer.KdfAnswer(
              Json.base64(json, "salt", PasswordKey.SALT_LENGTH), Fields.kdf(json));
      case LOGIN ->
          new Answer.LoginAnswer(
              Fields.name(json, "user"),
              RoomFields.rooms(json),
              Fields.timestamp(json, "server_time"),
              Fields.counter(json, "next_seq", 1));
      case ROOMS -> new Answer.RoomsAnswer(RoomFields.rooms(json));
      case WHO -> new Answer.WhoAnswer(Fields.room(json, "room"), RoomFields.members(json));
      case ROOM -> new Answer.RoomAnswer(RoomFields.room(Json.object(json, "room")));
      case SENT ->
          new Answer.SentAnswer(
              Fields.room(json, "room"),
              Fields.counter(json, "position", 1),
              Fields.sha256(json, "chain"),
              Fields.timestamp(json, "received_at"));
      case HISTORY ->
          new Answer.HistoryAnswer(
              Fields.room(json, "room"), RoomFields.entries(json), Json.flag(json, "more"));
      case CERTIFICATE ->
          new Answer.CertificateAnswer(
              Fields.sha256(json, "sha256"),
              Json.base64UpTo(json, "certificate", Bounds.CERTIFICATE));
      case EMPTY -> new Answer.Empty();
    };
  }

  static void write(Answer answer, ObjectNode json) {
    switch (answer) {
      case Answer.KdfAnswer kdf -> {
        json.put("salt", Json.base64(kdf.salt()));
        Fields.put(json, kdf.kdf());
      }
      case Answer.LoginAnswer login -> {
        json.put("user", login.user());
        RoomFields.put(json, login.rooms());
        json.put("server_time", login.serverTime()).put("next_seq", login.nextSeq());
      }
      case Answer.RoomsAnswer rooms -> RoomFields.put(json, rooms.rooms());
      case Answer.WhoAnswer who -> {
        ArrayNode users = json.put("room", who.room()).putArray("users");
        who.users()
            .forEach(member ->
                users.addObject().put("name", member.name()).put("online", member.online()));
      }
      case Answer.RoomAnswer room -> RoomFields.put(json.putObject("room"), room.room());
      case Answer.SentAnswer sent ->
          json.put("room", sent.room())
              .put("position", sent.position())
              .put("chain", sent.chain())
              .put("received_at", sent.receivedAt());
      case Answer.HistoryAnswer history -> {
        ArrayNode entries = json.put("room", history.room()).putArray("entries");
        history.entries().forEach(entry -> RoomFields.put(entries.addObject(), entry));
        json.put("more", history.more());
      }
      case Answer.CertificateAnswer certificate ->
          json.put("sha256", certificate.sha256())
              .put("certificate", Json.base64(certificate.certificate()));
      case Answer.Empty _ -> {}
    }
  }
}
