package org.securechat.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.search.SearchFixture.ROOM;
import static org.securechat.server.search.SearchFixture.positions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.ledger.TranscriptLedger;

class MessageSearchTest {
  @RegisterExtension final SearchFixture fixture = new SearchFixture();

  @Test
  void theIndexFindsWhatAScanFinds() {
    fixture.talk(300);
    fixture.say("alice", "die Überweisung ist da 🎉");
    fixture.talk(400);
    fixture.say("alice", "uberweisung? 我说中文");
    fixture.talk(100);
    for (String words : List.of("überweisung", "中文", "🎉", "spec noth", "12", "\"da 🎉\"", "xyz")) {
      assertThat(fixture.find(words)).as("before it is indexed").isEqualTo(fixture.scan(words));
    }

    fixture.indexAll();

    assertThat(fixture.indexedSegments()).containsExactly(0L, 1L, 2L, 3L);
    assertThat(fixture.segmentsThatMayHold("überweisung")).containsExactly(1L, 2L);
    assertThat(fixture.find("ÜBERWEISUNG")).containsExactly(301L, 702L);
    assertThat(fixture.find("中文")).containsExactly(702L);
    for (String words : List.of("überweisung", "中文", "🎉", "spec noth", "12", "\"da 🎉\"", "xyz")) {
      assertThat(fixture.find(words)).as("indexed: " + words).isEqualTo(fixture.scan(words));
    }
  }

  @Test
  void whatIsSaidBehindTheIndexIsFound() {
    fixture.talk(300);
    fixture.index();
    assertThat(fixture.indexedSegments()).as("full ones").containsExactly(0L);
    fixture.say("alice", "needle");
    fixture.indexAll();
    assertThat(fixture.indexedSegments()).as("a quiet room").containsExactly(0L, 1L);

    fixture.say("alice", "a second needle");
    assertThat(fixture.find("needle")).containsExactly(301L, 302L);
    assertThat(fixture.find("second")).containsExactly(302L);

    fixture.talk(300);
    fixture.index();
    assertThat(fixture.find("second")).containsExactly(302L);
    assertThat(fixture.segmentsThatMayHold("second")).containsExactly(1L);
  }

  @Test
  void aSegmentWithoutTheWordsIsNotRead() {
    fixture.talk(600);
    fixture.say("alice", "needle");
    fixture.indexAll();
    // Whoever reads the first line would notice.
    fixture.tamper("UPDATE transcript_entry SET payload = X'00' WHERE position = 1");

    assertThat(fixture.find("needle")).containsExactly(601L);
    assertThatThrownBy(() -> fixture.scan("needle"))
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.reason()).isEqualTo(LedgerException.Reason.ROOM_BROKEN));
  }

  @Test
  void aHitThatIsNotWhatWasWrittenIsRefused() {
    long position = fixture.say("alice", "needle");
    fixture.talk(300);
    fixture.indexAll();
    fixture.tamper(
        "UPDATE transcript_entry SET payload = X'00' WHERE position = %d".formatted(position));

    assertThatThrownBy(() -> fixture.find("needle")).isInstanceOf(LedgerException.class);
  }

  @Test
  void aFilterStandsForTheLinesItWasMadeOfAlone() {
    fixture.talk(300);
    fixture.indexAll();
    assertThat(fixture.segmentsThatMayHold("special")).isNotEmpty();
    // As if the transcript were another one than at the time of the index.
    fixture.tamper("UPDATE search_segment SET chain = '%s'".formatted("0".repeat(64)));
    assertThat(fixture.indexedSegments()).isEmpty();
    assertThat(fixture.find("special")).hasSize(300);

    fixture.tamper("UPDATE search_segment SET form = 1");
    fixture.tamper("UPDATE search_progress SET form = 1");
    fixture.index();
    assertThat(fixture.indexedSegments()).as("made again").containsExactly(0L, 1L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pagesFollowEachOtherWithoutGapOrRepetition(boolean newestFirst) {
    fixture.talk(700);
    fixture.indexAll();
    List<Long> found = new ArrayList<>();
    OptionalLong after = OptionalLong.empty();
    boolean more = true;
    while (more) {
      SearchPage page =
          fixture
              .search()
              .search(
                  ROOM,
                  new SearchRequest(
                      Wording.of("special"), Optional.empty(), 3, 690, newestFirst, after, 43));
      found.addAll(positions(page));
      assertThat(page.hits()).hasSizeLessThanOrEqualTo(43);
      after = OptionalLong.of(page.searchedTo());
      more = page.more();
    }

    List<Long> expected =
        newestFirst
            ? LongStream.iterate(690, i -> i >= 3, i -> i - 1).boxed().toList()
            : LongStream.rangeClosed(3, 690).boxed().toList();
    assertThat(found).isEqualTo(expected);
    assertThat(after.getAsLong()).isEqualTo(newestFirst ? 3 : 690);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSearchThatTakesTooLongSaysHowFarItCame(boolean newestFirst) {
    fixture.talk(600);
    SearchRequest first =
        new SearchRequest(
            Wording.of("absent"), Optional.empty(), 1, 600, newestFirst, OptionalLong.empty(), 10);
    MessageSearch impatient =
        new MessageSearch(
            fixture.ledger,
            fixture.filters,
            new SearchSettings(true, Duration.ofSeconds(5)),
            () -> 0,
            Duration.ZERO);

    SearchPage page = impatient.search(ROOM, first);

    assertThat(page.hits()).isEmpty();
    assertThat(page.more()).isTrue();
    assertThat(page.searchedTo()).isEqualTo(newestFirst ? 513 : 256);
  }

  @Test
  void anEmptyRangeIsAnEmptyPage() {
    fixture.talk(3);
    SearchPage page =
        fixture
            .search()
            .search(
                ROOM,
                new SearchRequest(
                    Wording.of("x"), Optional.empty(), 3, 2, false, OptionalLong.empty(), 10));

    assertThat(page.hits()).isEmpty();
    assertThat(page.more()).isFalse();
    assertThat(page.searchedTo()).isEqualTo(2);
  }

  @Test
  void oneUsersWordsAreFoundByTheirName() {
    fixture.talk(300);
    fixture.say("alice", "nothing special at all");
    fixture.talk(300);
    fixture.indexAll();
    SearchRequest request =
        new SearchRequest(
            Optional.empty(), Optional.of("alice"), 1, 601, false, OptionalLong.empty(), 10);

    SearchPage page = fixture.search().search(ROOM, request);

    assertThat(positions(page)).containsExactly(301L);
    assertThat(page.hits().get(0).excerpt().text()).isEqualTo("nothing special at all");
    assertThat(page.hits().get(0).sender()).isEqualTo("alice");
  }

  @Test
  void whatTheServerNotesIsNoWordOfAnybodys() {
    fixture.talk(2);
    fixture.erase("1");

    assertThat(fixture.find("erased")).isEmpty();
    assertThat(fixture.find("room")).as("a field of the payload").isEmpty();
  }

  @Test
  void theFilterOfManyDifferentWordsHidesNothing() {
    UUID room = ROOM;
    List<org.securechat.server.ledger.LineRequest> lines = new ArrayList<>();
    java.util.Random random = new java.util.Random(3);
    for (int i = 0; i < 40; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(3_000, 0x4e00, 0x9fff).forEach(text::appendCodePoint);
      lines.add(SearchFixture.message(room, "bob", text.toString()));
    }
    lines.add(SearchFixture.message(room, "bob", "needle"));
    fixture.sayAll(lines);
    fixture.indexAll();

    assertThat(fixture.segmentsThatMayHold("whatever")).containsExactly(0L);
    assertThat(fixture.find("needle")).containsExactly(41L);
  }

  @Test
  void anotherServerOnTheDatabaseUsesTheIndex() {
    fixture.talk(300);
    fixture.indexAll();
    TranscriptLedger other = LedgerAccess.ledger(fixture.database, fixture.key, fixture.clock);
    try {
      SearchPage page =
          new MessageSearch(other, fixture.filters, new SearchSettings(true, Duration.ofSeconds(5)))
              .search(ROOM, fixture.request("special 299"));
      assertThat(positions(page)).containsExactly(300L);
    } finally {
      other.close(Duration.ofSeconds(1));
    }
  }
}
