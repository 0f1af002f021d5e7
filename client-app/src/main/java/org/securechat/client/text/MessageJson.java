package org.securechat.client.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.session.Contradiction;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.json.Json;

/**
 * What programs read: one JSON object a line, in ASCII, so that neither locale nor terminal can
 * spoil it.
 */
public final class MessageJson {
  private static final ObjectWriter WRITER =
      Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private MessageJson() {}

  /** One line, without its end. */
  public static String line(ObjectNode object) {
    try {
      return WRITER.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode of(String type) {
    return Json.object().put("type", type);
  }

  /** {@code {"type":"message",…}}. */
  public static ObjectNode message(RoomMessage message) {
    ObjectNode json =
        of("message")
            .put("room", message.room())
            .put("position", message.position())
            .put("received_at", message.receivedAt())
            .put("sender", message.sender());
    body(json, message.body());
    json.put("verified", message.verified()).put("live", message.live());
    faults(json, message.findings());
    return json;
  }

  /**
   * {@code {"type":"match",…}}: a message that was found in what is kept.
   *
   * @param state what became of it
   * @param wordsAt the line that the text is of
   */
  public static ObjectNode match(RoomMessage message, String state, long wordsAt) {
    ObjectNode json = message(message);
    json.put("type", "match").remove("live");
    return json.put("state", state).put("words_at", wordsAt);
  }

  /** {@code {"type":"found",…}}: a line that the server has found. */
  public static ObjectNode found(RoomMessage.Found found) {
    ObjectNode json = message(found.line());
    json.put("type", "found").remove("live");
    return json.put("placed", found.placed());
  }

  private static void body(ObjectNode json, MessageBody body) {
    switch (body) {
      case MessageBody.Said said -> {
        put(json, said.content());
        if (said.content() instanceof MessageContent.Read) {
          json.put("up_to", said.after());
        }
        json.put("sent_at", said.sentAt());
        if (said.byProgram()) {
          json.put("bot", true);
        }
      }
      case MessageBody.Event event ->
          json.put("kind", event.event().wireName())
              .put("subject", event.subject())
              .put("actor", event.actor());
      case MessageBody.Decided(ModerationPayload decision) -> {
        json.put("kind", decision.event().wireName())
            .put("subject", decision.subject())
            .put("actor", decision.actor())
            .put("value", decision.value());
        if (!decision.until().isEmpty()) {
          json.put("until", decision.until());
        }
      }
      case MessageBody.Classic classic -> {
        json.put("kind", "classic").put("seqno", classic.seqno()).put("ts", classic.ts());
        classic.text().ifPresent(text -> json.put("text", text));
        json.put("client_signature_checked", classic.signatureChecked());
      }
      case MessageBody.ClassicNote note ->
          json.put("kind", "classic_" + note.note().wireName()).put("detail", note.detail());
      case MessageBody.Webhook webhook ->
          json.put("kind", "webhook").put("name", webhook.name()).put("text", webhook.text());
      case MessageBody.Erased _ -> json.put("kind", "erased");
      case MessageBody.Unknown unknown ->
          json.put("kind", "unknown").put("of_kind", unknown.kind());
      case MessageBody.Unreadable _ -> json.put("kind", "unreadable");
    }
  }

  /** What a user says: {@code kind} and its own fields. A message with mentions is a text, too. */
  public static void put(ObjectNode json, MessageContent content) {
    json.put("kind", kind(content));
    content.about().ifPresent(about -> json.put("about", about.position()));
    content.words().ifPresent(words -> json.put("text", words));
    if (!content.mentions().isEmpty()) {
      content.mentions().forEach(json.putArray("mentions")::add);
    }
    switch (content) {
      case MessageContent.Removal removal -> json.put("reason", removal.reason());
      case MessageContent.Reaction reaction ->
          json.put("symbol", reaction.symbol()).put("action", reaction.action().wireName());
      case MessageContent.SharedFile shared -> put(json.putObject("file"), shared.file());
      case MessageContent.Text _,
          MessageContent.Reply _,
          MessageContent.Edit _,
          MessageContent.Retraction _,
          MessageContent.Read _ -> {
        // What they say is above.
      }
    }
  }

  private static void put(ObjectNode json, FileInfo file) {
    json.put("name", file.name())
        .put("size", file.size())
        .put("media_type", file.mediaType())
        .put("sha256", file.sha256());
  }

  private static String kind(MessageContent content) {
    return content instanceof MessageContent.Text ? "text" : content.kind().name();
  }

  private static void faults(ObjectNode json, List<TranscriptFinding> findings) {
    ArrayNode list = json.putArray("faults");
    for (TranscriptFinding finding : findings) {
      list.addObject().put("code", finding.fault().code()).put("detail", finding.toString());
    }
  }

  /** {@code {"type":"alarm",…}}. */
  public static ObjectNode alarm(String room, TranscriptFinding finding) {
    ObjectNode json = of("alarm").put("room", room);
    faults(json, List.of(finding));
    return json;
  }

  /** {@code {"type":"contradiction",…}}. */
  public static ObjectNode contradiction(Contradiction found) {
    return of("contradiction")
        .put("room", found.room())
        .put("relation", found.relation().wireName())
        .put("position", found.position())
        .put("folder", found.folder().map(Path::toString).orElse(""));
  }

  /** {@code {"type":"receipt",…}}. */
  public static ObjectNode receipt(ReceiptOutcome receipt) {
    ObjectNode json =
        of("receipt")
            .put("room", receipt.room())
            .put("first", receipt.first())
            .put("last", receipt.last())
            .put("compared", receipt.compared())
            .put("folder", receipt.folder().toString())
            .put("verified", receipt.verified());
    ArrayNode faults = json.putArray("faults");
    receipt.faults().forEach(faults::add);
    return json;
  }

  /** {@code {"type":"sent",…}}. */
  public static ObjectNode sent(Answer.SentAnswer sent) {
    return of("sent")
        .put("room", sent.room())
        .put("position", sent.position())
        .put("chain", sent.chain())
        .put("received_at", sent.receivedAt());
  }

  /** {@code {"type":"room",…}}. */
  public static ObjectNode room(RoomInfo room) {
    return of("room")
        .put("room", room.name())
        .put("id", room.id())
        .put("visibility", room.visibility().wireName())
        .put("member", room.member())
        .put("position", room.position())
        .put("chain", room.chain())
        .put("role", room.terms().role().map(RoomRole::wireName).orElse(""))
        .put("topic", room.terms().topic())
        .put("writers", room.terms().writers())
        .put("slow", room.terms().slowSeconds());
  }

  /** As {@link #room}, with the rules and the pinned messages. */
  public static ObjectNode roomInFull(RoomInfo room) {
    ObjectNode json = room(room).put("rules", room.terms().rules());
    room.terms().pins().forEach(json.putArray("pins")::add);
    return json;
  }

  /** {@code {"type":"error",…}}. */
  public static ObjectNode error(ClientException problem) {
    return of("error")
        .put("code", problem.code())
        .put("message", String.valueOf(problem.getMessage()))
        .put("remedy", problem.remedy());
  }

  /** {@code {"type":…}} with nothing else yet. */
  public static ObjectNode event(String type) {
    return of(type);
  }
}
