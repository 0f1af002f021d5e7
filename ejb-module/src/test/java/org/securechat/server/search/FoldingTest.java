package org.securechat.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {

  @ParameterizedTest
  @CsvSource({
    "Überweisung, uberweisung",
    "STRASSE, straße",
    "ẞ, ss",
    "naïve CAFÉ, naive cafe",
    "Ｆｕｌｌｗｉｄｔｈ, fullwidth",
    "ﬁnance, finance",
    "ΟΔΟΣ, οδος",
    "İstanbul, istanbul",
    "Ещё, ЕЩЕ",
    "שָׁלוֹם, שלום",
    "مُحَمَّد, محمد",
    "محمـــد, محمد",
    "㎏, kg",
    "co\u00adoperate, cooperate",
    "zero\u200bwidth, zerowidth",
    "\u202eabc\u202c, abc",
    "👩\u200d💻, 👩💻",
    "❤\ufe0f, ❤",
  })
  void theseAreTheSame(String one, String other) {
    assertThat(Folding.fold(one)).isEqualTo(Folding.fold(other));
  }

  @ParameterizedTest
  @CsvSource({"कि, क", "が, か", "한, 하", "ø, o", "👍, 👎", "5, 6", "กิน, กน"})
  void theseAreNot(String one, String other) {
    assertThat(Folding.fold(one)).isNotEqualTo(Folding.fold(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Crème brûlée", "한국어", "がぎぐ", "Ἀθῆναι", "Việt Nam", "ﷺ", "א\u05b8"})
  void composedAndDecomposedAreTheSameAndTwiceIsAsOnce(String text) {
    String folded = Folding.fold(text);
    assertThat(Folding.fold(Normalizer.normalize(text, Normalizer.Form.NFD))).isEqualTo(folded);
    assertThat(Folding.fold(Normalizer.normalize(text, Normalizer.Form.NFC))).isEqualTo(folded);
    assertThat(Folding.fold(folded)).isEqualTo(folded);
  }

  @Test
  void whiteSpaceIsOneSpace() {
    assertThat(Folding.fold("\t a\u00a0 \r\n\u3000b\u0000c "))
        .as("of every kind")
        .isEqualTo("a b c ");
  }

  @Test
  void everyCharacterOfTheResultHasAPlaceInTheText() {
    String text = "x ﷺ e\u0301\u0301 \uD83D\uDE00ß";
    String folded = Folding.fold(text);
    int[] places = Folding.places(text);

    assertThat(places).hasSize(folded.length() + 1).isSorted();
    assertThat(places[folded.indexOf("e")]).isEqualTo(text.indexOf("e"));
    assertThat(places[folded.indexOf("ss")]).isEqualTo(text.indexOf("ß"));
    assertThat(places[folded.indexOf("ss") + 1]).isEqualTo(text.indexOf("ß"));
    assertThat(places[folded.length()]).isEqualTo(text.length());
  }

  @Test
  void aLongRowOfMarksIsNoTrouble() {
    assertThat(Folding.fold("a" + "\u0301".repeat(30_000) + "b")).isEqualTo("ab");
  }
}
