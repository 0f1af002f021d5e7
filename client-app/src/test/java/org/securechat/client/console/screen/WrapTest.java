package org.securechat.client.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrapTest {
  private static final String FAMILY = "👨‍👩‍👧";

  private final Widths widths = new Widths(false);

  private List<String> rows(String text, int width) {
    return Wrap.rows(new AttributedString(text), width, widths).stream()
        .map(AttributedString::toString)
        .toList();
  }

  @Test
  void wordsStayWhole() {
    assertThat(rows("the quick brown fox", 10)).containsExactly("the quick", "brown fox");
    assertThat(rows("the quick", 9)).containsExactly("the quick");
    assertThat(rows("a  b", 2)).containsExactly("a", "b");
  }

  @Test
  void whatIsTooLongForARowIsBroken() {
    assertThat(rows("see abcdefghijkl", 5)).containsExactly("see", "abcde", "fghij", "kl");
  }

  @Test
  void ownLineEndsHold() {
    assertThat(rows("a\n\nb\n", 5)).containsExactly("a", "", "b", "");
    assertThat(rows("", 5)).containsExactly("");
  }

  @Test
  void wideCharactersAreTwoColumnsAndCanBeBroken() {
    assertThat(rows("日本語日本語", 5)).containsExactly("日本", "語日", "本語");
    assertThat(rows("ab日本語", 3)).containsExactly("ab", "日", "本", "語");
    assertThat(rows("日", 1)).containsExactly("日");
  }

  @Test
  void aCharacterOfSeveralPartsIsNeverBroken() {
    assertThat(rows("e\u0301e\u0301e\u0301", 2)).containsExactly("e\u0301e\u0301", "e\u0301");
    assertThat(rows(FAMILY + FAMILY, 3)).containsExactly(FAMILY, FAMILY);
    assertThat(new Widths(true).of(FAMILY)).isEqualTo(2);
    assertThat(widths.of(FAMILY)).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20, 80})
  void nothingIsLostAtAnyWidth(int width) {
    String text = "one two 日本語 three " + FAMILY + " e\u0301 שלום four";
    String all = String.join("", rows(text, width)).replace(" ", "");
    assertThat(all).isEqualTo(text.replace(" ", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 12, 40})
  void theRowsBehindSomethingHoldItAll(int width) {
    AttributedString head = new AttributedString("12:00 ✓ 7 ");
    String text = "bob: one two\n\nthree";
    List<AttributedString> rows = Wrap.behind(head, new AttributedString(text), width, widths);
    StringBuilder all = new StringBuilder();
    rows.forEach(all::append);
    assertThat(all.toString().replace(" ", "")).isEqualTo("12:00✓7bob:onetwothree");
    assertThat(rows.subList(1, rows.size()))
        .allMatch(row -> width < 9 || row.length() == 0 || row.toString().startsWith("  "));
  }

  @Test
  void aRowThatIsCutSaysSo() {
    AttributedString text = new AttributedString("日本語");
    assertThat(widths.cut(text, 6).toString()).isEqualTo("日本語");
    assertThat(widths.cut(text, 5).toString()).isEqualTo("日本…");
    assertThat(widths.cut(text, 4).toString()).isEqualTo("日…");
    assertThat(widths.cut(text, 1).toString()).isEqualTo("…");
    assertThat(widths.cut(text, 0).toString()).isEmpty();
    assertThat(widths.fitted(text, 4).toString()).isEqualTo("日… ");
  }
}
