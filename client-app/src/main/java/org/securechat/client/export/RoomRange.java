package org.securechat.client.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * Which lines of a room an export has, as the server answers.
 *
 * @param first the first line
 * @param last the last line; first - 1 if there is none
 * @param firstAt when the first was received; empty text without a line
 * @param lastAt when the last was received; empty text without a line
 * @param fault why the room cannot be exported; empty if it can be
 */
public record RoomRange(
    String room,
    String roomId,
    long first,
    long last,
    String firstAt,
    String lastAt,
    List<Part> parts,
    Optional<String> fault) {
  private static final int MAX_TEXT = 300;
  private static final int MAX_LINES_TEXT = 1 << 20;

  public RoomRange {
    parts = List.copyOf(parts);
  }

  /**
   * The lines of one bundle.
   *
   * @param userLines the positions of the person's lines, as {@code 3,5-9}; empty if none
   */
  public record Part(long first, long last, String userLines) {
    public long lines() {
      return last - first + 1;
    }
  }

  /** What the server has answered. */
  public static RoomRange of(ObjectNode answer) throws ClientException {
    try {
      List<Part> parts = new ArrayList<>();
      for (JsonNode part : answer.path("bundles")) {
        ObjectNode bundle = (ObjectNode) part;
        parts.add(
            new Part(
                Json.number(bundle, "first", 1, Long.MAX_VALUE),
                Json.number(bundle, "last", 1, Long.MAX_VALUE),
                optional(bundle, "user_lines", MAX_LINES_TEXT)));
      }
      return new RoomRange(
          Json.text(answer, "room", MAX_TEXT),
          Json.text(answer, "room_id", MAX_TEXT),
          Json.number(answer, "first", 1, Long.MAX_VALUE),
          Json.number(answer, "last", 0, Long.MAX_VALUE),
          optional(answer, "first_at", MAX_TEXT),
          optional(answer, "last_at", MAX_TEXT),
          parts,
          Optional.of(optional(answer, "fault", MAX_TEXT)).filter(text -> !text.isEmpty()));
    } catch (JsonException e) {
      throw new ClientException("the server's answer is no range of lines: " + e.getMessage(), e);
    }
  }

  private static String optional(ObjectNode object, String name, int max) throws JsonException {
    return object.hasNonNull(name) ? Json.text(object, name, max) : "";
  }

  public boolean isEmpty() {
    return last < first;
  }

  public long lines() {
    return last - first + 1;
  }

  /** The lines in words. */
  public String words() {
    return isEmpty()
        ? "no line"
        : "lines " + first + " to " + last + ", received from " + firstAt + " to " + lastAt;
  }
}
