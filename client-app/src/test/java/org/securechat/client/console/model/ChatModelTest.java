package org.securechat.client.console.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.client.console.model.Heard.calls;
import static org.securechat.client.console.model.Heard.in;
import static org.securechat.client.console.model.Heard.says;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.securechat.client.console.model.Aside.Tone;
import org.securechat.client.console.model.ChatModel.Weight;
import org.securechat.client.console.model.OpenRoom.Anchor;

class ChatModelTest {
  private final ChatModel model = new ChatModel("alice");

  @Test
  void roomsComeBeforePeople() {
    var _ = model.room("dm:alice:bob");
    var _ = model.room("lobby");
    var _ = model.room("dm:alice:carol");
    var _ = model.room("team");
    assertThat(model.rooms().stream().map(OpenRoom::title))
        .containsExactly("lobby", "team", "@bob", "@carol");
  }

  @Test
  void whatComesElsewhereIsUnread() {
    var _ = model.enter("lobby");
    assertThat(model.take(in("team", says(1, "bob", "hello")), false)).isEqualTo(Weight.NONE);
    assertThat(model.take(in("team", calls(2, "bob", "alice", "@alice")), false))
        .isEqualTo(Weight.CALL);
    assertThat(model.take(in("dm:alice:bob", says(1, "bob", "psst")), false))
        .isEqualTo(Weight.DIRECT);
    assertThat(model.room("team").unread()).isEqualTo(2);
    assertThat(model.room("team").calls()).isEqualTo(1);
    assertThat(model.enter("team").unread()).isZero();
    assertThat(model.room("team").newSince()).contains(0L);
  }

  @Test
  void ownLinesEventsReactionsAndIgnoredOnesAreNotUnread() {
    var _ = model.enter("lobby");
    var _ = model.take(in("team", says(1, "alice", "mine")), false);
    var _ = model.take(in("team", Heard.joins(2, "bob")), false);
    var _ = model.take(in("team", Heard.gives(3, "bob", 1, "+1")), false);
    assertThat(model.take(in("team", calls(4, "mallory", "alice", "@alice!")), true))
        .isEqualTo(Weight.NONE);
    assertThat(model.room("team").unread()).isZero();
    assertThat(model.room("team").lines().size()).isEqualTo(4);
  }

  @Test
  void aLineHeardTwiceIsUnreadOnce() {
    var _ = model.take(in("team", says(1, "bob", "hello")), false);
    var _ = model.take(in("team", says(1, "bob", "hello")), false);
    assertThat(model.room("team").unread()).isEqualTo(1);
  }

  @Test
  void theMarkOfWhatIsNewStaysUntilTheUserLeaves() {
    var _ = model.enter("lobby");
    var _ = model.take(says(1, "bob", "seen"), false);
    var _ = model.enter("team");
    var _ = model.take(says(2, "bob", "new"), false);
    var _ = model.take(says(3, "bob", "newer"), false);
    assertThat(model.enter("lobby").newSince()).contains(1L);
    var _ = model.enter("team");
    assertThat(model.enter("lobby").newSince()).isEmpty();
  }

  @Test
  void whatIsBelowTheScreenWasNotSeen() {
    OpenRoom lobby = model.enter("lobby");
    var _ = model.take(says(1, "bob", "one"), false);
    lobby.scrollTo(Optional.of(new Anchor(1, 0)));
    var _ = model.take(says(2, "bob", "two"), false);
    assertThat(lobby.unread()).isEqualTo(1);
    lobby.scrollTo(Optional.empty());
    model.seenAll();
    assertThat(lobby.unread()).isZero();
  }

  @Test
  void draftsAreKeptForEachRoom() {
    var _ = model.input().insert("nowhere");
    var _ = model.enter("lobby");
    assertThat(model.input().isEmpty()).isTrue();
    var _ = model.input().insert("half a mess");
    var _ = model.enter("team");
    assertThat(model.input().isEmpty()).isTrue();
    var _ = model.enter("lobby");
    assertThat(model.input().text()).isEqualTo("half a mess");
  }

  @Test
  void roomsAreARing() {
    assertThat(model.beside(1)).isEmpty();
    assertThat(model.numbered(1)).isEmpty();
    var _ = model.enter("a");
    var _ = model.room("b");
    assertThat(model.beside(-1).get().name()).isEqualTo("b");
    assertThat(model.numbered(2).get().name()).isEqualTo("b");
    assertThat(model.numbered(0)).isEmpty();
    assertThat(model.numbered(3)).isEmpty();
    model.left("a");
    assertThat(model.here()).isEmpty();
    assertThat(model.beside(1).get().name()).isEqualTo("b");
  }

  @Test
  void whatTheClientSaysIsBounded() {
    OpenRoom room = model.enter("lobby");
    for (int i = 0; i < 1_000; i++) {
      room.say(new Aside("words " + i, Tone.QUIET));
    }
    List<Aside> said = room.asidesFrom(0);
    assertThat(said).hasSize(300);
    assertThat(said.getLast().text()).isEqualTo("words 999");
  }

  @Test
  void whatComesInFrontMovesNothingOnTheScreen() {
    OpenRoom room = model.enter("lobby");
    room.fetched(List.of(says(5, "bob", "five")));
    room.scrollTo(Optional.of(new Anchor(0, 0)));
    room.fetched(List.of(says(3, "bob", "three"), says(4, "bob", "four")));
    assertThat(room.top()).contains(new Anchor(5, 0));
  }
}
