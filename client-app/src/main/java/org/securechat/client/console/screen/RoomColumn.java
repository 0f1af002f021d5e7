package org.securechat.client.console.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.securechat.client.SafeText;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.console.model.OpenRoom;

/** The list of rooms: beside the conversation, or in short on its top. Immutable. */
final class RoomColumn {
  private static final int MOST_SHOWN = 999;

  private final Theme theme;
  private final Widths widths;

  RoomColumn(Look look) {
    this.theme = look.theme();
    this.widths = look.widths();
  }

  /** One row for each room, as far as there is room for them around the present one. */
  List<AttributedString> rows(ChatModel model, int width, int height) {
    List<OpenRoom> rooms = model.rooms();
    int here = model.here().map(rooms::indexOf).orElse(0);
    int first = Math.clamp(here - height / 2L, 0, Math.max(0, rooms.size() - height));
    List<AttributedString> rows = new ArrayList<>();
    for (int i = first; i < Math.min(rooms.size(), first + height); i++) {
      rows.add(row(rooms.get(i), i + 1, i == here && model.here().isPresent(), width));
    }
    while (rows.size() < height) {
      rows.add(new AttributedString(" ".repeat(width)));
    }
    return rows;
  }

  private AttributedString row(OpenRoom room, int number, boolean here, int width) {
    AttributedStyle style = here ? theme.bar() : room.calls() > 0 ? theme.fresh() : theme.plain();
    String count = count(room);
    AttributedStringBuilder row = new AttributedStringBuilder();
    row.styled(here ? theme.bar() : theme.dim(), (number < 10 ? number + " " : "  "));
    row.styled(style, SafeText.line(room.title()));
    AttributedString name =
        widths.fitted(row.toAttributedString(), Math.max(0, width - count.length() - 1));
    AttributedStringBuilder whole = new AttributedStringBuilder();
    whole.append(name);
    whole.styled(room.calls() > 0 ? theme.fresh() : style, count + " ");
    AttributedString all = widths.fitted(whole.toAttributedString(), width);
    return here ? new AttributedString(all.toString(), theme.bar()) : all;
  }

  /** How much is new there; an at sign if any of it calls on the user. */
  private static String count(OpenRoom room) {
    if (room.unread() == 0) {
      return "";
    }
    String number = room.unread() > MOST_SHOWN ? MOST_SHOWN + "+" : "" + room.unread();
    return " " + number + (room.calls() > 0 ? "@" : "");
  }

  /** The rooms in which something is new, where there is no room for the list. */
  String brief(ChatModel model) {
    List<String> news = new ArrayList<>();
    List<OpenRoom> rooms = model.rooms();
    for (int i = 0; i < rooms.size(); i++) {
      if (rooms.get(i).unread() > 0) {
        news.add((i < 9 ? (i + 1) + ":" : "") + count(rooms.get(i)).strip());
      }
    }
    return news.isEmpty() ? "" : "[" + String.join(" ", news) + "]";
  }
}
