package org.securechat.client.console.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jline.terminal.Terminal;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.client.console.model.InputText;

class KeyboardTest {
  private final List<KeyPress> pressed = new CopyOnWriteArrayList<>();
  private ScreenTerminal.VirtualTerminal virtual;
  private Thread keys;

  @BeforeEach
  void open() throws Exception {
    virtual = ScreenTerminal.withTerminal("test", "xterm-256color", 80, 24);
    Terminal terminal = virtual.terminal();
    var _ = terminal.enterRawMode();
    keys = Keyboard.read(terminal, pressed::add);
  }

  @AfterEach
  void close() throws Exception {
    virtual.terminal().close();
    keys.join(5_000);
  }

  private void type(String text) throws Exception {
    virtual.terminal().processInputBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void expect(KeyPress... expected) {
    await().untilAsserted(() -> assertThat(pressed).containsExactly(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "'\r',SEND",
    "'\n',NEW_LINE",
    "'\u001b\r',NEW_LINE",
    "'\t',COMPLETE",
    "'\u001b[5~',PAGE_UP",
    "'\u001b[6~',PAGE_DOWN",
    "'\u001b[1;5H',FIRST",
    "'\u001b>',LAST",
    "'\u001b[1;3C',NEXT_ROOM",
    "'\u000e',NEXT_ROOM",
    "'\u0010',PREVIOUS_ROOM",
    "'\u001bOA',UP",
    "'\u001b[B',DOWN",
    "'\u007f',BACKSPACE",
    "'\u0008',BACKSPACE",
    "'\u0017',DELETE_WORD",
    "'\u001bOP',HELP",
    "'\u0003',INTERRUPT",
    "'\u0004',LEAVE",
    "'\u001a',SUSPEND"
  })
  void eachKeyHasItsMeaning(String typed, KeyAction action) throws Exception {
    type(typed);
    expect(KeyPress.of(action));
  }

  @Test
  void textIsText() throws Exception {
    type("aé日👍");
    expect(
        new KeyPress(KeyAction.INSERT, "a"),
        new KeyPress(KeyAction.INSERT, "é"),
        new KeyPress(KeyAction.INSERT, "日"),
        new KeyPress(KeyAction.INSERT, "👍"));
  }

  @Test
  void aRoomHasItsNumber() throws Exception {
    type("\u001b7");
    expect(new KeyPress(KeyAction.ROOM, "7"));
  }

  @Test
  void whatIsPastedIsNoKey() throws Exception {
    type("\u001b[200~one\rtwo\u001b[A\u0004\u001b[201~x");
    expect(
        new KeyPress(KeyAction.PASTE, "one\rtwo\u001b[A\u0004"),
        new KeyPress(KeyAction.INSERT, "x"));
  }

  @Test
  void aPasteIsBounded() throws Exception {
    type("\u001b[200~" + "x".repeat(3 * InputText.MOST) + "\u001b[201~");
    await().until(() -> pressed.size() == 1);
    assertThat(pressed.getFirst().text().length()).isLessThanOrEqualTo(InputText.MOST + 1);
  }

  @ParameterizedTest
  @CsvSource({"'\u001b[1;2A'", "'\u001b[24~'", "'\u001b[<0;1;1M'", "'\u001bOX'"})
  void akeyWithoutAMeaningTypesNothing(String typed) throws Exception {
    type(typed);
    type("z");
    await().until(() -> pressed.stream().anyMatch(key -> key.text().equals("z")));
    assertThat(pressed).filteredOn(key -> key.action() == KeyAction.INSERT).hasSize(1);
  }

  @Test
  void theEndOfTheTerminalIsToldOnce() throws Exception {
    virtual.terminal().close();
    expect(KeyPress.of(KeyAction.GONE));
  }
}
