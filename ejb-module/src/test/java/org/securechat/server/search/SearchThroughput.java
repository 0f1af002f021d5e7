package org.securechat.server.search;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.search.SegmentFilters.Backlog;
import org.securechat.server.testing.TestDatabase;

/**
 * Measures the index on a database in a file: how fast, how large, and how long a search takes with
 * and without it. What is said are words of this project's manual in a random order.
 */
final class SearchThroughput {
  private static final int LINES = 100_000;
  private static final int RARE = LINES / 2;

  private SearchThroughput() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("search");
    SearchFixture fixture = new SearchFixture(TestDatabase.in(folder.resolve("chat")));
    fixture.open();
    List<String> words = words();
    Random random = new Random(1);
    List<LineRequest> lines = new ArrayList<>();
    for (int i = 1; i <= LINES; i++) {
      StringBuilder text = new StringBuilder(i == RARE ? "zugzwang " : "");
      for (int n = 3 + random.nextInt(20); n > 0; n--) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      lines.add(SearchFixture.message(SearchFixture.ROOM, "user" + i % 50, text.toString()));
    }
    fixture.sayAll(lines);
    lines.clear();

    long start = System.nanoTime();
    long processor = processor();
    SegmentIndexer indexer = fixture.indexer();
    for (long done = 0; done < LINES; ) {
      done += indexer.next(new Backlog(SearchFixture.ROOM, done, LINES, true), () -> false);
    }
    System.out.printf(
        Locale.ROOT,
        "index: %.0f lines/s, %.0f us of processor a line%n",
        LINES * 1e9 / (System.nanoTime() - start),
        (processor() - processor) / 1e3 / LINES);
    System.out.printf(Locale.ROOT, "index: %.1f bytes a line%n", bytes(fixture) / (double) LINES);
    for (String sought : List.of("zugzwang", "equivocation", "certificate", "wang", "zug", "qq")) {
      System.out.printf(
          Locale.ROOT,
          "%s: may be in %d of %d segments, in %d lines%n",
          sought,
          fixture.segmentsThatMayHold(sought).size(),
          (LINES + SegmentRange.SIZE - 1) / SegmentRange.SIZE,
          fixture.scan(sought).size());
      for (int i = 0; i < 3; i++) {
        long before = System.nanoTime();
        fixture.find(sought);
        long between = System.nanoTime();
        fixture.scan(sought);
        System.out.printf(
            Locale.ROOT,
            "  %.0f ms with index, %.0f ms without%n",
            (between - before) / 1e6,
            (System.nanoTime() - between) / 1e6);
      }
    }
    fixture.close();
  }

  private static List<String> words() throws IOException {
    List<String> words = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("../docs"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        words.addAll(List.of(Files.readString(file).split("\\s+", -1)));
      }
    }
    return words;
  }

  private static long processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long bytes(SearchFixture fixture) {
    return fixture.database.inTransaction(em ->
        ((Number)
                em.createNativeQuery("SELECT SUM(OCTET_LENGTH(grams)) FROM search_segment")
                    .getSingleResult())
            .longValue());
  }
}
