package org.securechat.client.console.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.securechat.client.SafeText;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.console.model.OpenRoom;

/**
 * Where everything is on a screen of any size: the room's name on top, the rooms on the left where
 * there is room for them, the conversation, how things stand, and what is being typed. It changes
 * nothing but the place to which a room is scrolled, when it is asked to. Used on one thread.
 */
public final class ScreenLayout {
  /** From so many columns on, the list of rooms is beside the conversation. */
  static final int WITH_ROOMS = 60;

  private static final int NARROWEST_LIST = 16;
  private static final int WIDEST_LIST = 28;
  private static final int MOST_INPUT = 8;
  private static final int NAMES = 4;

  private final Look look;
  private final Theme theme;
  private final Widths widths;
  private final Marks marks;
  private final RoomColumn column;
  private final ConversationPane pane;

  /**
   * A layout for that user.
   *
   * @param ignored whose lines are collapsed
   */
  public ScreenLayout(Look look, String me, Predicate<String> ignored) {
    this.look = look;
    this.theme = look.theme();
    this.widths = look.widths();
    this.marks = Marks.of(look.charset());
    this.column = new RoomColumn(look);
    this.pane = new ConversationPane(new MessageRows(look, me, ignored));
  }

  /**
   * A whole screen.
   *
   * @param rows as many as the screen has, none wider than it is
   * @param wantsEarlier whether lines before those in memory would be on it
   * @param wantsLater whether lines behind those in memory would be
   */
  public record Frame(
      List<AttributedString> rows,
      int cursorRow,
      int cursorColumn,
      boolean wantsEarlier,
      boolean wantsLater) {}

  private record Sizes(int columns, int rows, int list, int width, int height, int input) {}

  private Sizes sizes(ChatModel model, int columns, int rows) {
    int list = columns < WITH_ROOMS ? 0 : Math.clamp(columns / 5, NARROWEST_LIST, WIDEST_LIST);
    int most = Math.clamp(rows / 3L, 1, MOST_INPUT);
    int input = Math.min(rows, InputRows.of(model.input(), columns, most, widths).rows().size());
    int bars = Math.clamp(rows - input - 1L, 0, 2);
    return new Sizes(
        columns,
        rows,
        list,
        list == 0 ? columns : columns - list - 1,
        Math.max(0, rows - input - bars),
        input);
  }

  /** The screen of that size, of at least one row and column. */
  public Frame of(ChatModel model, int columns, int rows) {
    Sizes sizes = sizes(model, columns, rows);
    InputRows input = InputRows.of(model.input(), columns, sizes.input(), widths);
    boolean hasStatus = rows > sizes.input() + sizes.height();
    boolean hasTitle = rows > sizes.input() + sizes.height() + 1;
    OpenRoom room = model.shown();
    ConversationPane.View view = pane.view(room, model.unsent(), sizes.width(), sizes.height());
    List<AttributedString> all = new ArrayList<>();
    if (hasTitle) {
      all.add(bar(title(model, sizes), columns));
    }
    all.addAll(middle(model, view.rows(), sizes));
    if (hasStatus) {
      all.add(status(model, columns));
    }
    int first = all.size();
    all.addAll(input.rows());
    return new Frame(
        all.stream().map(row -> widths.cut(row, columns)).toList(),
        first + input.cursorRow(),
        input.cursorColumn(),
        view.showsFirst() && room.lines().first() > 1,
        view.showsLast() && !room.lines().isAtEnd());
  }

  private List<AttributedString> middle(
      ChatModel model, List<AttributedString> lines, Sizes sizes) {
    List<AttributedString> main = new ArrayList<>();
    // What is said stands above the place where it is typed.
    for (int i = lines.size(); i < sizes.height(); i++) {
      main.add(AttributedString.EMPTY);
    }
    main.addAll(lines);
    if (sizes.list() == 0) {
      return main;
    }
    List<AttributedString> list = column.rows(model, sizes.list(), sizes.height());
    AttributedString wall = new AttributedString(marks.wall(), theme.dim());
    List<AttributedString> rows = new ArrayList<>();
    for (int i = 0; i < sizes.height(); i++) {
      rows.add(AttributedString.join(AttributedString.EMPTY, list.get(i), wall, main.get(i)));
    }
    return rows;
  }

  private AttributedString bar(String text, int columns) {
    return new AttributedString(
        widths.fitted(new AttributedString(text), columns).toString(), theme.bar());
  }

  private String title(ChatModel model, Sizes sizes) {
    StringBuilder title = new StringBuilder(" ");
    title.append(model.here().map(OpenRoom::title).map(SafeText::line).orElse("no room"));
    model
        .here()
        .map(OpenRoom::topic)
        .filter(topic -> !topic.isEmpty())
        .ifPresent(topic -> title.append(" - ").append(SafeText.line(topic)));
    if (model.shown().top().isPresent()) {
      int below = model.shown().unread();
      title.append(" - earlier lines");
      title.append(below > 0 ? ", " + below + " new below" : "");
    }
    String brief = sizes.list() == 0 ? column.brief(model) : "";
    return title.append(brief.isEmpty() ? "" : "  " + brief).toString();
  }

  private AttributedString status(ChatModel model, int columns) {
    AttributedStringBuilder status = new AttributedStringBuilder();
    switch (model.connection()) {
      case CONNECTED -> status.styled(theme.dim(), "connected");
      case LOST -> status.styled(theme.bad(), "no connection");
      case OVER -> status.styled(theme.bad(), "not connected any more");
    }
    int waiting = model.unsent().size();
    if (waiting > 0) {
      status.styled(
          theme.fresh(), " · " + (waiting == 1 ? "1 line waits" : waiting + " lines wait"));
    }
    if (model.isBusy()) {
      status.styled(theme.dim(), " · working");
    }
    if (model.notice().isPresent()) {
      status.styled(theme.plain(), " · " + SafeText.line(model.notice().get()));
    }
    model
        .here()
        .map(OpenRoom::present)
        .filter(present -> !present.isEmpty())
        .ifPresent(present -> status.styled(theme.dim(), " · here: " + names(present)));
    return widths.cut(status.toAttributedString(), columns);
  }

  private static String names(SortedSet<String> present) {
    String first = String.join(", ", present.stream().limit(NAMES).map(SafeText::line).toList());
    return present.size() > NAMES ? first + ", +" + (present.size() - NAMES) : first;
  }

  /** Moves the room on the screen up by a screen. */
  public void pageUp(ChatModel model, int columns, int rows) {
    Sizes sizes = sizes(model, columns, rows);
    pane.up(
        model.shown(),
        model.unsent(),
        Math.max(1, sizes.height() - 1),
        sizes.width(),
        sizes.height());
  }

  /** Moves it down by a screen. */
  public void pageDown(ChatModel model, int columns, int rows) {
    Sizes sizes = sizes(model, columns, rows);
    pane.down(model.shown(), Math.max(1, sizes.height() - 1), sizes.width(), sizes.height());
  }

  /** Moves it to the first line in memory. */
  public void first(ChatModel model) {
    pane.first(model.shown());
  }

  /** How the screen looks. */
  public Look look() {
    return look;
  }
}
