package org.securechat.server.admin.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.admin.export.TranscriptSearch.Question;
import org.securechat.server.evidence.ExportPlanner;
import org.securechat.server.evidence.JpaLineIndex;
import org.securechat.server.evidence.LineIndex;
import org.securechat.server.evidence.LineRange;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;
import org.securechat.server.search.Hit;
import org.securechat.server.search.JpaSegmentFilters;
import org.securechat.server.search.MessageSearch;
import org.securechat.server.search.SearchPage;
import org.securechat.server.search.SearchSettings;
import org.securechat.server.search.SegmentFilters;

class TranscriptSearchTest {
  private static final Actor CAROL = Actor.machine("carol");

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private TranscriptSearch search;
  private Room room;

  @BeforeEach
  void aRoom() {
    TestUsers.add(fixture.database, "alice");
    room = fixture.room("ops", "alice");
    ExportPlanner planner =
        new ExportPlanner(
            fixture.ledger, fixture.database.perCall(LineIndex.class, JpaLineIndex::new));
    MessageSearch messages =
        new MessageSearch(
            fixture.ledger,
            fixture.database.perCall(SegmentFilters.class, JpaSegmentFilters::new),
            new SearchSettings(true, Duration.ofSeconds(5)));
    search = new TranscriptSearch(fixture.administration, planner, messages, fixture.audit);
  }

  private void say(String sender, String text) {
    byte[] payload =
        MessagePayload.create(
                "0".repeat(64),
                "ops",
                room.id(),
                sender,
                1,
                After.nothing(room.id()),
                fixture.now(),
                text)
            .encode();
    fixture.append(
        LineRequest.of(
            room.id(),
            "ops",
            sender,
            SenderCertificate.of(sender.getBytes(StandardCharsets.UTF_8)),
            new SignedMessage(payload, "signature".getBytes(StandardCharsets.UTF_8))));
  }

  private static Question question(String words, String user, Instant since, Instant until) {
    return new Question(
        Optional.ofNullable(words),
        Optional.ofNullable(user),
        LineRange.times(Optional.ofNullable(since), Optional.ofNullable(until)),
        false,
        OptionalLong.empty(),
        100);
  }

  private List<String> found(Question question) {
    return search.find("ops", question, CAROL).hits().stream()
        .map(hit -> hit.sender() + ": " + hit.excerpt().text())
        .toList();
  }

  private AuditPayload lastAudited() throws EvidenceException {
    long last = fixture.ledger.head(AuditPayload.ROOM_ID).position();
    return AuditPayload.parse(
        fixture
            .ledger
            .history(AuditPayload.ROOM_ID, last - 1, 1, 1 << 20)
            .entries()
            .get(0)
            .message()
            .orElseThrow()
            .payload());
  }

  @Test
  void conditionsNarrowWhatIsFound() {
    say("alice", "the plan");
    fixture.clock.advance(Duration.ofHours(1));
    Instant later = fixture.now();
    say("bob", "which plan?");
    say("alice", "the other PLAN");
    say("alice", "no idea");

    assertThat(found(question("plan", null, null, null))).hasSize(3);
    assertThat(found(question("plan", "alice", null, null)))
        .containsExactly("alice: the plan", "alice: the other PLAN");
    assertThat(found(question("plan", "alice", later, null)))
        .containsExactly("alice: the other PLAN");
    assertThat(found(question("plan", null, null, later))).containsExactly("alice: the plan");
    assertThat(found(question(null, "bob", null, null))).containsExactly("bob: which plan?");
    assertThat(found(question(null, null, later, null))).hasSize(3);
    assertThat(found(question("plan", "carol", null, null))).isEmpty();
    assertThat(found(question("plan", null, later.plusSeconds(60), null))).isEmpty();
  }

  @Test
  void theAuditLogHasWhoLookedForWhat() throws Exception {
    say("alice", "the plan");

    found(question("\"the plan\"", "alice", null, fixture.now().plusSeconds(1)));

    AuditPayload line = lastAudited();
    assertThat(line.action()).isEqualTo("transcript.search");
    assertThat(line.actor()).isEqualTo("carol");
    assertThat(line.subject()).isEqualTo("ops");
    assertThat(line.details())
        .containsEntry("words", "\"the plan\"")
        .containsEntry("user", "alice")
        .containsEntry("found", "1")
        .containsEntry("searched_to", "2")
        .containsKey("time");
  }

  @Test
  void whatIsErasedIsNotFoundBeforeOrAfterItIsIndexed() {
    say("alice", "zugzwang");
    assertThat(found(question("zugzwang", null, null, null))).hasSize(1);

    fixture.personal.eraseMessagesOf("alice", RoomFixture.ROOT);

    assertThat(found(question("zugzwang", null, null, null))).isEmpty();
    assertThat(found(question(null, "alice", null, null))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\"\"", "\u200b"})
  void wordsWithoutAWordAreRefused(String words) {
    assertThatThrownBy(() -> search.find("ops", question(words, null, null, null), CAROL))
        .isInstanceOfSatisfying(
            AdministrationException.class,
            e -> assertThat(e.reason()).isEqualTo(AdministrationException.Reason.INVALID));
  }

  @Test
  void aQuestionWithoutAConditionAndARoomThatIsNotThereAreRefused() {
    assertThatThrownBy(() -> search.find("ops", question(null, null, null, null), CAROL))
        .isInstanceOf(AdministrationException.class);
    assertThatThrownBy(() -> search.find("none", question("x", null, null, null), CAROL))
        .isInstanceOfSatisfying(
            AdministrationException.class,
            e -> assertThat(e.reason()).isEqualTo(AdministrationException.Reason.NOT_FOUND));
    assertThat(fixture.audited()).noneMatch(line -> line.contains("search"));
  }

  @Test
  void theNewestComeFirstOnRequest() {
    say("alice", "plan one");
    say("alice", "plan two");
    say("alice", "plan three");
    Question newest =
        new Question(
            Optional.of("plan"), Optional.empty(), LineRange.ALL, true, OptionalLong.empty(), 2);

    SearchPage page = search.find("ops", newest, CAROL);

    assertThat(page.hits()).extracting(Hit::position).containsExactly(4L, 3L);
    assertThat(page.more()).isTrue();
    assertThat(page.searchedTo()).isEqualTo(3);
  }
}
