package org.securechat.client.command.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.Output;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.report.LineWords;
import org.securechat.protocol.evidence.verify.Examination;
import org.securechat.protocol.evidence.verify.LineState;
import org.securechat.protocol.evidence.verify.RecordLine;

/** A verified bundle's conversation for a terminal, or as one JSON object for each line. */
public final class RecordText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx", Locale.ROOT);
  private static final String INDENT = "\n    ";

  private final Output printer;
  private final ZoneId zone;

  public RecordText(Output printer, ZoneId zone) {
    this.printer = printer;
    this.zone = zone;
  }

  public void print(Examination bundle) {
    bundle
        .receipt()
        .ifPresent(receipt ->
            printer.print(
                MessageJson.event("record")
                    .put("room", receipt.room())
                    .put("first", receipt.first())
                    .put("last", receipt.last()),
                "\n" + receipt.room() + ", with times of the zone " + zone + ":"));
    bundle.lines(line -> printer.print(json(line), text(line)));
  }

  private String text(RecordLine line) {
    StringBuilder text = new StringBuilder();
    boolean trouble = LineWords.isTrouble(line.state());
    text.append(trouble ? printer.text().bad() : printer.text().good());
    text.append(' ').append(line.position()).append(' ').append(time(line)).append(' ');
    String words = LineWords.of(line).orElse("");
    if (line.line().isEvent()) {
      text.append("* ").append(indented(words));
    } else {
      // Only what was said follows a colon, so that no text can pass for a word of the verifier's.
      text.append(LineWords.speaker(line));
      LineWords.before(line).ifPresent(before -> text.append(" (").append(before).append(')'));
      text.append(
          line.text().map(said -> ": " + indented(said)).orElse(" (" + indented(words) + ")"));
    }
    if (trouble) {
      String why = String.join("; ", LineWords.faults(line));
      text.append("  [").append(line.state().words());
      text.append(why.isEmpty() ? "" : ": " + SafeText.line(why)).append(']');
    }
    return text.toString();
  }

  private static String indented(String text) {
    return SafeText.of(text).replace("\n", INDENT);
  }

  private String time(RecordLine line) {
    try {
      return TIME.format(Timestamps.parse(line.line().receivedAt()).atZone(zone));
    } catch (EvidenceException e) {
      throw new IllegalStateException("a line without a time", e);
    }
  }

  private static ObjectNode json(RecordLine line) {
    ObjectNode json =
        MessageJson.event("line")
            .put("position", line.position())
            .put("received_at", line.line().receivedAt())
            .put("sender", line.line().sender())
            .put("state", code(line.state()));
    if (line.isByProgram()) {
      json.put("bot", true);
    }
    line.content().ifPresent(content -> MessageJson.put(json, content));
    LineWords.of(line).ifPresent(words -> json.put("words", words));
    line.erasure()
        .ifPresent(erasure ->
            json.putObject("erased")
                .put("by", erasure.event().actor())
                .put("at", erasure.line().receivedAt())
                .put("position", erasure.line().position()));
    ArrayNode reasons = json.putArray("reasons");
    line.reasons().forEach(reasons::add);
    return json;
  }

  private static String code(LineState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
