package org.securechat.client.console.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.client.console.model.Heard.answers;
import static org.securechat.client.console.model.Heard.broken;
import static org.securechat.client.console.model.Heard.calls;
import static org.securechat.client.console.model.Heard.edits;
import static org.securechat.client.console.model.Heard.gives;
import static org.securechat.client.console.model.Heard.in;
import static org.securechat.client.console.model.Heard.joins;
import static org.securechat.client.console.model.Heard.on;
import static org.securechat.client.console.model.Heard.says;
import static org.securechat.client.console.model.Heard.takesBack;

import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.client.console.model.Aside;
import org.securechat.client.console.model.Aside.Tone;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.console.model.ChatModel.Connection;
import org.securechat.client.console.model.ChatModel.Unsent;
import org.securechat.client.session.RoomMessage;

class ScreenLayoutTest {
  private final ChatModel model = new ChatModel("alice");

  private void take(RoomMessage... lines) {
    for (RoomMessage line : lines) {
      var _ = model.take(line, line.sender().equals("mallory"));
    }
  }

  private void conversation() {
    var _ = model.enter("lobby");
    take(
        joins(1, "bob"),
        says(2, "bob", "shall we meet at nine?"),
        answers(3, "carol", 2, "bob", "shall we meet at nine?", "nine is too early for me"),
        edits(4, "bob", 2, "shall we meet at ten?"),
        gives(5, "alice", 2, "+1"),
        gives(6, "carol", 2, "+1"),
        says(7, "carol", "forget what I said"),
        takesBack(8, "carol", 7),
        says(9, "bob", "/me waves"),
        calls(10, "bob", "alice", "and you, @alice?"));
    take(in("team", says(1, "dave", "hello")));
    take(in("team", calls(2, "dave", "alice", "@alice")));
    take(in("dm:alice:bob", says(1, "bob", "psst")));
    model.shown().present("bob", true);
  }

  @Test
  void aWideScreenHasTheRoomsOnTheLeft() {
    conversation();
    var _ = model.input().insert("half a message");
    assertThat(Screens.text(model, 72, 18))
        .isEqualTo(
            """
             lobby
            1 lobby         ┊
            2 team       2@ ┊
            3 @bob        1 ┊
                            ┊┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈ today ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
                            ┊19:01 ✓ 1 * bob joined
                            ┊19:02 ✓ 2 bob: shall we meet at ten? (edited)
                            ┊          +1 alice, carol
                            ┊19:03 ✓ 3 carol answers 2 of bob “shall we meet at
                            ┊          nine?”
                            ┊          nine is too early for me
                            ┊19:04 ✓ 4 * bob edited 2
                            ┊19:07 ✓ 7 carol: (taken back)
                            ┊19:08 ✓ 8 * carol took 7 back
                            ┊19:09 ✓ 9 bob waves
                            ┊19:10 ✓ 10 bob: and you, @alice?
            connected · here: bob
            > half a message
            """);
  }

  @Test
  void aNarrowScreenHasTheNewsOnTop() {
    conversation();
    assertThat(Screens.text(model, 40, 20))
        .isEqualTo(
            """
             lobby  [2:2@ 3:1]




            ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈ today ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
            19:01 ✓ 1 * bob joined
            19:02 ✓ 2 bob: shall we meet at ten?
                      (edited)
                      +1 alice, carol
            19:03 ✓ 3 carol answers 2 of bob “shall
                      we meet at nine?”
                      nine is too early for me
            19:04 ✓ 4 * bob edited 2
            19:07 ✓ 7 carol: (taken back)
            19:08 ✓ 8 * carol took 7 back
            19:09 ✓ 9 bob waves
            19:10 ✓ 10 bob: and you, @alice?
            connected · here: bob
            >
            """);
  }

  @Test
  void theSmallestScreenHasALineOfEach() {
    conversation();
    assertThat(Screens.text(model, 20, 6))
        .isEqualTo(
            """
             lobby  [2:2@ 3:1]
            19:09 ✓ 9 bob waves
            19:10 ✓ 10 bob: and
                 you, @alice?
            connected · here: b…
            >
            """);
  }

  @Test
  void whatDoesNotHoldIsLoudAndNothingIsLeftOut() {
    var _ = model.enter("lobby");
    take(
        says(1, "mallory", "nonsense"),
        broken(says(2, "mallory", "forged")),
        broken(gives(3, "eve", 1, "+1")),
        says(4, "bob", "true"),
        broken(says(4, "bob", "false")),
        broken(says(9, "eve", "from nowhere")));
    assertThat(Screens.text(model, 50, 20))
        .isEqualTo(
            """
             lobby






            ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈ today ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
            19:01 ✓ 1 mallory (ignored)
            19:02 ✗ 2 mallory (ignored)
                      [the signature is not the sender's]
            19:03 ✗ 3 * eve gave +1 to 1
                      [the signature is not the sender's]
            19:04 ✓ 4 bob: true
            19:04 ✗ 4 bob: false
                      [the signature is not the sender's]
            19:09 ✗ 9 eve: from nowhere
                      [the signature is not the sender's]
            connected
            >
            """);
    List<AttributedString> rows = Screens.layout().of(model, 50, 20).rows();
    assertThat(styleOf(rows, "✗")).isNotEqualTo(AttributedStyle.DEFAULT);
    assertThat(styleOf(rows, "✓")).isEqualTo(AttributedStyle.DEFAULT);
  }

  private static AttributedStyle styleOf(List<AttributedString> rows, String part) {
    AttributedString row =
        rows.stream().filter(one -> one.toString().contains(part)).findFirst().orElseThrow();
    return row.styleAt(row.toString().indexOf(part));
  }

  @Test
  void theUsersOwnNameStandsOut() {
    var _ = model.enter("lobby");
    take(calls(1, "bob", "alice", "you, @alice, and @bob"));
    List<AttributedString> rows = Screens.layout().of(model, 60, 5).rows();
    assertThat(styleOf(rows, "@alice")).isEqualTo(AttributedStyle.BOLD.inverse());
    assertThat(styleOf(rows, "@bob")).isEqualTo(AttributedStyle.DEFAULT);
  }

  @Test
  void nothingFromTheNetworkCommandsTheTerminal() {
    String attack = "\u001b[2J\u009b31m\u0007\r\u202efake\u2028\u0000";
    var _ = model.enter("lobby");
    take(
        says(1, "bob", attack),
        answers(2, "bob", 1, "bob", attack, attack),
        edits(3, "bob", 1, attack),
        gives(4, "bob", 2, attack),
        in(attack, says(1, "bob", "x")));
    model.shown().say(new Aside(attack, Tone.LOUD));
    model.shown().present(attack, true);
    model.notice(Optional.of(attack));
    model.unsent(List.of(new Unsent("lobby", attack)));
    var _ = model.input().insert(attack);
    String all = Screens.text(model, 70, 40);
    assertThat(all.chars().filter(c -> c != '\n').noneMatch(Character::isISOControl)).isTrue();
    assertThat(all).doesNotContain("\u202e", "\u2028").contains("\\u001b[2J");
  }

  @Test
  void whatSomebodyWritesCannotPassForALine() {
    var _ = model.enter("lobby");
    take(says(1, "bob", "x\n19:00 ✓ 2 alice: I agree\n\n── today ──"));
    assertThat(Screens.text(model, 50, 9))
        .isEqualTo(
            """
             lobby

            ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈ today ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
            19:01 ✓ 1 bob: x
                      19:00 ✓ 2 alice: I agree

                      ── today ──
            connected
            >
            """);
  }

  @Test
  void daysAndWhatIsNewAreMarked() {
    var _ = model.enter("lobby");
    take(on("2026-11-20", says(1, "bob", "on Friday")));
    var _ = model.enter("team");
    take(says(2, "bob", "on Sunday"), says(3, "bob", "and again"));
    var _ = model.enter("lobby");
    assertThat(Screens.text(model, 30, 9))
        .isEqualTo(
            """
             lobby
            ┈┈┈┈┈┈┈┈┈ 2026-11-20 ┈┈┈┈┈┈┈┈┈
            19:01 ✓ 1 bob: on Friday
            ┈┈┈┈┈┈┈┈┈┈┈ today ┈┈┈┈┈┈┈┈┈┈┈┈
            ┈┈┈┈┈┈┈┈┈┈┈┈ new ┈┈┈┈┈┈┈┈┈┈┈┈┈
            19:02 ✓ 2 bob: on Sunday
            19:03 ✓ 3 bob: and again
            connected
            >
            """);
  }

  @Test
  void howThingsStandIsBelow() {
    var _ = model.enter("lobby");
    model.connection(Connection.LOST);
    model.unsent(List.of(new Unsent("lobby", "first"), new Unsent("team", "second")));
    model.notice(Optional.of("next attempt in 4 s"));
    assertThat(Screens.text(model, 59, 6))
        .isEqualTo(
            """
             lobby


            … first
            no connection · 2 lines wait · next attempt in 4 s
            >
            """);
    model.connection(Connection.OVER);
    model.busy(true);
    assertThat(Screens.text(model, 59, 6)).contains("not connected any more", "working");
  }

  @Test
  void anInputOfSeveralLinesGrows() {
    var _ = model.enter("lobby");
    var _ = model.input().insert("one\ntwo\n\nfour 日本語 and so on and so on");
    ScreenLayout.Frame frame = Screens.layout().of(model, 24, 20);
    assertThat(Screens.text(frame.rows().subList(14, 20)))
        .isEqualTo(
            """
            connected
            > one
              two

              four 日本語 and so on
               and so on
            """);
    assertThat(frame.cursorRow()).isEqualTo(19);
    model.input().set(model.input().text(), 5);
    frame = Screens.layout().of(model, 24, 20);
    assertThat(frame.cursorRow()).isEqualTo(16);
    assertThat(frame.cursorColumn()).isEqualTo(3);
  }

  @Test
  void inNoRoomThereIsAScreenAllTheSame() {
    model.shown().say(new Aside("you are alice", Tone.ANSWER));
    assertThat(Screens.text(model, 30, 5))
        .isEqualTo(
            """
             no room

            * you are alice
            connected
            >
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1", "1,24", "2,2", "3,3", "5,4", "20,6", "40,2", "59,10", "60,10", "80,24", "200,50"
  })
  void everyScreenIsFilledAndNoRowIsWiderThanIt(int columns, int rows) {
    conversation();
    take(
        says(11, "bob", "日本語".repeat(80)),
        says(12, "bob", "👨‍👩‍👧 👍🏽 e\u0301 שלום עולם مرحبا"),
        says(13, "bob", "x".repeat(500)),
        broken(says(14, "bob", "\u0301".repeat(200))));
    var _ = model.input().insert("日本語\n".repeat(30));
    ScreenLayout layout = Screens.layout();
    for (int i = 0; i < 8; i++) {
      ScreenLayout.Frame frame = layout.of(model, columns, rows);
      assertThat(frame.rows()).hasSize(rows);
      assertThat(frame.rows())
          .allSatisfy(
              row -> assertThat(Screens.LOOK.widths().of(row)).isLessThanOrEqualTo(columns));
      assertThat(frame.cursorRow()).isBetween(0, rows - 1);
      assertThat(frame.cursorColumn()).isBetween(0, columns - 1);
      if (i < 4) {
        layout.pageUp(model, columns, rows);
      } else {
        layout.pageDown(model, columns, rows);
      }
    }
  }

  @Test
  void everyRowCanBeReachedBySteps() {
    var _ = model.enter("lobby");
    for (int i = 1; i <= 60; i++) {
      take(says(i, "bob", "line number " + i + " " + "word ".repeat(i % 17)));
    }
    ScreenLayout layout = Screens.layout();
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      seen.append(Screens.text(layout.of(model, 40, 12).rows()));
      layout.pageUp(model, 40, 12);
    }
    for (int i = 1; i <= 60; i++) {
      assertThat(seen).contains("line number " + i);
    }
    assertThat(model.shown().top()).isPresent();
    assertThat(Screens.text(model, 40, 12)).contains("earlier lines", "line number 1 ");
    for (int i = 0; i < 60; i++) {
      layout.pageDown(model, 40, 12);
    }
    assertThat(model.shown().top()).isEmpty();
  }

  @Test
  void aShortRoomDoesNotMove() {
    conversation();
    Screens.layout().pageUp(model, 80, 40);
    assertThat(model.shown().top()).isEmpty();
    Screens.layout().pageDown(model, 80, 40);
    assertThat(model.shown().top()).isEmpty();
  }

  @Test
  void earlierAndLaterLinesAreWantedWhereTheScreenEnds() {
    var _ = model.enter("lobby");
    take(says(50, "bob", "fifty"), says(51, "bob", "fifty-one"));
    ScreenLayout.Frame frame = Screens.layout().of(model, 40, 12);
    assertThat(frame.wantsEarlier()).isTrue();
    assertThat(frame.wantsLater()).isFalse();
    assertThat(Screens.text(frame.rows())).contains("earlier lines");
    model.shown().fetched(List.of(says(1, "bob", "one")));
    assertThat(Screens.layout().of(model, 40, 12).wantsLater()).isTrue();
  }
}
