package org.securechat.client.console.screen;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.securechat.client.console.model.ChatModel.Unsent;
import org.securechat.client.console.model.OpenRoom;
import org.securechat.client.console.model.OpenRoom.Anchor;

/**
 * The part of a room that is on the screen, and how it moves. Only the rows that are shown are
 * made, however long the room is. Used on one thread.
 */
final class ConversationPane {
  private final MessageRows rows;

  ConversationPane(MessageRows rows) {
    this.rows = rows;
  }

  /**
   * What is on the screen.
   *
   * @param rows as many as there is room for, or fewer
   * @param showsFirst whether the first line in memory is among them
   * @param showsLast whether the last one is
   */
  record View(List<AttributedString> rows, boolean showsFirst, boolean showsLast) {}

  /** The rows of a room on a screen of that size. */
  View view(OpenRoom room, List<Unsent> unsent, int width, int height) {
    return room.top().isPresent()
        ? from(room, valid(room, room.top().get(), width), width, height)
        : atEnd(room, unsent, width, height);
  }

  private View atEnd(OpenRoom room, List<Unsent> unsent, int width, int height) {
    List<AttributedString> upwards = new ArrayList<>();
    for (Unsent line : unsent.reversed()) {
      if (line.room().equals(room.name()) && upwards.size() < height) {
        upwards.addAll(rows.unsent(line.words(), width).reversed());
      }
    }
    Optional<Long> position = Optional.of(room.lines().last());
    boolean first = false;
    while (position.isPresent() && upwards.size() < height) {
      upwards.addAll(rows.of(room, position.get(), width).reversed());
      first = position.get() <= room.lines().first();
      position = previous(room, position.get());
    }
    List<AttributedString> shown =
        new ArrayList<>(upwards.subList(0, Math.min(height, upwards.size())));
    Collections.reverse(shown);
    return new View(shown, first, true);
  }

  private View from(OpenRoom room, Anchor top, int width, int height) {
    List<AttributedString> shown = new ArrayList<>();
    Optional<Long> position = Optional.of(top.position());
    int skipped = top.row();
    boolean last = false;
    while (position.isPresent() && shown.size() < height) {
      List<AttributedString> one = rows.of(room, position.get(), width);
      shown.addAll(one.subList(Math.min(skipped, one.size()), one.size()));
      skipped = 0;
      last = position.get() >= room.lines().last();
      position = next(room, position.get());
    }
    return new View(
        List.copyOf(shown.subList(0, Math.min(height, shown.size()))),
        top.position() <= room.lines().first(),
        last && shown.size() <= height);
  }

  /** Lines can have been forgotten, and rows be fewer on another screen. */
  private Anchor valid(OpenRoom room, Anchor place, int width) {
    long position = place.position() == 0 ? 0 : room.lines().nearest(place.position()).orElse(0L);
    int size = rows.of(room, position, width).size();
    return new Anchor(
        position,
        position == place.position() ? Math.clamp(place.row(), 0, Math.max(0, size - 1)) : 0);
  }

  /** In front of the first line there is what stands for all those before it. */
  private static Optional<Long> previous(OpenRoom room, long position) {
    if (position == 0) {
      return Optional.empty();
    }
    return Optional.of(room.lines().before(position).orElse(0L));
  }

  private static Optional<Long> next(OpenRoom room, long position) {
    if (position == 0) {
      return room.lines().isEmpty() ? Optional.empty() : Optional.of(room.lines().first());
    }
    return room.lines().after(position);
  }

  /** Moves up by so many rows. */
  void up(OpenRoom room, List<Unsent> unsent, int count, int width, int height) {
    Anchor place = room.top().map(top -> valid(room, top, width)).orElse(end(room));
    int rowsUp = count;
    if (room.top().isEmpty()) {
      // From the screen's first row, which is its height above the end.
      int below = 0;
      for (Unsent line : unsent) {
        below += line.room().equals(room.name()) ? rows.unsent(line.words(), width).size() : 0;
      }
      rowsUp = Math.max(0, height - below) + count;
    }
    Anchor moved = back(room, place, rowsUp, width);
    // All of it fits: then there is nothing to be moved.
    if (room.top().isEmpty() && from(room, moved, width, height).showsLast()) {
      return;
    }
    room.scrollTo(Optional.of(moved));
  }

  /** Behind the last row. */
  private static Anchor end(OpenRoom room) {
    return new Anchor(room.lines().last(), Integer.MAX_VALUE);
  }

  private Anchor back(OpenRoom room, Anchor from, int count, int width) {
    long position = from.position();
    int row = Math.min(from.row(), rows.of(room, position, width).size());
    int left = count;
    while (left > row) {
      left -= row;
      Optional<Long> previous = previous(room, position);
      if (previous.isEmpty()) {
        return new Anchor(position, 0);
      }
      position = previous.get();
      row = rows.of(room, position, width).size();
    }
    return new Anchor(position, row - left);
  }

  /** Moves down by so many rows; at the end, the room follows its newest line again. */
  void down(OpenRoom room, int count, int width, int height) {
    if (room.top().isEmpty()) {
      return;
    }
    Anchor place = valid(room, room.top().get(), width);
    long position = place.position();
    int row = place.row() + count;
    int size = rows.of(room, position, width).size();
    while (row >= size) {
      Optional<Long> next = next(room, position);
      if (next.isEmpty()) {
        break;
      }
      row -= size;
      position = next.get();
      size = rows.of(room, position, width).size();
    }
    Anchor moved = new Anchor(position, Math.clamp(row, 0, Math.max(0, size - 1)));
    boolean end = from(room, moved, width, height).showsLast() && room.lines().isAtEnd();
    room.scrollTo(end ? Optional.empty() : Optional.of(moved));
  }

  /** Moves to the first line in memory. */
  void first(OpenRoom room) {
    room.scrollTo(Optional.of(new Anchor(0, 0)));
  }
}
