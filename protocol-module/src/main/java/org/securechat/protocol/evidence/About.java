package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * The message that a line is about (PROTOCOL.md §8.2). The hash says what the author had read
 * there, so that nobody can put other words under an answer.
 *
 * @param position of that line, in the same room
 * @param payloadSha256 the hash of its payload
 */
public record About(long position, String payloadSha256) {
  private static final String FIELD = "about";

  /**
   * Whether a line can be about another (PROTOCOL.md §8.2, rules 2 to 4).
   *
   * @param kind of the line, whose sender is the next
   * @param other the line at this position
   * @param said the kind of what a user says there; empty if that is unknown, or not there
   */
  public boolean fits(Kind kind, String sender, TranscriptLine other, Optional<Kind> said) {
    return !other.isEvent()
        && other.payloadSha256().equals(payloadSha256)
        && (!MessageContent.isForAuthors(kind) || other.sender().equals(sender))
        && said.map(of -> MessageContent.canBeAbout(kind, of)).orElse(true);
  }

  static About read(ObjectNode json) throws JsonException {
    ObjectNode about = Json.object(json, FIELD);
    return new About(
        Json.number(about, "position", 1, TranscriptLine.MAX_POSITION),
        EvidenceFields.hex(about, "payload"));
  }

  void write(CanonicalJson json) {
    json.object(FIELD, inner -> inner.number("position", position).text("payload", payloadSha256));
  }
}
