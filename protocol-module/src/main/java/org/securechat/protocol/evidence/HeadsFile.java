package org.securechat.protocol.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.securechat.protocol.crypto.Digests;

/**
 * A signed {@link HeadsDocument} with its lines, as a file (PROTOCOL.md §9.5):
 *
 * <pre>
 * {"type":"securechat/heads/1",…}
 * signature in base64
 * room_id|position|chain
 * …
 * </pre>
 *
 * <p>One file, because it is what an operator keeps, copies and gives to a start. Every line ends
 * with {@code \n}. Immutable.
 */
public final class HeadsFile {
  /** The most bytes: {@link HeadsDocument#MAX_ROOMS} lines, and the two before them. */
  public static final int MAX_LENGTH = 128 << 20;

  private static final int MAX_SIGNATURE = 4096;

  private final HeadsDocument document;
  private final byte[] signature;
  private final List<RoomPosition> rooms;

  /**
   * @throws IllegalArgumentException if the lines are not those of the document
   */
  public HeadsFile(HeadsDocument document, byte[] signature, List<RoomPosition> rooms) {
    if (document.rooms() != rooms.size() || !document.roomsSha256().equals(sha256(rooms))) {
      throw new IllegalArgumentException("the lines are not those of the statement");
    }
    this.document = document;
    this.signature = signature.clone();
    this.rooms = List.copyOf(rooms);
  }

  /** What {@code rooms_sha256} has to be for these lines, which are in order. */
  public static String sha256(Collection<RoomPosition> rooms) {
    return Digests.sha256Hex(lines(rooms));
  }

  private static byte[] lines(Collection<RoomPosition> rooms) {
    StringBuilder text = new StringBuilder(rooms.size() * 112);
    rooms.forEach(room -> text.append(room.format()).append('\n'));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  public HeadsDocument document() {
    return document;
  }

  /** Over exactly the bytes of {@link HeadsDocument#encode}. */
  public byte[] signature() {
    return signature.clone();
  }

  /** In the order of the ids. */
  public List<RoomPosition> rooms() {
    return rooms;
  }

  /** The file. */
  public byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(document.encode());
    out.write('\n');
    out.writeBytes(Base64.getEncoder().encode(signature));
    out.write('\n');
    out.writeBytes(lines(rooms));
    return out.toByteArray();
  }

  /**
   * Reads a file. Form, order and hash of the lines are checked, the signature is not.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static HeadsFile parse(byte[] file) throws EvidenceException {
    if (file.length > MAX_LENGTH) {
      throw new EvidenceException("longer than " + MAX_LENGTH + " bytes");
    }
    List<String> lines = lines(file);
    HeadsDocument document = HeadsDocument.parse(lines.get(0).getBytes(StandardCharsets.UTF_8));
    List<RoomPosition> rooms = rooms(lines.subList(2, lines.size()));
    // PROTOCOL.md §9.5: the signature covers the lines by their number and their hash.
    if (rooms.size() != document.rooms() || !sha256(rooms).equals(document.roomsSha256())) {
      throw new EvidenceException("the lines are not those that were signed");
    }
    return new HeadsFile(document, signature(lines.get(1)), rooms);
  }

  private static List<String> lines(byte[] file) throws EvidenceException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new EvidenceException("not in UTF-8");
    }
    if (!text.endsWith("\n")) {
      throw new EvidenceException("the last line has no end");
    }
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    if (lines.size() < 2) {
      throw new EvidenceException("statement or signature is missing");
    }
    return lines;
  }

  private static byte[] signature(String base64) throws EvidenceException {
    try {
      byte[] signature = Base64.getDecoder().decode(base64);
      // PROTOCOL.md §9.5: one text for one value, as everywhere.
      if (signature.length >= 1
          && signature.length <= MAX_SIGNATURE
          && Base64.getEncoder().encodeToString(signature).equals(base64)) {
        return signature;
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one refusal.
    }
    throw new EvidenceException("the second line is no signature in base64");
  }

  private static List<RoomPosition> rooms(List<String> lines) throws EvidenceException {
    List<RoomPosition> rooms = new ArrayList<>(lines.size());
    for (String line : lines) {
      RoomPosition room = RoomPosition.parse(line);
      // PROTOCOL.md §9.5: lines are in the order of the ids, each room once.
      if (!rooms.isEmpty()
          && RoomPosition.BY_ID.compare(rooms.getLast().roomId(), room.roomId()) >= 0) {
        throw new EvidenceException("the lines are not in order");
      }
      rooms.add(room);
    }
    return rooms;
  }
}
