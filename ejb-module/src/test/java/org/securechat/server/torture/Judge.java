package org.securechat.server.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.securechat.protocol.evidence.StoredZip;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.server.evidence.BundleMaker;
import org.securechat.server.evidence.EvidenceSettings;
import org.securechat.server.handshake.KnownAuthorities;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.LedgerVerification;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.receipt.ReceiptAccess;
import org.securechat.server.testing.TestDatabase;

/**
 * Starts a server on what was left of a data folder, has it go on, and holds it to what was
 * promised before. Its verdict is an assertion.
 */
final class Judge {
  private static final String EXPORT = "ee".repeat(32);

  /** Lines of a bundle, unless the whole room is packed. */
  private static final int SAMPLE = 20;

  private final World world;
  private final Path folder;
  private final List<Promise> promises;
  private final Random random;
  private final Clock clock;

  /**
   * @param folder a data folder: the database, and {@code heads} if there were any
   * @param promises every one that was made before the end
   */
  Judge(World world, Path folder, List<Promise> promises, Random random) {
    this(world, folder, promises, random, Clock.systemUTC());
  }

  Judge(World world, Path folder, List<Promise> promises, Random random, Clock clock) {
    this.clock = clock;
    this.world = world;
    this.folder = folder;
    this.promises = promises;
    this.random = random;
  }

  /**
   * Judges.
   *
   * @param thorough whether a whole room is packed and the bundle's own script is asked, too
   */
  void judge(boolean thorough) throws Exception {
    TestDatabase database = TestDatabase.in(folder.resolve("chat"));
    database.open();
    try {
      ServerLife life =
          new ServerLife(world, database, folder.resolve("heads"), new Nothing(), random, clock);
      // Compares with the signed heads, and must not take a crash for a rollback.
      life.start();
      for (UUID room : World.rooms()) {
        holdToPromises(life.ledger(), room);
        ServerLife.join(life.say(room, 0));
      }
      verifyAll(database);
      verifyBundle(database, life.ledger(), thorough);
      life.end();
    } finally {
      database.close();
    }
  }

  private void holdToPromises(TranscriptLedger ledger, UUID room) {
    Map<Long, LedgerEntry> lines = new HashMap<>();
    Set<String> contents = new HashSet<>();
    ledger.entries(
        room,
        1,
        ledger.head(room).position(),
        line -> {
          assertThat(contents.add(line.line().payloadSha256()))
              .as("line %d of %s is there once", line.position(), room)
              .isTrue();
          lines.put(line.position(), line);
        });
    for (Promise promise : promises) {
      if (promise.room().equals(room)) {
        assertThat(lines).as("%s", promise).containsKey(promise.position());
        assertThat(lines.get(promise.position()).chain())
            .as("%s", promise)
            .isEqualTo(promise.chain());
        if (promise.erases() > 0) {
          assertThat(lines.get(promise.erases()).message()).as("%s", promise).isEmpty();
        }
      }
    }
  }

  /** What {@code securechat verify} says of a database without a server. */
  private void verifyAll(TestDatabase database) throws Exception {
    try (Connection connection = database.dataSource().getConnection()) {
      LedgerVerification.Result result =
          new LedgerVerification(connection, world.key()).run(progress -> {});
      assertThat(result.faults()).isEmpty();
    }
  }

  /** What the public verifiers say of what the server exports. */
  private void verifyBundle(TestDatabase database, TranscriptLedger ledger, boolean thorough)
      throws Exception {
    UUID room = World.rooms().get(random.nextInt(World.rooms().size()));
    long last = ledger.head(room).position();
    long first = thorough ? 1 : Math.max(1, last - SAMPLE);
    byte[] zip =
        new BundleMaker(
                ReceiptAccess.signer(database, ledger, world.key(), clock),
                world.key(),
                ledger,
                ReceiptAccess.lists(),
                new KnownAuthorities(world.authorities()),
                new EvidenceSettings(RevocationPolicy.REFUSE))
            .zip(room, World.name(room), first, last, EXPORT);
    SortedMap<String, byte[]> files = StoredZip.read(zip);
    assertThat(
            new EvidenceVerifier(world.authorities(), world.lists(), RevocationPolicy.REFUSE)
                .verify(files)
                .failures())
        .isEmpty();
    if (thorough) {
      verifyByScript(files);
    }
  }

  private void verifyByScript(SortedMap<String, byte[]> files) throws Exception {
    Path bundle = Files.createDirectories(folder.resolve("bundle"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = bundle.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    Path said = folder.resolve("script.log");
    Process script =
        new ProcessBuilder(
                "sh",
                bundle.resolve("verify.sh").toString(),
                "--crl",
                world.list().toString(),
                world.authority().toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(script.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(script.exitValue()).as("%s", Files.readString(said)).isZero();
  }

  /** After the judgement, nobody asks. */
  private static final class Nothing implements Witness {
    @Override
    public void promised(Promise promise) {}

    @Override
    public void headsBegun(long number) {}
  }
}
