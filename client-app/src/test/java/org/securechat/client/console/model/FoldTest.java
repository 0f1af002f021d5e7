package org.securechat.client.console.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.client.console.model.Heard.broken;
import static org.securechat.client.console.model.Heard.edits;
import static org.securechat.client.console.model.Heard.gives;
import static org.securechat.client.console.model.Heard.says;
import static org.securechat.client.console.model.Heard.takesBack;
import static org.securechat.client.console.model.Heard.withdraws;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;

class FoldTest {
  private final Fold fold = new Fold();

  private void take(RoomMessage... lines) {
    Stream.of(lines).forEach(fold::take);
  }

  private Optional<String> text(long position) {
    return fold.of(position).newest().map(Reading.Version::text);
  }

  @Test
  void aMessageAboutWhichNothingWasSaidIsPlain() {
    take(says(1, "alice", "hello"));
    assertThat(fold.of(1)).isEqualTo(Reading.PLAIN);
    assertThat(fold.of(99)).isEqualTo(Reading.PLAIN);
  }

  @Test
  void theLastEditHoldsInWhateverOrderTheyCome() {
    take(edits(5, "alice", 1, "third"), edits(3, "alice", 1, "second"));
    assertThat(text(1)).contains("third");
    assertThat(fold.of(1).newest().get().position()).isEqualTo(5);
  }

  @Test
  @DisplayName("8.2: what is behind a retraction changes nothing")
  void anEditBehindARetractionChangesNothing() {
    take(edits(2, "alice", 1, "second"), takesBack(3, "alice", 1), edits(4, "alice", 1, "late"));
    assertThat(text(1)).contains("second");
    assertThat(fold.of(1).takenBack()).contains(3L);
    take(takesBack(5, "alice", 1));
    assertThat(fold.of(1).takenBack()).contains(3L);
  }

  @Test
  void whatDoesNotHoldChangesNothing() {
    take(
        broken(edits(2, "mallory", 1, "forged")),
        broken(takesBack(3, "mallory", 1)),
        broken(gives(4, "mallory", 1, "+1")));
    assertThat(fold.of(1)).isEqualTo(Reading.PLAIN);
  }

  @Test
  void reactionsAreOfThoseWhoHaveNotWithdrawnThem() {
    take(
        gives(2, "alice", 1, "+1"),
        gives(3, "bob", 1, "+1"),
        gives(4, "bob", 1, "+1"),
        gives(5, "carol", 1, "♥"),
        withdraws(6, "alice", 1, "+1"),
        withdraws(7, "carol", 1, "♥"),
        withdraws(8, "dave", 1, "?"));
    assertThat(fold.of(1).reactions()).containsOnlyKeys("+1").containsEntry("+1", List.of("bob"));
  }

  @Test
  void givingAgainMovesNobody() {
    take(gives(2, "bob", 1, "+1"), gives(3, "alice", 1, "+1"), gives(4, "bob", 1, "+1"));
    assertThat(fold.of(1).reactions()).containsEntry("+1", List.of("bob", "alice"));
  }

  @Test
  void theSameLineTwiceIsOne() {
    take(gives(2, "alice", 1, "+1"), gives(2, "alice", 1, "+1"));
    assertThat(fold.of(1).reactions()).containsEntry("+1", List.of("alice"));
  }

  @Test
  void aReplyIsNoChange() {
    take(Heard.answers(2, "bob", 1, "alice", "hello", "yes"));
    assertThat(fold.of(1)).isEqualTo(Reading.PLAIN);
  }

  @Test
  void aRemovalSaysByWhomAndWhy() {
    About about = new About(1, "0".repeat(64));
    take(Heard.line(2, "owner", new MessageContent.Removal(about, "spam")));
    assertThat(fold.of(1).removed()).contains(new Reading.Removed(2, "owner", "spam"));
  }

  @Test
  void whoeverFloodsItFillsNoMemory() {
    for (int i = 0; i < Fold.MOST_MESSAGES + 10; i++) {
      take(gives(100_000 + i, "mallory", i + 1, "+1"));
    }
    assertThat(fold.of(1)).isEqualTo(Reading.PLAIN);
    assertThat(fold.of(Fold.MOST_MESSAGES + 10).reactions()).isNotEmpty();
    for (int i = 0; i < Fold.MOST_ACTS + 10; i++) {
      take(edits(200_000 + i, "mallory", 7_000, "text " + i));
    }
    assertThat(text(7_000)).contains("text " + (Fold.MOST_ACTS - 1));
  }
}
