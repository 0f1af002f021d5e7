package org.securechat.client.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.securechat.client.SafeText;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.compare.Comparison;
import org.securechat.protocol.evidence.compare.Exhibit;
import org.securechat.protocol.evidence.compare.RoomHistory;
import org.securechat.protocol.evidence.verify.VerificationReport.Statement;

/** Two records that were held against each other, for a person and for a program. */
public final class ComparisonText {
  private ComparisonText() {}

  /** What a record is and who is behind it. */
  public static String side(String name, Exhibit exhibit, String path) {
    StringBuilder text = new StringBuilder();
    text.append(name).append("  ").append(exhibit.kind().words()).append(' ').append(path);
    text.append(": ").append(exhibit.report().verdict().words());
    exhibit.report().statement().ifPresent(said -> statement(text, said));
    for (RoomHistory room : exhibit.rooms()) {
      if (exhibit.heads().isEmpty()) {
        extent(text, room);
      }
    }
    exhibit
        .heads()
        .ifPresent(heads ->
            text.append("\n     heads number ")
                .append(heads.number())
                .append(", which lists ")
                .append(heads.rooms())
                .append(heads.isComplete() ? " rooms, all" : " rooms, those that had gone on"));
    return text.toString();
  }

  private static void statement(StringBuilder text, Statement said) {
    text.append("\n     signed by ").append(SafeText.line(said.signer()));
    text.append("\n     for server ").append(SafeText.line(said.server()));
    if (!said.room().isEmpty()) {
      text.append(", room ").append(said.room()).append(" (").append(said.roomId()).append(')');
    }
    text.append(", issued at ").append(said.issuedAt());
  }

  private static void extent(StringBuilder text, RoomHistory room) {
    long last = room.chains().lastKey();
    text.append("\n     ").append(lines(room));
    if (room.signedTo() == 0) {
      text.append(", as a client kept them: no server's signature is under them");
    } else if (room.signedTo() < last) {
      text.append(", of which the server signed those up to line ").append(room.signedTo());
    }
  }

  private static String lines(RoomHistory room) {
    long last = room.chains().lastKey();
    if (room.lines().isEmpty()) {
      return "chain values after lines " + room.chains().firstKey() + " and " + last;
    }
    return "lines "
        + room.lines().firstKey()
        + " to "
        + last
        + ", from "
        + parsed(room.lines().get(room.lines().firstKey()))
            .map(TranscriptLine::receivedAt)
            .orElse("?")
        + " to "
        + parsed(room.lines().get(last)).map(TranscriptLine::receivedAt).orElse("?");
  }

  private static Optional<TranscriptLine> parsed(String line) {
    try {
      return Optional.of(TranscriptLine.parse(line));
    } catch (EvidenceException _) {
      return Optional.empty();
    }
  }

  /** The verdict, with all that it rests on. */
  public static String verdict(Comparison found, String server) {
    String words = found.relation().words() + ": ";
    return switch (found.relation()) {
      case EQUAL ->
          words
              + "both end at line "
              + at(found)
              + " with one chain value, so all lines up to it are the same";
      case B_CONTINUES_A -> words + continued(found, "A", "B", found.b().last());
      case A_CONTINUES_B -> words + continued(found, "B", "A", found.a().last());
      case INCOMPARABLE -> words + SafeText.line(found.reason());
      case CONTRADICTION ->
          words
              + "these are two histories of "
              + room(found)
              + ", but at least one of them is not signed by the server"
              + difference(found);
      case EQUIVOCATION ->
          words
              + "the server "
              + SafeText.line(server)
              + " signed two histories of "
              + room(found)
              + difference(found);
    };
  }

  private static String continued(Comparison found, String shorter, String longer, long last) {
    return found.position() == last
        ? longer + " names " + shorter + " as the one before it"
        : "they are the same up to line "
            + at(found)
            + ", where "
            + shorter
            + " ends; "
            + longer
            + " goes on to line "
            + last;
  }

  private static String at(Comparison found) {
    return found.position()
        + found
            .a()
            .line()
            .or(found.b()::line)
            .flatMap(ComparisonText::parsed)
            .map(line -> " (" + line.receivedAt() + ")")
            .orElse("");
  }

  private static String room(Comparison found) {
    return "room "
        + (found.room().isEmpty() ? "" : SafeText.line(found.room()) + " ")
        + "("
        + found.roomId()
        + ")";
  }

  private static String difference(Comparison found) {
    String where =
        found.exact()
            ? "\n  the first line that differs is line " + found.position()
            : "\n  they differ at line " + found.position() + " or before it";
    return where + place("A", found.a()) + place("B", found.b());
  }

  private static String place(String name, Comparison.Place place) {
    String line =
        place
            .line()
            .flatMap(ComparisonText::parsed)
            .map(said ->
                "line "
                    + said.position()
                    + " of "
                    + said.receivedAt()
                    + " from "
                    + said.sender()
                    + ", payload "
                    + said.payloadSha256())
            .orElse("the line is not in this record");
    return "\n  " + name + "  " + line + "\n     chain " + place.chain().orElse("");
  }

  /** {@code {"type":"side",…}}. */
  public static ObjectNode sideJson(String name, Exhibit exhibit, String path) {
    ObjectNode json =
        MessageJson.event("side")
            .put("side", name)
            .put("kind", exhibit.kind().wireName())
            .put("path", path)
            .put("verdict", exhibit.report().verdict().words());
    exhibit
        .report()
        .statement()
        .ifPresent(said ->
            json.put("signer", said.signer())
                .put("server", said.server())
                .put("room", said.room())
                .put("room_id", said.roomId())
                .put("issued_at", said.issuedAt()));
    return json;
  }

  /** {@code {"type":"comparison",…}}. */
  public static ObjectNode verdictJson(Comparison found, String server) {
    ObjectNode json =
        MessageJson.event("comparison")
            .put("relation", found.relation().wireName())
            .put("server", server)
            .put("room", found.room())
            .put("room_id", found.roomId() == null ? "" : found.roomId().toString())
            .put("position", found.position())
            .put("exact", found.exact())
            .put("reason", found.reason());
    place(json.putObject("a"), found.a());
    place(json.putObject("b"), found.b());
    return json;
  }

  private static void place(ObjectNode json, Comparison.Place place) {
    json.put("chain", place.chain().orElse(""))
        .put("line", place.line().orElse(""))
        .put("last", place.last())
        .put("signed_to", place.signedTo());
  }
}
