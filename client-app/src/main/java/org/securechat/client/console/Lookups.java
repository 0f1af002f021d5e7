package org.securechat.client.console;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.search.ServerQuery;
import org.securechat.client.search.ServerSearch;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.application.RoomInfo;
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
    boolean complete = true;
    if (!here.session().isWhole(room)) {
      complete = addFromServer(here, room, words, found);
    }
    found.sort(Comparator.comparingLong(RoomMessage::position).reversed());
    List<RoomMessage> newest = found.subList(0, Math.min(found.size(), MOST_FOUND));
    for (RoomMessage line : newest.reversed()) {
      here.print(here.text().of(line, false, Clock.systemUTC().instant()));
    }
    String all = complete ? "that is all" : "that is all of what you keep";
    here.print(
        newest.isEmpty()
            ? "not found in " + (complete ? "" : "what you keep of ") + here.shortName(room)
            : newest.size() == MOST_FOUND ? "the newest " + MOST_FOUND + " are shown" : all);
  }

  /**
   * Adds what the server finds. A line that is found in both stands once, unless the server says
   * something else than what is kept: then both are shown, and the server's as what it is.
   *
   * @return whether the server has answered
   */
  private static boolean addFromServer(
      Conversation here, String room, String words, List<RoomMessage> found) {
    Set<Long> kept =
        found.stream().map(RoomMessage::position).collect(Collectors.toCollection(HashSet::new));
    try {
      Optional<RoomInfo> info = here.session().room(room);
      if (info.isEmpty()) {
        return false;
      }
      ServerQuery query = new ServerQuery(Optional.of(words), Optional.empty(), MOST_FOUND);
      List<RoomMessage.Found> lines = ServerSearch.in(here.session(), info.get(), query).lines();
      lines.stream()
          .map(RoomMessage.Found::line)
          .filter(line -> !line.verified() || !kept.contains(line.position()))
          .forEach(found::add);
      long unplaced = lines.stream().filter(one -> !one.placed()).count();
      here.print(
          "not all of this room is kept here: the server was asked, too"
              + (unplaced == 0
                  ? ""
                  : "; of " + unplaced + " of its lines the place in the room is its word alone"));
      return true;
    } catch (ClientException | IllegalArgumentException e) {
      here.print(
          "not all of this room is kept here, and the server was not asked: "
              + SafeText.of(e.getMessage()));
      return false;
    }
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
