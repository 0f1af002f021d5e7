package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

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
 * @param membersSha256 the same over the names of the members before the first line, rising; see
 *     {@link #membersSha256(Iterable)}
 * @param erased the {@link Positions} in the range whose payloads were gone at {@code issuedAt};
 *     empty text for none
 * @param revoked the {@link Positions} in the range of users' lines whose certificates the lists of
 *     {@code revocation} revoke from a time on that is not after the line's; empty text for none
 * @param revocation hexadecimal SHA-256 of the complete lists by which the server judged, rising
 * @param certificate hexadecimal SHA-256 of the signer's certificate
 * @param issuedAt when, as {@link Timestamps} writes it; not before the last line
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
    String membersSha256,
    String erased,
    String revoked,
    List<String> revocation,
    String certificate,
    String issuedAt) {

  /** The type, with its version. */
  public static final String TYPE = "securechat/receipt/1";

  /** Bytes of the longest receipt. */
  public static final int MAX_LENGTH = 40_960;

  /** Characters of the most positions that {@code erased} names. */
  public static final int MAX_ERASED = 24_000;

  /** Characters of the most positions that {@code revoked} names. */
  public static final int MAX_REVOKED = 8_000;

  /** Most revocation lists that a receipt names. */
  public static final int MAX_LISTS = 256;

  /** Keeps a copy of the list. */
  public Receipt {
    revocation = List.copyOf(revocation);
  }

  /** What {@link #transcriptSha256} has to be for these lines, given without ends of line. */
  public static String transcriptSha256(Iterable<String> lines) {
    return Digests.sha256Hex(text(lines));
  }

  /** What {@link #membersSha256} has to be for these members, who are given rising. */
  public static String membersSha256(Iterable<String> members) {
    return Digests.sha256Hex(text(members));
  }

  /** Each followed by an end of line. */
  static byte[] text(Iterable<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What {@link #erased} says of these positions.
   *
   * @param rising each greater than the one before
   * @return empty if the text would be longer than {@link #MAX_ERASED}
   */
  public static Optional<String> erased(List<Long> rising) {
    return text(rising, MAX_ERASED);
  }

  /**
   * What {@link #revoked} says of these positions.
   *
   * @param rising each greater than the one before
   * @return empty if the text would be longer than {@link #MAX_REVOKED}
   */
  public static Optional<String> revoked(List<Long> rising) {
    return text(rising, MAX_REVOKED);
  }

  private static Optional<String> text(List<Long> rising, int maxLength) {
    if (rising.isEmpty()) {
      return Optional.of("");
    }
    Positions fitting = Positions.fitting(rising, maxLength);
    return fitting.last() == rising.get(rising.size() - 1)
        ? Optional.of(fitting.toString())
        : Optional.empty();
  }

  /** The positions that {@link #erased} names; empty for none. */
  public Optional<Positions> erasedPositions() {
    return positions(erased, MAX_ERASED);
  }

  /** The positions that {@link #revoked} names; empty for none. */
  public Optional<Positions> revokedPositions() {
    return positions(revoked, MAX_REVOKED);
  }

  private static Optional<Positions> positions(String text, int maxLength) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Positions.parse(text, maxLength));
    } catch (EvidenceException e) {
      throw new IllegalStateException("not a receipt that was read or encoded", e);
    }
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
    if (document.length > MAX_LENGTH) {
      throw new EvidenceException("receipt is too long");
    }
    try {
      ObjectNode json = Json.parse(document);
      EvidenceFields.type(json, TYPE);
      long first = Json.number(json, "first", 1, TranscriptLine.MAX_POSITION);
      Receipt receipt =
          new Receipt(
              EvidenceFields.server(json, "server"),
              room(json),
              roomId(json),
              EvidenceFields.nameOrServer(json, "user"),
              EvidenceFields.hex(json, "session"),
              first,
              Json.number(json, "last", first - 1, TranscriptLine.MAX_POSITION),
              EvidenceFields.hex(json, "previous_chain"),
              EvidenceFields.hex(json, "chain"),
              EvidenceFields.hex(json, "transcript_sha256"),
              EvidenceFields.hex(json, "members_sha256"),
              positions(json, "erased", MAX_ERASED, first),
              positions(json, "revoked", MAX_REVOKED, first),
              revocation(json),
              EvidenceFields.hex(json, "certificate"),
              EvidenceFields.timestamp(json, "issued_at"));
      receipt.insistOnRange();
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

  private static String room(ObjectNode json) throws JsonException {
    return EvidenceFields.roomOrAudit(json, "room", EvidenceFields.roomId(json, "room_id"));
  }

  private static String roomId(ObjectNode json) throws JsonException {
    return EvidenceFields.roomId(json, "room_id").toString();
  }

  private static String positions(ObjectNode json, String field, int maxLength, long first)
      throws JsonException, EvidenceException {
    String text = Json.text(json, field, maxLength);
    // PROTOCOL.md §10: positions in the range; the last is compared in insistOnRange.
    if (!text.isEmpty() && Positions.parse(text, maxLength).ranges().get(0).first() < first) {
      throw new EvidenceException(field + " names lines before the first");
    }
    return text;
  }

  private static List<String> revocation(ObjectNode json) throws JsonException {
    List<String> lists = Json.texts(json, "revocation", MAX_LISTS, Digests.HEX_LENGTH);
    String before = "";
    for (String list : lists) {
      EvidenceFields.insist(
          Digests.isHex(list) && list.compareTo(before) > 0,
          list,
          "revocation is no set of hashes");
      before = list;
    }
    return lists;
  }

  private void insistOnRange() throws EvidenceException {
    if (Stream.of(erasedPositions(), revokedPositions())
        .flatMap(Optional::stream)
        .anyMatch(positions -> positions.last() > last)) {
      throw new EvidenceException("erased or revoked names lines behind the last");
    }
    boolean chained = last >= first || chain.equals(previousChain);
    // PROTOCOL.md §10: before the first line a room has no members.
    boolean begun = first > 1 || membersSha256.equals(membersSha256(List.of()));
    if (!chained || !begun) {
      throw new EvidenceException("what it says of an empty range or a beginning cannot be");
    }
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
        .text("members_sha256", membersSha256)
        .text("erased", erased)
        .text("revoked", revoked)
        .texts("revocation", revocation)
        .text("certificate", certificate)
        .text("issued_at", issuedAt)
        .bytes();
  }
}
