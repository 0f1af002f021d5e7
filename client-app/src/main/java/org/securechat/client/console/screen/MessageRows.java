package org.securechat.client.console.screen;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.securechat.client.SafeText;
import org.securechat.client.console.model.Aside;
import org.securechat.client.console.model.OpenRoom;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.Timestamps;

/**
 * The rows of one line of a room: its time, its verdict, its number, what it says as it reads now,
 * and what the client says behind it. Used on one thread.
 */
final class MessageRows {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd");

  private final Theme theme;
  private final Marks marks;
  private final Widths widths;
  private final ZoneId zone;
  private final Clock clock;
  private final Words words;
  private final Predicate<String> ignored;

  MessageRows(Look look, String me, Predicate<String> ignored) {
    this.theme = look.theme();
    this.marks = Marks.of(look.charset());
    this.widths = look.widths();
    this.zone = look.zone();
    this.clock = look.clock();
    this.words = new Words(look.theme(), me);
    this.ignored = ignored;
  }

  /** The rows of the line of that number; 0 stands for what is in front of all lines. */
  List<AttributedString> of(OpenRoom room, long position, int width) {
    List<AttributedString> rows = new ArrayList<>();
    Optional<RoomMessage> line = room.lines().at(position);
    if (line.isPresent()) {
      divisions(room, line.get(), width, rows);
      if (!isFolded(room, line.get())) {
        rows.addAll(message(room, line.get(), width));
      }
      room.lines()
          .disputedFrom(position)
          .forEach(other -> rows.addAll(message(room, other, width)));
    } else if (room.lines().first() > 1) {
      rows.add(centred(room.isFetching() ? "fetching earlier lines" : "earlier lines", width));
      return rows;
    }
    room.asidesFrom(position).forEach(aside -> rows.addAll(aside(aside, width)));
    return rows;
  }

  /** A reaction stands below the message that it is about, where that can be seen. */
  private static boolean isFolded(OpenRoom room, RoomMessage line) {
    return line.verified()
        && line.body() instanceof MessageBody.Said said
        && said.content() instanceof MessageContent.Reaction reaction
        && room.lines().at(reaction.to().position()).isPresent();
  }

  private void divisions(OpenRoom room, RoomMessage line, int width, List<AttributedString> rows) {
    Optional<RoomMessage> before = room.lines().before(line.position()).flatMap(room.lines()::at);
    Optional<LocalDate> day = day(line);
    if (day.isPresent() && !day.equals(before.flatMap(this::day))) {
      rows.add(centred(name(day.get()), width));
    }
    Optional<Long> newSince = room.newSince();
    if (newSince.isPresent()
        && newSince.get() < line.position()
        && before.map(RoomMessage::position).orElse(0L) <= newSince.get()) {
      rows.add(ruled("new", width, theme.fresh()));
    }
  }

  private String name(LocalDate day) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
    return day.equals(today) ? "today" : day.format(DAY);
  }

  private AttributedString centred(String what, int width) {
    return ruled(what, width, theme.dim());
  }

  private AttributedString ruled(String what, int width, AttributedStyle style) {
    int rest = Math.max(2, width - what.length() - 2);
    String text =
        marks.rule().repeat(rest / 2) + " " + what + " " + marks.rule().repeat(rest - rest / 2);
    return widths.cut(new AttributedString(text, style), width);
  }

  private Optional<LocalDate> day(RoomMessage line) {
    return instant(line).map(then -> LocalDate.ofInstant(then, zone));
  }

  private static Optional<Instant> instant(RoomMessage line) {
    try {
      return Optional.of(Timestamps.parse(line.receivedAt()));
    } catch (EvidenceException _) {
      return Optional.empty();
    }
  }

  private List<AttributedString> message(OpenRoom room, RoomMessage line, int width) {
    AttributedStringBuilder head = new AttributedStringBuilder();
    String time = instant(line).map(then -> TIME.format(then.atZone(zone))).orElse("??:??");
    head.styled(theme.dim(), time + " ");
    head.styled(
        line.verified() ? theme.good() : theme.bad(), line.verified() ? marks.good() : marks.bad());
    head.styled(theme.dim(), " " + line.position() + " ");
    AttributedString front = head.toAttributedString();
    boolean isIgnored = ignored.test(line.sender());
    AttributedString body =
        isIgnored ? words.ignored(line) : words.of(line, room.fold().of(line.position()));
    List<AttributedString> rows = new ArrayList<>(Wrap.behind(front, body, width, widths));
    int indent = Math.min(widths.of(front), Math.max(2, width / 4));
    if (!isIgnored) {
      Map<String, List<String>> reactions = room.fold().of(line.position()).reactions();
      if (!reactions.isEmpty()) {
        rows.addAll(
            Wrap.indented(Wrap.rows(words.reactions(reactions), width - indent, widths), indent));
      }
    }
    if (!line.verified()) {
      AttributedString why =
          new AttributedString("[" + SafeText.line(line.reasons()) + "]", theme.bad());
      rows.addAll(Wrap.indented(Wrap.rows(why, width - indent, widths), indent));
    }
    return rows;
  }

  private List<AttributedString> aside(Aside aside, int width) {
    AttributedStyle style =
        switch (aside.tone()) {
          case QUIET -> theme.dim();
          case ANSWER -> theme.plain();
          case LOUD -> theme.bad();
        };
    AttributedString mark =
        new AttributedString(aside.tone() == Aside.Tone.LOUD ? marks.bad() + " " : "* ", style);
    return Wrap.behind(mark, new AttributedString(SafeText.of(aside.text()), style), width, widths);
  }

  /** What is not in the record yet. */
  List<AttributedString> unsent(String text, int width) {
    return Wrap.behind(
        new AttributedString("… ", theme.dim()),
        new AttributedString(SafeText.of(text), theme.dim()),
        width,
        widths);
  }
}
