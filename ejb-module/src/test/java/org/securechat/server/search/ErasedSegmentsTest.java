package org.securechat.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.search.SearchFixture.ROOM;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.evidence.Positions;
import org.securechat.server.room.RoomException;
import org.securechat.server.search.SegmentFilters.Backlog;

class ErasedSegmentsTest {
  @RegisterExtension final SearchFixture fixture = new SearchFixture();
  private long secret;

  @BeforeEach
  void threeSegments() {
    fixture.talk(300);
    secret = fixture.say("alice", "zugzwang");
    fixture.talk(300);
    fixture.indexAll();
    assertThat(fixture.find("zugzwang")).containsExactly(secret);
    assertThat(fixture.segmentsThatMayHold("zugzwang")).containsExactly(1L);
  }

  private List<?> grams() {
    return fixture.database.inTransaction(em ->
        em.createNativeQuery("SELECT grams FROM search_segment WHERE segment = 1").getResultList());
  }

  @Test
  void whatIsErasedIsNeitherFoundNorKnown() {
    fixture.erase(Long.toString(secret));

    assertThat(grams()).as("in the transaction that erases").hasSize(1).containsOnlyNulls();
    assertThat(fixture.indexedSegments()).containsExactly(0L, 2L);
    assertThat(fixture.find("zugzwang")).isEmpty();
    assertThat(fixture.find("special 299")).as("the segment is read").hasSize(2);

    fixture.indexAll();
    assertThat(fixture.indexedSegments()).containsExactly(0L, 1L, 2L);
    assertThat(fixture.segmentsThatMayHold("zugzwang")).isEmpty();
  }

  @Test
  void anErasureThatIsForbiddenLeavesTheIndex() {
    RoomException held = new RoomException(RoomException.Reason.NOT_PERMITTED, "held");
    var refused =
        fixture.ledger.erase(
            ROOM,
            "room",
            Positions.range(secret, secret),
            "@server",
            "x",
            () -> {
              throw held;
            });

    assertThatThrownBy(() -> refused.toCompletableFuture().join())
        .isInstanceOf(CompletionException.class);
    assertThat(fixture.segmentsThatMayHold("zugzwang")).containsExactly(1L);
    assertThat(fixture.find("zugzwang")).containsExactly(secret);
  }

  @Test
  void anErasureThatIsRolledBackLeavesTheIndex() {
    assertThatThrownBy(() ->
            fixture.database.doInTransaction(em -> {
              new ErasedSegments()
                  .erased(
                      em.unwrap(java.sql.Connection.class), ROOM, Positions.range(secret, secret));
              throw new IllegalStateException("the commit fails");
            }))
        .hasMessage("the commit fails");

    assertThat(fixture.segmentsThatMayHold("zugzwang")).containsExactly(1L);
  }

  @Test
  void whatIsErasedWhileItIsReadIsNotIndexed() {
    fixture.tamper("DELETE FROM search_segment");
    fixture.tamper("UPDATE search_progress SET indexed_to = 0");
    boolean[] erased = new boolean[1];
    // Between the reading of lines and the storing of the filter.
    long indexed =
        fixture
            .indexer()
            .next(
                new Backlog(ROOM, 0, 512, false),
                () -> {
                  if (!erased[0]) {
                    erased[0] = true;
                    fixture.erase(Long.toString(secret));
                  }
                  return false;
                });

    assertThat(indexed).isZero();
    assertThat(fixture.indexedSegments()).isEmpty();
    fixture.indexAll();
    assertThat(fixture.segmentsThatMayHold("zugzwang")).isEmpty();
  }

  @Test
  void anErasureBeforeTheFirstIndexIsNoticedToo() {
    fixture.tamper("DELETE FROM search_segment");
    fixture.tamper("DELETE FROM search_progress");
    long before = fixture.filters.erasures(ROOM);
    fixture.tamper("DELETE FROM search_progress");
    fixture.erase(Long.toString(secret));

    assertThat(fixture.filters.store(ROOM, before, 256, List.of())).isFalse();
    assertThat(fixture.filters.erasures(ROOM)).isEqualTo(1);
  }

  @Test
  void manyPlacesAreErasedAtOnce() {
    fixture.erase("1-3,256-258,%d,600".formatted(secret));

    assertThat(fixture.indexedSegments()).isEmpty();
    fixture.indexAll();
    assertThat(fixture.indexedSegments()).containsExactly(0L, 1L, 2L);
    assertThat(fixture.segmentsThatMayHold("zugzwang")).isEmpty();
  }

  @Test
  void aSegmentWithoutAWordIsSkipped() {
    fixture.erase("1-256");
    fixture.indexAll();

    assertThat(fixture.filters.read(ROOM, 0, 0).get(0).grams()).isEmpty();
    assertThat(fixture.find("special")).hasSize(344);
  }
}
