package org.securechat.client.reading;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.securechat.client.ClientException;

/**
 * A conversation as Markdown: a heading for each day, a block quotation for what somebody said.
 * What is not quoted is this program's, or names and symbols of which no markup is left.
 */
final class MarkdownConversation {
  private final FoldedRoom room;
  private final Stretch stretch;
  private String day = "";

  MarkdownConversation(FoldedRoom room, Stretch stretch) {
    this.room = room;
    this.stretch = stretch;
  }

  WrittenLines write(Writer out) throws IOException, ClientException {
    WrittenLines written = new WrittenLines();
    out.write("# " + MarkdownText.inline(room.room().name()) + "\n\n");
    out.write("Lines " + stretch.first() + " to " + stretch.last());
    out.write(" of room " + room.room().id());
    out.write(", with times in UTC. A copy for reading: it proves nothing.\n");
    long leftOut = stretch.leftOut(room.room().last());
    if (leftOut > 0) {
      out.write("\nLeft out: " + leftOut + " of the room's lines 1 to " + room.room().last());
      out.write(". What is here reads as it did after the last of those.\n");
    }
    for (long position = stretch.first(); position <= stretch.last(); position++) {
      if (!room.isFolded(position)) {
        FoldedLine reading = room.at(position);
        written.add(reading.line());
        write(out, reading);
      }
    }
    return written;
  }

  private void write(Writer out, FoldedLine reading) throws IOException {
    // As Timestamps writes it, to which every line was held.
    String time = reading.line().receivedAt();
    if (!time.startsWith(day) || day.isEmpty()) {
      day = time.substring(0, "2026-11-22".length());
      out.write("\n## " + day + "\n");
    }
    out.write("\n" + time.substring(day.length() + 1, day.length() + 9));
    out.write(" · " + reading.line().position() + " · ");
    Optional<String> noted = LineNotes.noted(reading);
    out.write(
        noted.isPresent()
            ? MarkdownText.inline(noted.get())
            : "**" + MarkdownText.inline(reading.line().sender()) + "**");
    for (String note : LineNotes.notes(reading)) {
      out.write(" · " + MarkdownText.inline(note));
    }
    out.write("\n");
    Optional<String> said = LineNotes.said(reading);
    if (said.isPresent()) {
      out.write("\n" + MarkdownText.quoted(said.get()));
    }
    if (!reading.symbols().isEmpty()) {
      out.write("\nReactions:");
      for (Map.Entry<String, List<String>> symbol : reading.symbols().entrySet()) {
        out.write("\n- " + MarkdownText.inline(symbol.getKey()) + " ");
        out.write(MarkdownText.inline(String.join(", ", symbol.getValue())));
      }
      out.write("\n");
    }
  }
}
