package org.securechat.protocol.evidence.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;

/** The rules of PROTOCOL.md §8.2 about what a message reads like. */
class MessageFoldTest {
  private static final About MESSAGE = new About(1, "0".repeat(64));
  private static final MessageContent EDIT = new MessageContent.Edit(MESSAGE, List.of(), "other");
  private static final MessageContent BACK = new MessageContent.Retraction(MESSAGE);
  private static final MessageContent REMOVAL = new MessageContent.Removal(MESSAGE, "spam");

  private final MessageFold fold = new MessageFold();
  private long position = 1;

  private void take(String sender, MessageContent content) {
    position++;
    fold.take(position, sender, content);
  }

  private void gives(String sender, String symbol) {
    take(sender, new MessageContent.Reaction(MESSAGE, symbol, Action.GIVEN));
  }

  private void withdraws(String sender, String symbol) {
    take(sender, new MessageContent.Reaction(MESSAGE, symbol, Action.WITHDRAWN));
  }

  @Test
  void peopleStandInTheOrderInWhichTheyGaveAndGivingAgainMovesNobody() {
    gives("carol", "+1");
    gives("alice", "+1");
    gives("carol", "+1");
    gives("bob", "+1");

    assertThat(fold.reactions()).containsExactly(entry("+1", List.of("carol", "alice", "bob")));
  }

  @Test
  void whoWithdrawsASymbolAndGivesItAgainComesLast() {
    gives("carol", "+1");
    gives("alice", "+1");
    withdraws("carol", "+1");
    gives("carol", "+1");

    assertThat(fold.reactions()).containsExactly(entry("+1", List.of("alice", "carol")));
  }

  @Test
  void symbolsStandInTheOrderInWhichTheyWereGivenAndOneWithoutPeopleIsNone() {
    gives("alice", "z");
    gives("bob", "a");
    gives("bob", "z");
    assertThat(fold.reactions().keySet()).containsExactly("z", "a");
    withdraws("bob", "a");
    withdraws("dave", "z");
    withdraws("dave", "never given");

    assertThat(fold.reactions()).containsExactly(entry("z", List.of("alice", "bob")));
  }

  @Test
  void theLastEditHolds() {
    take("alice", EDIT);
    take("alice", EDIT);

    assertThat(fold.edit()).contains(3L);
  }

  @Test
  void whatIsBehindARetractionChangesNothing() {
    take("alice", EDIT);
    take("alice", BACK);
    take("alice", EDIT);
    take("alice", BACK);

    assertThat(fold.edit()).contains(2L);
    assertThat(fold.retraction()).contains(3L);
  }

  @Test
  void anEditDoesNotUndoARetraction() {
    take("alice", BACK);
    take("alice", EDIT);

    assertThat(fold.edit()).isEmpty();
    assertThat(fold.retraction()).contains(2L);
  }

  @Test
  void theFirstRemovalHolds() {
    take("owner", REMOVAL);
    take("owner", REMOVAL);

    assertThat(fold.removal()).contains(2L);
  }

  @Test
  void symbolsOfAMessageThatWasTakenBackStay() {
    take("alice", BACK);
    gives("bob", "+1");

    assertThat(fold.reactions()).containsOnlyKeys("+1");
  }

  @Test
  void answersAndReadsChangeNothing() {
    take("bob", new MessageContent.Reply(MESSAGE, List.of(), "yes"));
    take("bob", new MessageContent.Read());
    take("bob", new MessageContent.Text(List.of(), "so"));

    assertThat(fold.edit()).isEmpty();
    assertThat(fold.retraction()).isEmpty();
    assertThat(fold.removal()).isEmpty();
    assertThat(fold.reactions()).isEmpty();
  }

  @Test
  void linesInAnotherOrderAreRefused() {
    fold.take(3, "alice", EDIT);

    assertThatThrownBy(() -> fold.take(3, "alice", BACK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fold.take(2, "alice", BACK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(fold.retraction()).isEmpty();
  }
}
