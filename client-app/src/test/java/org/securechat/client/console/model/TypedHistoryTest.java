package org.securechat.client.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedHistoryTest {
  private final TypedHistory history = new TypedHistory();

  @Test
  void anEmptyOneGivesNothing() {
    assertThat(history.back("x")).isEmpty();
    assertThat(history.forward()).isEmpty();
  }

  @Test
  void whatIsBeingTypedComesBack() {
    history.add("one");
    history.add("two");
    history.add("two");
    history.add("  ");
    assertThat(history.back("unfinished")).contains("two");
    assertThat(history.back("two")).contains("one");
    assertThat(history.back("one")).isEmpty();
    assertThat(history.forward()).contains("two");
    assertThat(history.forward()).contains("unfinished");
    assertThat(history.forward()).isEmpty();
  }

  @Test
  void theOldestLinesAreForgotten() {
    for (int i = 0; i <= TypedHistory.MOST; i++) {
      history.add("line " + i);
    }
    String oldest = "";
    for (var line = history.back(""); line.isPresent(); line = history.back("")) {
      oldest = line.get();
    }
    assertThat(oldest).isEqualTo("line 1");
  }
}
