package org.securechat.server.search;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
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
import org.securechat.server.retention.JpaRetentionRepository;
import org.securechat.server.retention.RetentionRepository;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;

/** A room, what is said in it, and its index. */
final class SearchFixture implements BeforeEachCallback, AfterEachCallback {
  static final UUID ROOM = UUID.randomUUID();
  private static final String BINDING = "0".repeat(64);
  private static final SearchSettings INDEXED = new SearchSettings(true, Duration.ofSeconds(5));

  final TestDatabase database;
  final MutableClock clock = new MutableClock();
  final LedgerKey key = LedgerAccess.key();
  TranscriptLedger ledger;
  SegmentFilters filters;
  private SearchIndexJob job;

  SearchFixture() {
    this(new TestDatabase());
  }

  SearchFixture(TestDatabase database) {
    this.database = database;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    open();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  void open() {
    database.open();
    ledger = LedgerAccess.ledger(database, key, clock);
    filters = database.perCall(SegmentFilters.class, JpaSegmentFilters::new);
  }

  void close() {
    ledger.close(Duration.ofSeconds(10));
    database.close();
  }

  static LineRequest message(UUID room, String sender, String text) {
    byte[] payload =
        MessagePayload.create(
                BINDING, "room", room, sender, 1, After.nothing(room), Instant.EPOCH, text)
            .encode();
    return LineRequest.of(
        room,
        "room",
        sender,
        SenderCertificate.of(sender.getBytes(StandardCharsets.UTF_8)),
        new SignedMessage(payload, "signature".getBytes(StandardCharsets.UTF_8)));
  }

  long say(String sender, String text) {
    return ledger
        .append(message(ROOM, sender, text))
        .toCompletableFuture()
        .join()
        .entry()
        .position();
  }

  /** Something that no test looks for. */
  void talk(int lines) {
    List<LineRequest> requests = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      requests.add(message(ROOM, "bob", "nothing special " + i));
    }
    sayAll(requests);
  }

  void sayAll(List<LineRequest> requests) {
    for (int from = 0; from < requests.size(); from += 200) {
      requests.subList(from, Math.min(from + 200, requests.size())).stream()
          .map(ledger::append)
          .toList()
          .forEach(answer -> answer.toCompletableFuture().join());
    }
  }

  void erase(String positions) {
    try {
      ledger
          .erase(ROOM, "room", Positions.parse(positions), "@server", "x", () -> {})
          .toCompletableFuture()
          .join();
    } catch (EvidenceException e) {
      throw new AssertionError(e);
    }
  }

  SegmentIndexer indexer() {
    return new SegmentIndexer(ledger, filters);
  }

  SearchIndexJob job() {
    return new SearchIndexJob(
        filters,
        indexer(),
        ledger,
        database.perCall(RetentionRepository.class, JpaRetentionRepository::new),
        INDEXED,
        clock,
        Thread::new);
  }

  /** Indexes what a running server would index by and by. */
  SearchIndexJob index() {
    if (job == null) {
      job = job();
    }
    try {
      job.run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return job;
  }

  /** As {@link #index}, some time after the last line. */
  void indexAll() {
    clock.advance(Duration.ofMinutes(10));
    index();
  }

  MessageSearch search() {
    return new MessageSearch(ledger, filters, INDEXED);
  }

  List<Long> find(String words) {
    return positions(search().search(ROOM, request(words)));
  }

  /** The same by reading every line. */
  List<Long> scan(String words) {
    SearchSettings without = new SearchSettings(false, Duration.ofSeconds(5));
    return positions(new MessageSearch(ledger, filters, without).search(ROOM, request(words)));
  }

  static List<Long> positions(SearchPage page) {
    return page.hits().stream().map(Hit::position).toList();
  }

  SearchRequest request(String words) {
    return new SearchRequest(
        Wording.of(words),
        Optional.empty(),
        1,
        ledger.head(ROOM).position(),
        false,
        OptionalLong.empty(),
        1_000);
  }

  /** Which lines the filters leave to be read. */
  List<Long> segmentsThatMayHold(String words) {
    long[] grams = Wording.of(words).orElseThrow().grams();
    return filters.read(ROOM, 0, 1_000).stream()
        .filter(filter -> GramFilter.mayHold(filter.grams(), grams))
        .map(SegmentFilters.StoredFilter::segment)
        .toList();
  }

  List<Long> indexedSegments() {
    return filters.read(ROOM, 0, 1_000).stream().map(SegmentFilters.StoredFilter::segment).toList();
  }

  int tamper(String sql) {
    return database.inTransaction(em -> em.createNativeQuery(sql).executeUpdate());
  }
}
