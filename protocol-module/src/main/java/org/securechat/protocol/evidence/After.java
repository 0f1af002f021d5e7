package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * The last line of a room that an author had verified when they signed (PROTOCOL.md §8.1): under
 * which history something was said.
 *
 * @param position of that line; 0 before the first
 * @param chain the chain value after it; the genesis value for position 0
 */
public record After(long position, String chain) {
  /** Before the first line of a room. */
  public static After nothing(UUID room) {
    return new After(0, Chain.genesis(room));
  }

  static After read(ObjectNode json, String field) throws JsonException {
    ObjectNode after = Json.object(json, field);
    return new After(
        Json.number(after, "position", 0, TranscriptLine.MAX_POSITION),
        EvidenceFields.hex(after, "chain"));
  }

  void write(CanonicalJson json, String field) {
    json.object(field, inner -> inner.number("position", position).text("chain", chain));
  }
}
