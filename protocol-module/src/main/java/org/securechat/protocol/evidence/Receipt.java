package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;
import org.securechat.protocol.name.RoomIds;

/**
 * The server's statement about a range of a room's transcript (PROTOCOL.md §10), signed by {@link
 * ReceiptSigning}.
 *
 * <p>Canonical as {@link MessagePayload} is. A session without a message in a room has a receipt
 * too: {@code last} is then {@code first - 1} and both chain values are the same.
 *
 * @param server the server's host name or address, 1 to 253 of {@code [A-Za-z0-9._:\[\]-]}
 * @param room the room's name, or {@link AuditPayload#ROOM}
 * @param roomId the room's lower-case UUID, from which the chain starts
 * @param user whom the receipt is for; {@link TranscriptLine#SERVER} for one that the server's own
 *     people had made
 * @param channelBinding the channel binding, 64 hexadecimal digits; for {@link
 *     TranscriptLine#SERVER} the number of the export
 * @param first position of the first line, from 1
 * @param last position of the last line, from {@code first - 1}
 * @param previousChain chain value before the first line
 * @param chain chain value after the last line
 * @param transcriptSha256 hexadecimal SHA-256 over the lines, each with its {@code \n}
 * @param issuedAt when, as {@link Timestamps} writes it
 */
public record Receipt(
    String server,
    String room,
    String roomId,
    String user,
    String channelBinding,
    long first,
    long last,
    String previousChain,
    String chain,
    String transcriptSha256,
    String issuedAt) {

  /** The type, with its version. */
  public static final String TYPE = "securechat/receipt/1";

  private static final int MAX_SERVER_LENGTH = 253;
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._:\\[\\]-]+");

  /** What {@link #transcriptSha256} has to be for these lines, given without ends of line. */
  public static String transcriptSha256(Iterable<String> lines) {
    StringBuilder transcript = new StringBuilder();
    lines.forEach(line -> transcript.append(line).append('\n'));
    return Digests.sha256Hex(transcript.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The exact bytes to sign, without an end of line.
   *
   * @throws IllegalArgumentException if a field is not of its form
   */
  public byte[] encode() {
    return CanonicalJson.checked(canonical(), this, Receipt::parse);
  }

  /**
   * Reads a receipt.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static Receipt parse(byte[] document) throws EvidenceException {
    try {
      ObjectNode json = Json.parse(document);
      EvidenceFields.type(json, TYPE);
      long first = Json.number(json, "first", 1, TranscriptLine.MAX_POSITION);
      Receipt receipt =
          new Receipt(
              server(json),
              room(json),
              roomId(json),
              EvidenceFields.nameOrServer(json, "user"),
              EvidenceFields.hex(json, "session"),
              first,
              Json.number(json, "last", first - 1, TranscriptLine.MAX_POSITION),
              EvidenceFields.hex(json, "previous_chain"),
              EvidenceFields.hex(json, "chain"),
              EvidenceFields.hex(json, "transcript_sha256"),
              EvidenceFields.timestamp(json, "issued_at"));
      CanonicalJson.insist(document, receipt.canonical());
      return receipt;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  /** The chain value before the first line of the room. */
  public String genesis() {
    return Chain.genesis(UUID.fromString(roomId));
  }

  private static String server(ObjectNode json) throws JsonException {
    String text = Json.text(json, "server", MAX_SERVER_LENGTH);
    return EvidenceFields.insist(SERVER.matcher(text).matches(), text, "server is not a host name");
  }

  /** The audit log's name and id go together, so that neither can pass for a room's. */
  private static String room(ObjectNode json) throws JsonException {
    boolean audit = AuditPayload.ROOM_ID.toString().equals(roomId(json));
    return audit
        ? EvidenceFields.insist(
            AuditPayload.ROOM.equals(Json.text(json, "room", Names.MAX_ROOM_LENGTH)),
            AuditPayload.ROOM,
            "room is not the audit log")
        : EvidenceFields.room(json, "room");
  }

  private static String roomId(ObjectNode json) throws JsonException {
    String text = Json.text(json, "room_id", RoomIds.LENGTH);
    return EvidenceFields.insist(RoomIds.isRoomId(text), text, "room_id is not a UUID");
  }

  private byte[] canonical() {
    return new CanonicalJson()
        .text("type", TYPE)
        .text("server", server)
        .text("room", room)
        .text("room_id", roomId)
        .text("user", user)
        .text("session", channelBinding)
        .number("first", first)
        .number("last", last)
        .text("previous_chain", previousChain)
        .text("chain", chain)
        .text("transcript_sha256", transcriptSha256)
        .text("issued_at", issuedAt)
        .bytes();
  }
}
