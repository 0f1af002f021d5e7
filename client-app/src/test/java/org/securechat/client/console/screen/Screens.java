package org.securechat.client.console.screen;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jline.utils.AttributedString;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.console.settings.TerminalSettings.ThemeName;

/** Screens as text. */
final class Screens {
  static final Look LOOK =
      new Look(
          new Theme(ThemeName.NONE),
          StandardCharsets.UTF_8,
          new Widths(false),
          ZoneOffset.UTC,
          Clock.fixed(Instant.parse("2026-11-22T20:00:00Z"), ZoneOffset.UTC));

  private Screens() {}

  static ScreenLayout layout() {
    return new ScreenLayout(LOOK, "alice", "mallory"::equals);
  }

  static String text(ChatModel model, int columns, int rows) {
    return text(layout().of(model, columns, rows).rows());
  }

  static String text(List<AttributedString> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(row.toString().stripTrailing()).append('\n'));
    return text.toString();
  }
}
