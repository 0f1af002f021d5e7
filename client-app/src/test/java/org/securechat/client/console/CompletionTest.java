package org.securechat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.console.model.InputText;

class CompletionTest {
  private final NameCompleter names = new NameCompleter();
  private final Completion completion = new Completion(names);
  private final InputText input = new InputText();

  CompletionTest() {
    for (String user : new String[] {"bob", "barbara", "barbados"}) {
      names.user(user);
    }
    names.room("lobby");
  }

  @ParameterizedTest
  @CsvSource({
    "/q,'/quit '",
    "/join l,'/join lobby '",
    "hi bo,'hi bob '",
    "hi @bo,'hi @bob '",
    "/ignore bo,'/ignore bob '"
  })
  void whatFitsAloneIsCompleted(String typed, String completed) {
    input.set(typed);
    assertThat(completion.complete(input)).isEmpty();
    assertThat(input.text()).isEqualTo(completed);
  }

  @Test
  void whatIsCommonIsCompletedAndTheRestOffered() {
    input.set("hi @ba");
    assertThat(completion.complete(input)).contains("barbados barbara");
    assertThat(input.text()).isEqualTo("hi @barba");
  }

  @Test
  void theWordBeforeTheCursorCounts() {
    input.set("first\n@bo, yes", 9);
    assertThat(completion.complete(input)).isEmpty();
    assertThat(input.text()).isEqualTo("first\n@bob , yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nonsense", "hi zz", "/quit b", "@zz"})
  void whatDoesNotFitStays(String typed) {
    input.set(typed);
    assertThat(completion.complete(input)).isEmpty();
    assertThat(input.text()).isEqualTo(typed);
  }
}
