package org.securechat.server.heads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.testing.TestDatabase;

/** Signed heads for the tests of other packages. */
public final class HeadsAccess {
  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final int KEPT = 1_000_000;

  private HeadsAccess() {}

  /**
   * A job that signs often and keeps everything.
   *
   * @param begun hears the number of each statement before it is signed and written
   */
  public static HeadsJob job(
      TestDatabase database,
      TranscriptLedger ledger,
      LedgerKey key,
      Path folder,
      Clock clock,
      LongConsumer begun) {
    HeadsSettings settings =
        new HeadsSettings(
            folder, Optional.empty(), Optional.empty(), Optional.empty(), INTERVAL, KEPT);
    long last = files(folder).isEmpty() ? 0 : files(folder).lastKey();
    return new HeadsJob(
        database.perCall(HeadRecords.class, JpaHeadRecords::new),
        ledger,
        null,
        key,
        settings,
        Thread::new,
        new HeadsSigner(new Counting(key, new AtomicLong(last), begun), clock, HeadsSigner.FEW));
  }

  /** The files with signed heads in a folder, by their numbers. */
  public static SortedMap<Long, Path> files(Path folder) {
    SortedMap<Long, Path> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (Stream<Path> all = Files.list(folder)) {
      all.forEach(file -> HeadsFileName.of(file).ifPresent(name -> files.put(name.number(), file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Tells the number of the statement that is about to be signed. */
  private record Counting(LedgerKey key, AtomicLong last, LongConsumer begun) implements LedgerKey {
    @Override
    public byte[] signHead(byte[] statement) {
      begun.accept(last.incrementAndGet());
      return key.signHead(statement);
    }

    @Override
    public SenderCertificate certificate() {
      return key.certificate();
    }

    @Override
    public byte[] signEvent(byte[] payload) {
      return key.signEvent(payload);
    }

    @Override
    public String serverName() {
      return key.serverName();
    }

    @Override
    public boolean isOwn(String certificateSha256) {
      return key.isOwn(certificateSha256);
    }

    @Override
    public boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature) {
      return key.verifyHead(certificateSha256, statement, signature);
    }
  }
}
