package org.securechat.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.application.Answer.SearchAnswer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.metrics.Metrics;
import org.securechat.server.metrics.SearchMetrics;
import org.securechat.server.room.RoomException;
import org.securechat.server.search.JpaSegmentFilters;
import org.securechat.server.search.MemberSearchSettings;
import org.securechat.server.search.MessageSearch;
import org.securechat.server.search.SearchSettings;
import org.securechat.server.search.SegmentFilters;
import org.securechat.server.testing.TestDatabase;

/** Rooms and members in memory; what is said, and searched, in a real ledger. */
class MemberSearchTest {
  /** What the data of one record may have (PROTOCOL.md 4). */
  private static final int RECORD = 61_435;

  @RegisterExtension final ChatFixture chat = new ChatFixture();
  private final TestDatabase database = new TestDatabase();
  private final LedgerKey key = LedgerAccess.key();
  private final Metrics metrics = new Metrics();
  private final SearchMetrics counted = new SearchMetrics(metrics);
  private TranscriptLedger ledger;
  private RoomQueries rooms;
  private ChatFixture.Device alice;
  private ChatFixture.Device bob;
  private ChatFixture.Device stranger;
  private UUID room;

  @BeforeEach
  void aRoomOfTwo() {
    database.open();
    ledger = LedgerAccess.ledger(database, key, chat.clock);
    rooms = new RoomQueries(chat.roomService, chat.moderation, ledger, chat.delivery);
    alice = chat.login("alice");
    bob = chat.login("bob");
    stranger = chat.login("stranger");
    chat.room("plans", Visibility.PRIVATE, alice, bob);
    room = chat.rooms.id("plans");
  }

  @AfterEach
  void close() {
    ledger.close(Duration.ofSeconds(10));
    database.close();
  }

  private MemberSearch search(boolean permitted, Duration longest) {
    MessageSearch messages =
        new MessageSearch(
            ledger,
            database.perCall(SegmentFilters.class, JpaSegmentFilters::new),
            new SearchSettings(true, Duration.ofSeconds(5)));
    return new MemberSearch(
        rooms, ledger, messages, new MemberSearchSettings(permitted, longest), counted);
  }

  private MemberSearch search() {
    return search(true, Duration.ofSeconds(30));
  }

  private static Request.Search words(String room, String words) {
    return new Request.Search(
        1, room, Optional.of(words), Optional.empty(), OptionalLong.empty(), 100);
  }

  private static Request.Search linesOf(String sender) {
    return new Request.Search(
        1, "plans", Optional.empty(), Optional.of(sender), OptionalLong.empty(), 10);
  }

  private void say(String sender, String... texts) {
    List<LineRequest> lines = new ArrayList<>();
    for (String text : texts) {
      byte[] payload =
          MessagePayload.create(
                  "0".repeat(64),
                  "plans",
                  room,
                  sender,
                  1,
                  After.nothing(room),
                  Instant.EPOCH,
                  text)
              .encode();
      lines.add(
          LineRequest.of(
              room,
              "plans",
              sender,
              SenderCertificate.of(sender.getBytes(StandardCharsets.UTF_8)),
              new SignedMessage(payload, "signature".getBytes(StandardCharsets.UTF_8))));
    }
    lines.stream()
        .map(ledger::append)
        .toList()
        .forEach(answer -> answer.toCompletableFuture().join());
  }

  private static List<Long> positions(SearchAnswer answer) {
    return answer.entries().stream().map(Entry::position).toList();
  }

  private String counted(String metric) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out);
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(metric))
        .findFirst()
        .orElse("");
  }

  @Test
  void aMemberFindsTheLinesThatAHistoryHasTheNewestFirst() throws Exception {
    say("alice", "the Überweisung is there", "something else");
    say("bob", "which uberweisung?");

    SearchAnswer answer = search().find(bob.session, words("plans", "ÜBERWEISUNG"));

    assertThat(positions(answer)).containsExactly(3L, 1L);
    assertThat(answer.searchedTo()).isEqualTo(1);
    assertThat(answer.more()).isFalse();
    List<Entry> history =
        new TranscriptQueries(ledger, rooms)
            .history(bob.session, new Request.History(1, "plans", 0, 10))
            .entries();
    assertThat(answer.entries().get(1).line()).isEqualTo(history.get(0).line());
    assertThat(answer.entries().get(1).chain()).isEqualTo(history.get(0).chain());
    assertThat(answer.entries().get(1).message().orElseThrow().payload())
        .isEqualTo(history.get(0).message().orElseThrow().payload());
    assertThat(counted("securechat_member_searches_total{end=\"room\"}")).endsWith(" 1.0");
    assertThat(counted("securechat_member_search_duration_seconds_count")).endsWith(" 1");
  }

  @Test
  void oneUsersWordsAreFoundByTheirNameWithAndWithoutWords() {
    say("alice", "a needle", "hay");
    say("bob", "a needle, too");

    assertThat(
            positions(
                search()
                    .find(
                        alice.session,
                        new Request.Search(
                            1,
                            "plans",
                            Optional.of("needle"),
                            Optional.of("bob"),
                            OptionalLong.empty(),
                            10))))
        .containsExactly(3L);
    assertThat(positions(search().find(bob.session, linesOf("alice")))).containsExactly(2L, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plans", "nowhere", "dm:alice:bob"})
  void whoMayNotReadARoomIsToldWhatAHistoryTellsAndNothingOfItsWords(String name) {
    say("alice", "needle");
    RoomException history =
        catchThrowableOfType(
            RoomException.class,
            () ->
                new TranscriptQueries(ledger, rooms)
                    .history(stranger.session, new Request.History(1, name, 0, 10)));

    for (String words : List.of("needle", "absent")) {
      assertThatThrownBy(() -> search().find(stranger.session, words(name, words)))
          .isInstanceOfSatisfying(
              RoomException.class, e -> assertThat(e.reason()).isEqualTo(history.reason()));
    }
    assertThat(history.reason()).isEqualTo(RoomException.Reason.NO_SUCH_ROOM);
  }

  @Test
  void whoHasLeftFindsNothingMore() {
    say("alice", "needle");
    assertThat(positions(search().find(bob.session, words("plans", "needle")))).hasSize(1);

    chat.memberships.leave(bob.session, new Request.Leave(2, "plans"));
    bob.received();

    assertThatThrownBy(() -> search().find(bob.session, words("plans", "needle")))
        .isInstanceOf(RoomException.class);
  }

  @Test
  void whatWasErasedIsNotFound() throws EvidenceException {
    say("alice", "the first needle", "the second needle");
    ledger
        .erase(room, "plans", Positions.parse("1"), "@server", "x", () -> {})
        .toCompletableFuture()
        .join();

    assertThat(positions(search().find(bob.session, words("plans", "needle")))).containsExactly(2L);
    assertThat(positions(search().find(bob.session, linesOf("alice")))).containsExactly(2L);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetitionAndFitIntoRecords() {
    for (int i = 0; i < 120; i++) {
      say("alice", "needle " + "x".repeat(i % 7 * 4_000));
    }
    List<Long> found = new ArrayList<>();
    OptionalLong before = OptionalLong.empty();
    boolean more = true;
    while (more) {
      SearchAnswer page =
          search()
              .find(
                  bob.session,
                  new Request.Search(
                      1, "plans", Optional.of("needle"), Optional.empty(), before, 20));
      assertThat(ServerMessageCodec.write(Ok.of(1, page))).hasSizeLessThanOrEqualTo(RECORD);
      assertThat(page.entries()).hasSizeBetween(1, 20);
      found.addAll(positions(page));
      before = OptionalLong.of(page.searchedTo());
      more = page.more();
    }

    assertThat(found).isEqualTo(LongStream.iterate(120, i -> i >= 1, i -> i - 1).boxed().toList());
  }

  @Test
  void aSearchThatTakesTooLongSaysHowFarItCame() throws Exception {
    String[] texts = new String[600];
    java.util.Arrays.fill(texts, "hay");
    texts[0] = "needle";
    say("alice", texts);
    MemberSearch impatient = search(true, Duration.ZERO);

    SearchAnswer first = impatient.find(bob.session, words("plans", "needle"));
    assertThat(first.entries()).isEmpty();
    assertThat(first.searchedTo()).isEqualTo(513);
    assertThat(first.more()).isTrue();
    assertThat(counted("securechat_member_searches_total{end=\"time\"}")).endsWith(" 1.0");

    SearchAnswer last =
        impatient.find(
            bob.session,
            new Request.Search(
                1, "plans", Optional.of("needle"), Optional.empty(), OptionalLong.of(257), 10));
    assertThat(positions(last)).containsExactly(1L);
    assertThat(last.more()).isFalse();
  }

  @Test
  void nothingIsLeftBeforeTheFirstLine() {
    say("alice", "needle");

    SearchAnswer answer =
        search()
            .find(
                bob.session,
                new Request.Search(
                    1, "plans", Optional.of("needle"), Optional.empty(), OptionalLong.of(1), 10));

    assertThat(answer.entries()).isEmpty();
    assertThat(answer.more()).isFalse();
  }

  @Test
  void anOperatorCanSwitchItOffForAllRoomsAlike() {
    say("alice", "needle");
    for (String name : List.of("plans", "nowhere")) {
      assertThatThrownBy(
              () -> search(false, Duration.ofSeconds(1)).find(bob.session, words(name, "needle")))
          .isInstanceOfSatisfying(
              ChatException.class,
              e -> assertThat(e.reason()).isEqualTo(ChatException.Reason.SEARCH_OFF));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\"\"", "\u0301", "\u200b \u00ad"})
  void whatHasNoWordInItIsRefused(String words) {
    assertThatThrownBy(() -> search().find(bob.session, words("plans", words)))
        .isInstanceOfSatisfying(
            ChatException.class,
            e -> assertThat(e.reason()).isEqualTo(ChatException.Reason.NO_WORD));
  }
}
