package org.securechat.client.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.console.settings.TerminalSettings.Notifications;

class TerminalCanvasTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Terminal terminal(String type) throws Exception {
    Terminal made = new LineDisciplineTerminal("test", type, out, StandardCharsets.UTF_8);
    made.setSize(Size.of(20, 4));
    return made;
  }

  private String sent() {
    String text = out.toString(StandardCharsets.UTF_8);
    out.reset();
    return text;
  }

  private static ScreenLayout.Frame frame(String... rows) {
    List<AttributedString> all = List.of(rows).stream().map(AttributedString::new).toList();
    return new ScreenLayout.Frame(all, 0, 0, false, false);
  }

  @Test
  void whatItTakesOverItGivesBack() throws Exception {
    Terminal terminal = terminal("xterm-256color");
    Attributes before = terminal.getAttributes();
    TerminalCanvas canvas = new TerminalCanvas(terminal, () -> {});
    assertThat(sent()).contains("\u001b[?1049h", "\u001b[?2004h");
    assertThat(terminal.getAttributes().getLocalFlag(Attributes.LocalFlag.ISIG)).isFalse();

    canvas.draw(frame("hello", "", "", ""));
    assertThat(sent()).contains("hello");

    canvas.close();
    assertThat(sent()).contains("\u001b[?2004l", "\u001b[?1049l");
    assertThat(terminal.getAttributes().getLocalFlags()).isEqualTo(before.getLocalFlags());
    canvas.close();
    assertThat(sent()).isEmpty();
  }

  @Test
  void aScreenThatWasGivenBackIsNotDrawnOn() throws Exception {
    TerminalCanvas canvas = new TerminalCanvas(terminal("xterm-256color"), () -> {});
    canvas.close();
    var _ = sent();
    canvas.draw(frame("late", "", "", ""));
    canvas.bell();
    canvas.notify("late", Notifications.OSC9);
    assertThat(sent()).isEmpty();
  }

  @Test
  void onlyWhatIsDifferentIsDrawn() throws Exception {
    try (TerminalCanvas canvas = new TerminalCanvas(terminal("xterm-256color"), () -> {})) {
      canvas.draw(frame("first row", "second", "", ""));
      var _ = sent();
      canvas.draw(frame("first row", "second!", "", ""));
      assertThat(sent()).contains("!").doesNotContain("first", "second");
      canvas.afresh();
      canvas.draw(frame("first row", "second!", "", ""));
      assertThat(sent()).contains("first row", "second!");
    }
  }

  @Test
  void moreRowsThanThereAreDoNoHarm() throws Exception {
    try (TerminalCanvas canvas = new TerminalCanvas(terminal("xterm-256color"), () -> {})) {
      canvas.draw(
          new ScreenLayout.Frame(
              List.of("a", "b", "c", "d", "e").stream().map(AttributedString::new).toList(),
              9,
              99,
              false,
              false));
      assertThat(sent()).contains("d").doesNotContain("e\n");
    }
  }

  @Test
  void withoutAScreenOfItsOwnItClearsWhatItDrew() throws Exception {
    TerminalCanvas canvas = new TerminalCanvas(terminal("vt100"), () -> {});
    var _ = sent();
    canvas.close();
    assertThat(sent()).contains("\u001b[H\u001b[J");
  }

  @Test
  void aNotificationIsOneSequenceWhateverIsInIt() throws Exception {
    try (TerminalCanvas canvas = new TerminalCanvas(terminal("xterm-256color"), () -> {})) {
      var _ = sent();
      canvas.notify("a\u0007b\u001b\\c;d\u009c\n", Notifications.OSC9);
      assertThat(sent()).isEqualTo("\u001b]9;ab\\cd\u0007");
      canvas.notify("x;y", Notifications.OSC777);
      assertThat(sent()).isEqualTo("\u001b]777;notify;SecureChat;xy\u0007");
      canvas.notify("x", Notifications.OFF);
      assertThat(sent()).isEmpty();
      canvas.bell();
      assertThat(sent()).isEqualTo("\u0007");
    }
  }

  @Test
  void theConsoleOfLinuxIsToldNothingThatItWouldShow() throws Exception {
    try (TerminalCanvas canvas = new TerminalCanvas(terminal("linux"), () -> {})) {
      var _ = sent();
      canvas.notify("x", Notifications.OSC9);
      assertThat(sent()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 199, 200, 5_000})
  void aNotificationIsBounded(int length) {
    assertThat(TerminalCanvas.harmless("x".repeat(length))).hasSize(Math.min(200, length));
  }
}
