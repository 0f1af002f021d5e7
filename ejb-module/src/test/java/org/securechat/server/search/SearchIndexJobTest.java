package org.securechat.server.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.server.search.SearchFixture.ROOM;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.retention.JpaRetentionRepository;
import org.securechat.server.retention.RetentionRepository;

class SearchIndexJobTest {
  @RegisterExtension final SearchFixture fixture = new SearchFixture();

  @Test
  void itCountsWhatItHasDoneAndWhatIsLeft() {
    fixture.talk(300);

    SearchIndexJob job = fixture.index();

    assertThat(job.linesIndexed()).isEqualTo(256);
    assertThat(job.linesBehind()).isEqualTo(44);
  }

  @Test
  void aLongRoomTakesSeveralTurns() {
    fixture.talk(SegmentIndexer.AT_A_TIME * SegmentRange.SIZE + 300);

    assertThat(fixture.index().linesBehind()).isEqualTo(44);
    assertThat(fixture.indexedSegments()).hasSize(SegmentIndexer.AT_A_TIME + 1);
  }

  @Test
  void anInterruptedIndexIsContinuedWhereItStopped() {
    fixture.talk(600);
    assertThat(fixture.indexer().next(new SegmentFilters.Backlog(ROOM, 0, 600, false), () -> true))
        .isZero();
    assertThat(fixture.indexedSegments()).isEmpty();

    assertThat(fixture.index().linesIndexed()).isEqualTo(512);
    assertThat(fixture.index().linesIndexed()).as("nothing twice").isEqualTo(512);
  }

  @Test
  void aRoomThatDoesNotVerifyDoesNotKeepOthersFromBeingIndexed() {
    fixture.talk(300);
    fixture.tamper("UPDATE transcript_entry SET payload = X'00' WHERE position = 1");
    UUID other = UUID.randomUUID();
    java.util.List<org.securechat.server.ledger.LineRequest> lines = new java.util.ArrayList<>();
    for (int i = 0; i < 256; i++) {
      lines.add(SearchFixture.message(other, "bob", "hello"));
    }
    fixture.sayAll(lines);

    fixture.index();

    assertThat(fixture.indexedSegments()).isEmpty();
    assertThat(fixture.filters.read(other, 0, 9)).hasSize(1);
  }

  @Test
  void whileAnotherServerHasTheLeaseThisOneDoesNothing() {
    fixture.talk(300);
    RetentionRepository leases =
        fixture.database.perCall(RetentionRepository.class, JpaRetentionRepository::new);
    long now = fixture.clock.millis();
    assertThat(leases.lease("search", UUID.randomUUID(), now, now + 1_000)).isTrue();

    assertThat(fixture.index().linesIndexed()).isZero();
    fixture.clock.advance(java.time.Duration.ofSeconds(2));
    assertThat(fixture.index().linesIndexed()).isEqualTo(256);
  }

  @Test
  void afterAStopNothingIsBegun() throws InterruptedException {
    fixture.talk(300);
    SearchIndexJob job = fixture.job();
    job.start();
    job.stop();
    long before = job.linesIndexed();

    job.run();

    assertThat(job.linesIndexed()).isEqualTo(before);
  }
}
