package org.securechat.server.torture;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.Credentials;
import org.securechat.server.DomainException;
import org.securechat.server.heads.HeadsAccess;
import org.securechat.server.heads.HeadsJob;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.receipt.ReceiptAccess;
import org.securechat.server.receipt.ReceiptSigner;
import org.securechat.server.testing.TestDatabase;

/**
 * A server without its doors, from its start to its end: it compares the database with the signed
 * heads, writes what two people say, erases some of it, signs receipts and heads, and tells a
 * witness each of its promises. Confined to one thread, apart from what the server does itself.
 */
final class ServerLife {
  private static final int LIMIT_SECONDS = 60;
  private static final Duration STOPPING = Duration.ofSeconds(10);

  private final World world;
  private final Witness witness;
  private final Random random;
  private final String name;
  private final Clock clock;
  private final TranscriptLedger ledger;
  private final HeadsJob heads;
  private final ReceiptSigner receipts;

  /** Where each room ends, as far as the people know. */
  private final Map<UUID, After> known = new ConcurrentHashMap<>();

  private long said;

  ServerLife(World world, TestDatabase database, Path headsFolder, Witness witness, Random random) {
    this(world, database, headsFolder, witness, random, Clock.systemUTC());
  }

  ServerLife(
      World world,
      TestDatabase database,
      Path headsFolder,
      Witness witness,
      Random random,
      Clock clock) {
    this.world = world;
    this.witness = witness;
    this.random = random;
    this.clock = clock;
    this.name = Long.toString(random.nextLong());
    this.ledger = LedgerAccess.ledger(database, world.key(), clock);
    this.heads =
        HeadsAccess.job(database, ledger, world.key(), headsFolder, clock, witness::headsBegun);
    this.receipts = ReceiptAccess.signer(database, ledger, world.key(), clock);
  }

  TranscriptLedger ledger() {
    return ledger;
  }

  /** As the server's lifecycle does it. */
  void start() {
    heads.compare();
    ledger.listen(heads);
    ledger.start();
    heads.start();
    for (UUID room : World.rooms()) {
      long before = ledger.head(room).position();
      if (before == 0) {
        join(event(room, Event.CREATED, "alice", TranscriptLine.SERVER));
      }
      // An earlier life may have ended between the two.
      if (before <= 1) {
        join(event(room, Event.JOINED, "bob", "bob"));
      }
      TranscriptLedger.Head head = ledger.head(room);
      known.put(room, new After(head.position(), head.chain()));
    }
  }

  /**
   * So many lines, some of them on their way at a time.
   *
   * @return how many of them were refused, and receipts beside
   */
  int talk(int lines, int atATime) {
    Semaphore window = new Semaphore(atATime);
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < lines; i++) {
      acquire(window, 1);
      next()
          .whenComplete((line, failure) -> {
            if (failure != null) {
              refused.incrementAndGet();
            }
            window.release();
          });
      if (random.nextInt(40) == 0) {
        refused.addAndGet(
            isReceipt(World.rooms().get(random.nextInt(World.rooms().size()))) ? 0 : 1);
      }
    }
    acquire(window, atATime);
    return refused.get();
  }

  private static void acquire(Semaphore window, int permits) {
    try {
      if (!window.tryAcquire(permits, LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("no answer in " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private CompletionStage<Promise> next() {
    UUID room = World.rooms().get(random.nextInt(World.rooms().size()));
    After end = known.get(room);
    if (random.nextInt(25) == 0 && end.position() > 2) {
      return erase(room, 3 + random.nextLong(end.position() - 2));
    }
    return say(room, random.nextInt(World.NAMES.size()));
  }

  /** One message. */
  CompletionStage<Promise> say(UUID room, int who) {
    Credentials person = world.people().get(who);
    byte[] payload =
        MessagePayload.create(
                World.session(name + who),
                World.name(room),
                room,
                World.NAMES.get(who),
                ++said,
                known.get(room),
                clock.instant(),
                "x".repeat(1 + random.nextInt(600)))
            .encode();
    return promise(
        ledger.append(
            LineRequest.of(
                room,
                World.name(room),
                World.NAMES.get(who),
                SenderCertificate.of(person.leaf()),
                SignedMessage.sign(payload, person.scheme(), person.privateKey()))),
        0);
  }

  private CompletionStage<Promise> erase(UUID room, long position) {
    return promise(
        ledger.erase(
            room,
            World.name(room),
            Positions.range(position, position),
            TranscriptLine.SERVER,
            "torture",
            () -> {}),
        position);
  }

  private CompletionStage<Promise> event(UUID room, Event event, String subject, String actor) {
    byte[] payload =
        EventPayload.create(World.name(room), room, event, subject, actor, clock.instant())
            .encode();
    return promise(
        ledger.append(LineRequest.event(room, World.name(room), world.key(), payload)), 0);
  }

  private CompletionStage<Promise> promise(CompletionStage<CommittedLine> line, long erases) {
    return line.thenApply(committed -> {
      Promise promise =
          new Promise(
              committed.entry().roomId(),
              committed.entry().position(),
              committed.entry().chain(),
              erases);
      witness.promised(promise);
      known.put(promise.room(), new After(promise.position(), promise.chain()));
      return promise;
    });
  }

  /** A server whose database is away signs nothing, and so promises nothing. */
  private boolean isReceipt(UUID room) {
    try {
      receipt(room);
      return true;
    } catch (DomainException e) {
      return false;
    }
  }

  /** Over the last lines of a room; it promises the last of them. */
  void receipt(UUID room) {
    TranscriptLedger.Head head = ledger.head(room);
    long first = Math.max(1, head.position() - 5);
    receipts.issue(room, World.name(room), "alice", World.session(name), first, head.position());
    witness.promised(new Promise(room, head.position(), head.chain(), 0));
  }

  /** In order, as a server does when it is told to. */
  void end() {
    ledger.close(STOPPING);
    heads.finish();
  }

  /** Waits for one line. */
  static Promise join(CompletionStage<Promise> line) {
    CompletableFuture<Promise> answer = line.toCompletableFuture();
    return answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }
}
