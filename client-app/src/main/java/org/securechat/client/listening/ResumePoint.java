package org.securechat.client.listening;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/**
 * Up to where a room was listened to.
 *
 * @param room the room's name
 * @param id the room's id
 * @param position of the last line that was printed; 0 before the first
 * @param chain the chain value after that line
 */
public record ResumePoint(String room, String id, long position, String chain) {
  private static final int ID_LENGTH = 36;
  private static final int CHAIN_LENGTH = 64;

  static ResumePoint read(byte[] document) throws JsonException {
    ObjectNode json = Json.parse(document);
    String chain = Json.text(json, "chain", CHAIN_LENGTH);
    if (!Digests.isHex(chain)) {
      throw new JsonException("chain is not a hexadecimal SHA-256");
    }
    return new ResumePoint(
        Json.text(json, "room", Names.MAX_ROOM_LENGTH),
        Json.text(json, "id", ID_LENGTH),
        Json.number(json, "position", 0, TranscriptLine.MAX_POSITION),
        chain);
  }

  byte[] write() {
    return Json.write(
        Json.object()
            .put("room", room)
            .put("id", id)
            .put("position", position)
            .put("chain", chain));
  }
}
