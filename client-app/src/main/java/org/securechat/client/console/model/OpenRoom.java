package org.securechat.client.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.securechat.client.session.RoomMessage;

/** A room on the screen. Confined to one thread. */
public final class OpenRoom {
  private static final int MOST_ASIDES = 300;

  /** Who is here is shown by some names; nobody needs thousands. */
  private static final int MOST_PRESENT = 1_000;

  private final String name;
  private final Optional<String> person;
  private final RoomLines lines = new RoomLines();
  private final Fold fold = new Fold();
  private final InputText draft = new InputText();
  private final NavigableMap<Long, List<Aside>> asides = new TreeMap<>();
  private final SortedSet<String> present = new TreeSet<>();
  private String topic = "";
  private int unread;
  private int calls;
  private long seen;
  private Optional<Long> newSince = Optional.empty();
  private Optional<Anchor> top = Optional.empty();
  private boolean fetching;
  private boolean shown;
  private long told;

  /**
   * Where the part of the room begins that is on the screen.
   *
   * @param position a line's number
   * @param row of that line, from 0
   */
  public record Anchor(long position, int row) {}

  OpenRoom(String name, Optional<String> person) {
    this.name = name;
    this.person = person;
  }

  /** The room's name on the server. */
  public String name() {
    return name;
  }

  /** What it is called: a direct room by the other one in it. */
  public String title() {
    return person.map(user -> "@" + user).orElse(name);
  }

  /** What it is about; empty for nothing. */
  public String topic() {
    return topic;
  }

  /** Sets what it is about. */
  public void topic(String now) {
    topic = now;
  }

  /** Whether it is between two people. */
  public boolean isDirect() {
    return person.isPresent();
  }

  /** Its lines, as far as they are in memory. */
  public RoomLines lines() {
    return lines;
  }

  /** How its messages read. */
  public Fold fold() {
    return fold;
  }

  /** What is typed there and not sent. */
  public InputText draft() {
    return draft;
  }

  /** Messages that the user has not seen. */
  public int unread() {
    return unread;
  }

  /** How many of those call on the user. */
  public int calls() {
    return calls;
  }

  /** The last line that the user has seen, if something came behind it. */
  public Optional<Long> newSince() {
    return newSince;
  }

  /** Where the screen begins; empty if it follows the newest line. */
  public Optional<Anchor> top() {
    return top;
  }

  /** Shows the room from there on; empty for its end. */
  public void scrollTo(Optional<Anchor> place) {
    top = place;
  }

  /** Whether lines are being fetched from the archive. */
  public boolean isFetching() {
    return fetching;
  }

  /** Notes whether lines are being fetched. */
  public void fetching(boolean now) {
    fetching = now;
  }

  /** Whether it was on the screen before. */
  public boolean wasShown() {
    return shown;
  }

  /**
   * The lines that have come on the screen since this was asked the last time; none while it does
   * not show the room's end.
   */
  public List<RoomMessage> takeShown() {
    if (top.isPresent() || !lines.isAtEnd() || lines.last() <= told) {
      return List.of();
    }
    List<RoomMessage> taken = new ArrayList<>();
    for (long position = Math.max(told + 1, lines.first()); position <= lines.last(); position++) {
      lines.at(position).ifPresent(taken::add);
    }
    told = lines.last();
    return taken;
  }

  void heard(RoomMessage line) {
    fold.take(line);
    lines.heard(line);
  }

  /** Takes in lines from the archive. */
  public void fetched(List<RoomMessage> page) {
    page.forEach(fold::take);
    if (!lines.isEmpty() && top.filter(place -> place.position() == 0).isPresent()) {
      // What comes in front moves nothing that is on the screen.
      top = Optional.of(new Anchor(lines.first(), 0));
    }
    List<Aside> early = lines.isEmpty() ? asides.remove(0L) : null;
    lines.fetched(page);
    if (early != null) {
      // It was said before anything of the room was known; it comes last none the less.
      asides.put(lines.last(), early);
    }
    if (shown && newSince.isEmpty() && unread == 0) {
      seen = Math.max(seen, lines.tail());
    }
  }

  void unseen(long position, boolean isCall) {
    if (newSince.isEmpty() || unread == 0) {
      newSince = Optional.of(Math.max(seen, position - 1));
    }
    unread++;
    calls += isCall ? 1 : 0;
  }

  /** It is on the screen now. */
  void enter() {
    shown = true;
    unread = 0;
    calls = 0;
    seen = Math.max(seen, lines.tail());
  }

  /** A line came while it was on the screen. */
  void seenTo(long position) {
    seen = Math.max(seen, position);
  }

  /** It is no longer on the screen: what comes now is new. */
  void leave() {
    seen = Math.max(seen, lines.tail());
    newSince = Optional.empty();
  }

  /** Says something beside the conversation, behind its last line. */
  public void say(Aside aside) {
    asides.merge(
        lines.last(),
        List.of(aside),
        (old, more) -> Stream.concat(old.stream(), more.stream()).toList());
    int all = asides.values().stream().mapToInt(List::size).sum();
    if (all > MOST_ASIDES) {
      List<Aside> oldest = asides.firstEntry().getValue();
      if (oldest.size() == 1) {
        asides.pollFirstEntry();
      } else {
        asides.put(asides.firstKey(), oldest.subList(1, oldest.size()));
      }
    }
  }

  /** What was said behind that line and before the next one. */
  public List<Aside> asidesFrom(long position) {
    Optional<Long> next = lines.after(position);
    return asides.subMap(position, true, next.orElse(Long.MAX_VALUE), false).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Who is here, by their names. */
  public SortedSet<String> present() {
    return present;
  }

  /** Somebody came or went. */
  public void present(String user, boolean online) {
    if (!online) {
      present.remove(user);
    } else if (present.size() < MOST_PRESENT) {
      present.add(user);
    }
  }
}
