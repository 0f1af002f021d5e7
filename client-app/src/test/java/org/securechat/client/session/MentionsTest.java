package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MentionsTest {
  private static final List<String> MEMBERS =
      List.of("alice", "bob", "bob.smith", "carol@example.org", "carol");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@bob|bob",
        "@Bob, look|bob",
        "look, @bob.|bob",
        "(@bob)|bob",
        "@bob.smith and @alice!|alice,bob.smith",
        "@bob.smithy|''",
        "@bob-|bob",
        "@carol@example.org here|carol@example.org",
        "@carol@example.com here|carol",
        "@carol@example.org. Next|carol",
        "@bob @bob|bob",
        "@dave|''",
        "mail bob@alice today|''",
        "x@bob|''",
        "@@bob|''",
        "@|''"
      })
  void aMemberIsCalledOnByAnAtSign(String text, String names) {
    assertThat(String.join(",", Mentions.of(text, MEMBERS))).isEqualTo(names);
  }

  @Test
  void thePlacesAreThoseOfTheNames() {
    assertThat(Mentions.places("hi @Bob. and @alice", List.of("alice", "bob")))
        .containsExactly(new Mentions.Place(3, 7, "bob"), new Mentions.Place(13, 19, "alice"));
  }
}
