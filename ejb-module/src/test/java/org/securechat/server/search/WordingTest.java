package org.securechat.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {

  private static boolean matches(String words, String text) {
    return Excerpt.of(text, Wording.of(words)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "tire money, the MONEY is in the retirement fund",
    "'\"the money\"', give me The   Money",
    "'a \"b c', b c a",
    "“the money”, the money",
    "中文, 我说中文吗",
    "文, 我说中文吗",
    "🎉, done 🎉🎉",
    "שלום, אמר שָׁלוֹם לכולם",
    "مرحبا, \u202bمَرْحَبًا\u202c",
    "pay!, please pay!",
    "한국, 대한국민",
  })
  void thisIsFound(String words, String text) {
    assertThat(matches(words, text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "money fund, the money is gone",
    "'\"money the\"', the money",
    "'\"the money\"', the real money",
    "中国, 中间的国家",
    "🎉, done",
    "moneys, money",
  })
  void thisIsNot(String words, String text) {
    assertThat(matches(words, text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"\"", "\" \"", "\u200b", "\u0301", "\"", "\u202e \t"})
  void withoutAWordThereIsNothingToLookFor(String words) {
    assertThat(Wording.of(words)).isEmpty();
  }

  @Test
  void theFilterOfATextHoldsWhateverIsPartOfIt() {
    Random random = new Random(7);
    String alphabet = "abcdeäß xy中文字かな한국🎉👍é 12-я";
    int[] all = alphabet.codePoints().toArray();
    for (int i = 0; i < 300; i++) {
      String text =
          random
              .ints(40, 0, all.length)
              .collect(
                  StringBuilder::new, (b, n) -> b.appendCodePoint(all[n]), StringBuilder::append)
              .toString();
      String folded = Folding.fold(text);
      GramSet grams = new GramSet(1_000);
      Grams.of(folded, grams::add);
      byte[] filter = GramFilter.of(grams);
      int from = folded.offsetByCodePoints(0, random.nextInt(10));
      int to = folded.offsetByCodePoints(from, 1 + random.nextInt(10));
      Optional<Wording> part = Wording.of("\"" + folded.substring(from, to) + "\"");
      part.ifPresent(
          wording -> assertThat(GramFilter.mayHold(filter, wording.grams())).as(text).isTrue());
    }
  }

  @Test
  void theMarksSayWhereTheWordsAre() {
    String text = "Die ÜBERWEISUNG an die Straße";

    Excerpt excerpt = Excerpt.of(text, Wording.of("strasse uberweisung")).orElseThrow();

    assertThat(excerpt.text()).isEqualTo(text);
    assertThat(excerpt.marks())
        .extracting(mark -> text.substring(mark.start(), mark.start() + mark.length()))
        .containsExactly("ÜBERWEISUNG", "Straße");
  }

  @Test
  void aLongMessageIsCutAroundTheFirstWord() {
    String text = "🎉".repeat(3_001) + " needle " + "x".repeat(9_000) + " thread";

    Excerpt excerpt = Excerpt.of(text, Wording.of("thread needle")).orElseThrow();

    assertThat(excerpt.text()).hasSizeLessThanOrEqualTo(Excerpt.MAX_LENGTH);
    assertThat(text.startsWith(excerpt.text(), excerpt.offset())).isTrue();
    assertThat(excerpt.length()).isEqualTo(text.length());
    assertThat(Character.isLowSurrogate(excerpt.text().charAt(0))).isFalse();
    assertThat(excerpt.marks()).hasSize(1);
    assertThat(excerpt.text().substring(excerpt.marks().get(0).start())).startsWith("needle ");
  }

  @Test
  void nothingOfWhatWasSaidOrLookedForIsInText() {
    assertThat(Wording.of("secret").orElseThrow()).asString().doesNotContain("secret");
    assertThat(Excerpt.of("secret", Optional.empty()).orElseThrow())
        .asString()
        .doesNotContain("secret");
  }
}
