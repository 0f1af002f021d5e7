package org.securechat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleWordsTest {
  private final NameCompleter known = new NameCompleter();

  ConsoleWordsTest() {
    known.room("lobby");
    known.room("dm:alice:bob");
    known.user("bob");
    known.user("@server");
  }

  private List<String> completions(String line) {
    ParsedLine parsed = new LineParser().parse(line, line.length(), ParseContext.COMPLETE);
    List<Candidate> candidates = new ArrayList<>();
    known.complete(null, parsed, candidates);
    return candidates.stream()
        .map(Candidate::value)
        .filter(value -> value.startsWith(parsed.word()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "/q,/quit",
    "/join l,lobby",
    "/msg b,bob",
    "/invite bob l,lobby",
    "/decline l,lobby",
    "/block b,bob",
    "it's for b,bob",
    "'/who ',lobby"
  })
  void whatFitsIsOffered(String line, String completion) {
    assertThat(completions(line)).containsExactly(completion);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nonsense b", "/quit b", "/msg bob b", "@s"})
  void whatDoesNotFitIsNot(String line) {
    assertThat(completions(line)).isEmpty();
  }

  @Test
  void quotesAndBackslashesAreOrdinary() {
    ParsedLine parsed = new LineParser().parse("it's \"a \\ b", 4, ParseContext.ACCEPT_LINE);
    assertThat(parsed.words()).containsExactly("it's", "\"a", "\\", "b");
    assertThat(parsed.word()).isEqualTo("it's");
    assertThat(parsed.wordCursor()).isEqualTo(4);
  }

  @Test
  void aBeginningIsEnoughIfItIsOneVerbs() {
    assertThat(Verb.of("/rec")).containsExactly(Verb.RECEIPT);
    assertThat(Verb.of("/Re"))
        .containsExactly(
            Verb.REPLY,
            Verb.RETRACT,
            Verb.REACT,
            Verb.REMOVE,
            Verb.READONLY,
            Verb.READ,
            Verb.READS,
            Verb.RECEIPT);
    assertThat(Verb.of("/who")).containsExactly(Verb.WHO);
    assertThat(Verb.of("/block")).containsExactly(Verb.BLOCK);
    assertThat(Verb.of("/invit")).containsExactly(Verb.INVITE, Verb.INVITATIONS);
    assertThat(Verb.of("/")).containsExactly(Verb.values());
    assertThat(Verb.of("/help!")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/unb,/unblock,/unban", "/UNB,/unblock,/unban", "/invit,/invite,/invitations"})
  void aBeginningOfTwoVerbsNamesBoth(String typed, String first, String second) {
    assertThat(Verb.ambiguous(typed, Verb.of(typed)))
        .isEqualTo(typed + " can mean " + first + " or " + second);
  }

  @ParameterizedTest
  @CsvSource({"/serch,/search", "/quti,/quit", "/hlep,/help", "/verison,/versions", "/JION,/join"})
  void aMistypedVerbGetsASuggestion(String typed, String meant) {
    assertThat(Verb.of(typed)).isEmpty();
    assertThat(Verb.unknown(typed)).contains("did you mean " + meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/xyzzy", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void whatResemblesNothingGetsNone(String typed) {
    assertThat(Verb.unknown(typed)).doesNotContain("did you mean").contains("/help");
  }

  @Test
  void whatIsTypedCommandsNoTerminal() {
    assertThat(Verb.unknown("/\u001b[2J").chars().noneMatch(Character::isISOControl)).isTrue();
  }

  @Test
  void whatIsPastedIsText() {
    assertThat(ScreenKeys.pasted("a\r\nb\rc\td\u001b[31m\u0000\u009b"))
        .isEqualTo("a\nb\nc    d[31m");
  }
}
