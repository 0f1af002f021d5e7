package org.securechat.client.command;

import java.io.IOException;
import java.time.Instant;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.TimeRange;
import org.securechat.client.storage.RoomArchive;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * Which of the lines that are kept here were received in a time. Times never fall from line to line
 * (PROTOCOL.md §9.1), so that they stand together.
 *
 * @param first the first line
 * @param last the last line; first - 1 if there is none
 * @param from when the first was received; empty text without a line
 * @param to when the last was received; empty text without a line
 */
record KeptLines(long first, long last, String from, String to) {

  static KeptLines of(RoomArchive archive, TimeRange time) throws ClientException {
    long first = 0;
    long last = 0;
    String from = "";
    String to = "";
    try {
      for (String text : archive.lines()) {
        TranscriptLine line = TranscriptLine.parse(text);
        if (time.contains(Timestamps.parse(line.receivedAt()))) {
          first = first == 0 ? line.position() : first;
          from = from.isEmpty() ? line.receivedAt() : from;
          last = line.position();
          to = line.receivedAt();
        }
      }
    } catch (IOException | EvidenceException e) {
      throw new ClientException(
          "the kept lines cannot be read: " + e.getMessage(),
          "Look into " + archive.folder() + ".",
          e);
    }
    return first == 0 ? new KeptLines(1, 0, "", "") : new KeptLines(first, last, from, to);
  }

  /** Says which time was asked for, and which lines are of it. */
  void print(Output out, String room, TimeRange time) {
    out.print(
        MessageJson.event("range")
            .put("room", room)
            .put("since", time.since().map(Instant::toString).orElse(""))
            .put("until", time.until().map(Instant::toString).orElse(""))
            .put("zone", time.zone().getId())
            .put("first", first)
            .put("last", last),
        time.words() + "\n" + room + ": " + words());
  }

  boolean isEmpty() {
    return last < first;
  }

  /** The lines in words. */
  String words() {
    return isEmpty()
        ? "no line"
        : "lines " + first + " to " + last + ", received from " + from + " to " + to;
  }
}
