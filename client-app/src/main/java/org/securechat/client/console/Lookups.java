package org.securechat.client.console;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.reading.ReadMarks;

/** The commands that look something up in the lines that the client keeps. */
final class Lookups {
  private static final int PAGE = 500;
  private static final int MOST_FOUND = 20;
  private static final int MOST_LINES = 2_000;
  private static final int MOST_READERS = 500;

  private Lookups() {}

  /** Looks for the newest lines in which all these words stand, in capitals or not. */
  static void search(Conversation here, String words) throws ClientException {
    String room = here.here();
    List<String> wanted = Arrays.asList(words.toLowerCase(Locale.ROOT).split("\\s+", -1));
    List<RoomMessage> found = new ArrayList<>();
    List<RoomMessage> page = here.session().recent(room, PAGE);
    while (!page.isEmpty() && found.size() < MOST_FOUND) {
      for (RoomMessage line : page.reversed()) {
        if (found.size() < MOST_FOUND && has(line, wanted)) {
          found.add(line);
        }
      }
      long first = page.getFirst().position();
      page = first <= 1 ? List.of() : here.session().range(room, first - PAGE, first - 1);
    }
    for (RoomMessage line : found.reversed()) {
      here.print(here.text().of(line, false, Clock.systemUTC().instant()));
    }
    here.print(
        found.isEmpty()
            ? "not found in " + here.shortName(room)
            : found.size() == MOST_FOUND
                ? "the newest " + MOST_FOUND + " are shown"
                : "that is all");
  }

  private static boolean has(RoomMessage line, List<String> wanted) {
    Optional<String> text = line.body().searched();
    String lower = text.orElse("").toLowerCase(Locale.ROOT);
    return text.isPresent() && wanted.stream().allMatch(lower::contains);
  }

  /** Shows how far people say that they have read. */
  static void seen(Conversation here) throws ClientException {
    String room = here.here();
    ReadMarks marks = new ReadMarks(MOST_READERS);
    for (RoomMessage line : here.session().recent(room, MOST_LINES)) {
      if (line.verified()
          && line.body() instanceof MessageBody.Said said
          && said.content() instanceof MessageContent.Read) {
        marks.take(line.sender(), said.after(), line.position());
      }
    }
    List<ReadMarks.ReadMark> all = marks.all();
    for (ReadMarks.ReadMark mark : all) {
      here.print(
          "  "
              + SafeText.line(mark.user())
              + " up to line "
              + mark.upTo()
              + " (says line "
              + mark.position()
              + ")");
    }
    String where = "in the last " + MOST_LINES + " lines of " + here.shortName(room);
    here.print(
        all.isEmpty() ? "no member says what they have read, " + where : "that is all, " + where);
  }

  /** Shows a message as it was said, and every line about it. */
  static void versions(Conversation here, long wanted) throws ClientException {
    String room = here.here();
    long position = message(one(here, room, wanted));
    RoomMessage line = one(here, room, position);
    here.print(here.text().of(line, false, Clock.systemUTC().instant()));
    long next = position + 1;
    List<RoomMessage> page = here.session().range(room, next, next + PAGE - 1);
    while (!page.isEmpty()) {
      for (RoomMessage other : page) {
        if (about(other).filter(about -> about.position() == position).isPresent()) {
          here.print("  " + here.text().of(other, false, Clock.systemUTC().instant()));
        }
      }
      next = page.getLast().position() + 1;
      page = here.session().range(room, next, next + PAGE - 1);
    }
  }

  private static RoomMessage one(Conversation here, String room, long position)
      throws ClientException {
    List<RoomMessage> found = here.session().range(room, position, position);
    if (found.isEmpty()) {
      throw new ClientException(
          "there is no line " + position + " in " + here.shortName(room),
          "Each line is shown with its number.");
    }
    return found.getFirst();
  }

  private static long message(RoomMessage line) {
    return about(line).map(About::position).orElse(line.position());
  }

  /** What a line changes or reacts to; an answer is a message of its own. */
  private static Optional<About> about(RoomMessage line) {
    return line.body() instanceof MessageBody.Said said
            && !MessageContent.isMessage(said.content().kind())
        ? said.content().about()
        : Optional.empty();
  }

  /** Shows what proves a line. */
  static void proof(Conversation here, long position) throws ClientException {
    String room = here.here();
    RoomMessage line = one(here, room, position);
    List<String> rows = LineProof.of(here.account(), room, position);
    here.print(here.text().of(line, false, Clock.systemUTC().instant()));
    rows.forEach(row -> here.print("  " + SafeText.line(row)));
  }
}
