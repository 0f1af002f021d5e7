package org.securechat.client.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputTextTest {
  private static final String FAMILY = "👨‍👩‍👧";

  private final InputText input = new InputText();

  @Test
  void aCharacterIsWhatAReaderTakesForOne() {
    input.set("a" + FAMILY + "e\u0301");
    input.backspace();
    assertThat(input.text()).isEqualTo("a" + FAMILY);
    input.left();
    assertThat(input.cursor()).isEqualTo(1);
    input.delete();
    assertThat(input.text()).isEqualTo("a");
  }

  @Test
  void atTheEdgesNothingHappens() {
    input.left();
    input.right();
    input.backspace();
    input.delete();
    input.deleteWord();
    input.deleteToStart();
    input.deleteToEnd();
    input.home();
    input.end();
    input.wordLeft();
    input.wordRight();
    assertThat(input.up()).isFalse();
    assertThat(input.down()).isFalse();
    assertThat(input.isEmpty()).isTrue();
    assertThat(input.cursor()).isZero();
  }

  @Test
  void linesAreGoneThroughUpAndDown() {
    input.set("first\n\nthird line", 14);
    assertThat(input.up()).isTrue();
    assertThat(input.cursor()).isEqualTo(6);
    assertThat(input.up()).isTrue();
    assertThat(input.cursor()).isZero();
    assertThat(input.up()).isFalse();
    assertThat(input.down()).isTrue();
    assertThat(input.down()).isTrue();
    assertThat(input.down()).isFalse();
  }

  @Test
  void theCursorIsNeverInsideACharacter() {
    input.set("abcd\n" + FAMILY, 3);
    assertThat(input.down()).isTrue();
    assertThat(input.cursor()).isIn(5, 5 + FAMILY.length());
  }

  @Test
  void wordsAndLinesAreDeleted() {
    input.set("one two  three");
    input.deleteWord();
    assertThat(input.text()).isEqualTo("one two  ");
    input.deleteWord();
    assertThat(input.text()).isEqualTo("one ");
    input.set("one\ntwo", 3);
    input.deleteToEnd();
    assertThat(input.text()).isEqualTo("onetwo");
    input.deleteToStart();
    assertThat(input.text()).isEqualTo("two");
  }

  @Test
  void whatIsTooMuchIsNotTaken() {
    assertThat(input.insert("x".repeat(InputText.MOST - 1))).isTrue();
    assertThat(input.insert("👍")).isFalse();
    assertThat(input.text()).hasSize(InputText.MOST - 1);
    assertThat(input.insert("y")).isTrue();
    assertThat(input.insert("z")).isFalse();
  }
}
