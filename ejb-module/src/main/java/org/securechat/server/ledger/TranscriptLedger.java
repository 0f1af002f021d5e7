package org.securechat.server.ledger;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.server.DomainException;
import org.securechat.server.ledger.AppendQueue.QueuedLine;
import org.securechat.server.ledger.LedgerException.Reason;
import org.securechat.server.ledger.LedgerStore.RoomSignature;
import org.securechat.server.ledger.RoomTailCache.RoomTail;

/**
 * The transcripts of all rooms. Thread-safe; see the package for who does what on which thread.
 *
 * <p>Every method that reads throws {@link LedgerException}: {@code ROOM_BROKEN} for a room whose
 * stored transcript does not verify, {@code NOT_READ} when the database does not answer.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class TranscriptLedger {
  /** In one transaction: the disk is asked once for them, and the writer does not wait for long. */
  private static final int HEADS_AT_A_TIME = 256;

  private static final Duration UNDEPLOYMENT = Duration.ofSeconds(5);

  private final LedgerStore store;
  private final BatchStore batches;
  private final LedgerKey key;
  private final Clock clock;
  private final ThreadFactory threads;
  private final LedgerSettings settings;
  private final CommitAnnouncer announcer = new CommitAnnouncer();
  private final AppendQueue queue;
  private final RoomTailCache rooms;
  private final TranscriptReader reader;
  private volatile Runnable takenOver = () -> {};
  private LedgerWriter writer;

  /** For the container's proxy. */
  public TranscriptLedger() {
    this.store = null;
    this.batches = null;
    this.key = null;
    this.clock = null;
    this.threads = null;
    this.settings = null;
    this.queue = null;
    this.rooms = null;
    this.reader = null;
  }

  @Inject
  public TranscriptLedger(
      LedgerStore store,
      DataSource database,
      LedgerKey key,
      Clock clock,
      ManagedThreadFactory threads,
      LedgerSettings settings) {
    this(store, new JdbcBatchStore(database), key, clock, threads, settings);
  }

  TranscriptLedger(
      LedgerStore store,
      BatchStore batches,
      LedgerKey key,
      Clock clock,
      ThreadFactory threads,
      LedgerSettings settings) {
    this.store = store;
    this.batches = batches;
    this.key = key;
    this.clock = clock;
    this.threads = threads;
    this.settings = settings;
    this.queue = new AppendQueue(settings.queueEntries(), settings.queueBytes());
    this.rooms =
        new RoomTailCache(
            new RoomVerification(store, key),
            settings.shared() ? store : null,
            announcer::announceOpened,
            settings.cachedRooms());
    this.reader = new TranscriptReader(store, rooms);
  }

  /**
   * Starts the writer, which takes the right to write from any other server on this database. Done
   * by the first {@link #append} otherwise. Does not wait for the database.
   */
  public synchronized void start() {
    if (writer == null && !queue.isClosed()) {
      BatchBuilder builder = new BatchBuilder(rooms, key, clock, settings.headInterval());
      writer =
          new LedgerWriter(
              queue, store, batches, builder, rooms, announcer, settings, () -> takenOver.run());
      threads.newThread(writer).start();
    }
  }

  /** False while the database is away, after another server has taken over, and once closed. */
  public boolean isTakingLines() {
    return queue.isOpen();
  }

  /** Whether lines are taken, and if not, why. */
  public LedgerCondition condition() {
    LedgerWriter running = writer();
    if (running != null && running.end() != null) {
      return running.end();
    }
    if (queue.isOpen()) {
      return running != null && running.isFailing()
          ? LedgerCondition.FAILING
          : LedgerCondition.WRITING;
    }
    return queue.isClosed() ? LedgerCondition.CLOSED : LedgerCondition.WAITING_FOR_DATABASE;
  }

  /** How many lines wait for the writer now. */
  public int waitingLines() {
    return queue.size();
  }

  /** How many bytes of payload and signature wait for the writer now. */
  public long waitingBytes() {
    return queue.bytes();
  }

  /** How many rooms are refused because their stored transcript does not verify. */
  public int refusedRooms() {
    return rooms.refused();
  }

  /** Has everything measured from now on by this one alone. */
  public void meter(LedgerMeter meter) {
    announcer.meter(meter);
  }

  /**
   * Has this one told when another server has taken the right to write, on the writer's thread,
   * which then ends: at the next commit, or after {@link LedgerSettings#renewal} without one.
   */
  public void whenTakenOver(Runnable action) {
    takenOver = action;
  }

  /**
   * Other servers of the cluster have written to these rooms, or may have: listeners are told of
   * what is new, soon. Returns at once; a room that nobody has asked this server for is left alone.
   */
  public void moved(Collection<UUID> roomIds) {
    queue.moved(roomIds.stream().filter(rooms::isAnnounced).toList());
  }

  /** Asks the database whether other servers have written to these rooms; see {@link #moved}. */
  public void look(Collection<UUID> roomIds) {
    queue.moved(
        reading(() -> store.ends(roomIds)).stream()
            .filter(rooms::isBehind)
            .map(RoomTail::roomId)
            .toList());
  }

  /**
   * Tells listeners of the lines of a room from behind a position on, unless they are told already.
   */
  public void follow(UUID roomId, long position) {
    reading(() -> {
      rooms.announceFrom(roomId, position);
      return null;
    });
    queue.moved(List.of(roomId));
  }

  /** Whether listeners are told of a room's lines; see {@link #follow}. */
  public boolean isFollowed(UUID roomId) {
    return rooms.isAnnounced(roomId);
  }

  /** Adds a listener that hears of every commit from now on. */
  public void listen(CommitListener listener) {
    announcer.add(listener);
  }

  /**
   * Gives a line to the writer. Lines that one thread appends to a room get rising positions in the
   * order of the calls.
   *
   * @return completes on the writer thread after the line has become durable, and before listeners
   *     hear of it; what depends on it must be quick. Fails with {@link DomainException}: that of
   *     the line's action, or a {@link LedgerException} when the queue is full, the room is
   *     refused, the ledger closed or the database away. After it the line is not in the
   *     transcript, except after {@code IN_DOUBT}, when the database went away in the middle of the
   *     commit and did not come back for {@link LedgerSettings#doubtLimit}: then it may be.
   */
  public CompletionStage<CommittedLine> append(LineRequest append) {
    start();
    QueuedLine pending = new QueuedLine(append);
    if (!queue.offer(pending)) {
      pending.fail(refusal());
    }
    return pending.answer().minimalCompletionStage();
  }

  private LedgerException refusal() {
    Reason reason =
        switch (condition()) {
          case WRITING, FAILING -> Reason.QUEUE_FULL;
          case TAKEN_OVER -> Reason.FENCED;
          case CLOSED -> Reason.CLOSED;
          case WAITING_FOR_DATABASE, FAILED -> Reason.NOT_WRITTEN;
        };
    return new LedgerException(reason, "the ledger takes no more lines at present");
  }

  /**
   * Erases the content of messages. Their lines stay, with the hashes of the content, and one line
   * of the server's tells that they were erased and by whom; all happens in one transaction,
   * together with the condition. The events that the server wrote itself cannot be erased, and no
   * position may hold one; messages that were erased before stay as they are.
   *
   * @param positions of messages, at least one of which has to have its payload
   * @param actor a username, or {@link TranscriptLine#SERVER}
   * @param reason for the server's log; not in the transcript
   * @param condition runs as {@link LineRequest#with} says, and forbids the erasure by throwing
   * @return like {@link #append}, for the line that tells of it; {@code NOTHING_TO_ERASE} if no
   *     message there has a payload, and {@code EDITED} if there are {@link #unerasedEdits} of them
   */
  public CompletionStage<CommittedLine> erase(
      UUID roomId,
      String roomName,
      Positions positions,
      String actor,
      String reason,
      Runnable condition) {
    byte[] event =
        EventPayload.create(
                roomName,
                roomId,
                EventPayload.Event.ERASED,
                positions.toString(),
                actor,
                clock.instant())
            .encode();
    LineRequest append =
        LineRequest.event(roomId, roomName, key, event).with(condition).erasing(positions);
    return append(append)
        .thenApply(line -> {
          LedgerLog.erased(roomId, positions, actor, reason);
          return line;
        });
  }

  /** The positions of lines that still say what these messages read since they were edited. */
  public List<Long> unerasedEdits(UUID roomId, Positions positions, int limit) {
    return reading(() -> store.unerasedEdits(roomId, positions, limit));
  }

  /**
   * The positions of messages that still have their payload, in order.
   *
   * @param after a position before the first that is wanted
   * @param before received earlier than this
   */
  public List<Long> unerased(UUID roomId, long after, Instant before, int limit) {
    return reading(() -> store.unerased(roomId, after, before, limit));
  }

  /** The positions of a user's messages in a room that still have their payload, in order. */
  public List<Long> unerasedOf(String sender, UUID roomId, int limit) {
    return reading(() -> store.unerasedOf(sender, roomId, limit));
  }

  /** The rooms in which a user has messages that still have their payload. */
  public List<UUID> roomsWithUnerasedOf(String sender) {
    return reading(() -> store.roomsWithUnerasedOf(sender));
  }

  /** The end of a room's chain as of the last commit; position 0 for a room without lines. */
  public Head head(UUID roomId) {
    return reading(() -> rooms.tail(roomId).head());
  }

  /**
   * The lines behind a position, verified as they are read.
   *
   * @param after 0 or the position before the first wanted; behind the end is an empty page
   * @param limit most lines, at least 1
   * @param maxBytes bound on about the size of the lines in an answer, payloads and signatures as
   *     base64; the first line is there even if it is larger
   */
  public HistoryPage history(UUID roomId, long after, int limit, int maxBytes) {
    if (after < 0 || limit < 1) {
      throw new LedgerException(Reason.NO_SUCH_POSITION, "history after " + after);
    }
    return reading(() -> reader.history(roomId, after, limit, maxBytes));
  }

  /**
   * Hands out the lines from first to last position, both included and both there, a few at a time,
   * however many they are. They are verified up to the room's head, so that at the end of a call
   * that does not throw, what was handed out is part of the chain that this server keeps.
   *
   * @param last from first - 1, which is no line
   */
  public void entries(UUID roomId, long first, long last, Consumer<LedgerEntry> each) {
    if (first < 1 || last < first - 1 || last > head(roomId).position()) {
      throw new LedgerException(Reason.NO_SUCH_POSITION, "lines " + first + " to " + last);
    }
    reading(() -> {
      reader.entries(roomId, first, last, each);
      return null;
    });
  }

  /** The DER encoding of a certificate that signed a line, by its hash in lower-case hex. */
  public Optional<byte[]> certificate(String sha256) {
    return reading(() -> store.certificate(sha256));
  }

  /**
   * The chain value after a line, or the room's genesis value for position 0.
   *
   * @throws LedgerException {@code NO_SUCH_POSITION} if there is no such line
   */
  public String chainAt(UUID roomId, long position) {
    if (position < 0 || position > head(roomId).position()) {
      throw new LedgerException(Reason.NO_SUCH_POSITION, "chain at " + position);
    }
    return reading(() -> reader.chainAt(roomId, position));
  }

  /**
   * Whether the chain has that value after that line, or had no line yet at position 0. Recent
   * values are known without asking the database.
   */
  public boolean isChainAt(UUID roomId, long position, String chain) {
    if (settings.shared()) {
      // Whoever names a line may have seen it on another server before this one has.
      return reading(() -> reader.isStored(roomId, position, chain));
    }
    if (position < 0 || position > head(roomId).position()) {
      return false;
    }
    return reading(() -> reader.recentChainAt(roomId, position)).equals(chain);
  }

  /**
   * One line, verified against the chain value before it.
   *
   * @param position from 1 to the room's last
   */
  public LedgerEntry line(UUID roomId, long position) {
    return reading(() -> reader.line(roomId, position));
  }

  /**
   * What is asked for every message and login, from an object that is called directly and not
   * through the container.
   */
  public RoomHistories histories() {
    return new RoomHistories() {
      @Override
      public Head head(UUID roomId) {
        return TranscriptLedger.this.head(roomId);
      }

      @Override
      public boolean isChainAt(UUID roomId, long position, String chain) {
        return TranscriptLedger.this.isChainAt(roomId, position, chain);
      }

      @Override
      public LedgerEntry line(UUID roomId, long position) {
        return TranscriptLedger.this.line(roomId, position);
      }
    };
  }

  /** Answers as the ledger does. Thread-safe. */
  public interface RoomHistories {
    Head head(UUID roomId);

    boolean isChainAt(UUID roomId, long position, String chain);

    LedgerEntry line(UUID roomId, long position);
  }

  /** Who was in a room before a line, as the room's own events say; rising. */
  public List<String> membersBefore(UUID roomId, long position) {
    return reading(() -> RoomMembers.before(store, roomId, position));
  }

  /**
   * The certificates of authorities below the configured ones who can have issued a certificate, by
   * their name: those of accepted chains, DER. Not the issuers of these.
   */
  public List<byte[]> issuersOf(X509Certificate certificate) {
    return reading(() -> store.issuers(NameBytes.issuer(certificate)));
  }

  /** The certificates of all authorities below the configured ones in accepted chains, DER. */
  public List<byte[]> issuers() {
    return reading(store::issuers);
  }

  /**
   * Keeps the certificates of the issuers of a certificate that is about to be used.
   *
   * @throws LedgerException if there are more of them than a receipt can answer for
   */
  public void keepIssuers(SenderCertificate certificate) {
    if (!certificate.issuers().isEmpty()) {
      reading(() -> {
        store.keepIssuers(certificate);
        return null;
      });
    }
  }

  /** Keeps a certificate that signed something other than a line, and its issuers'. */
  public void keep(SenderCertificate certificate) {
    reading(() -> {
      store.keepCertificate(certificate);
      return null;
    });
  }

  /** Signs the room's head as it is now, beyond those signed while writing. */
  public void signHead(UUID roomId) {
    requireRight();
    reading(() -> {
      LedgerKey signer = key.now();
      keep(newHead(roomId, signer).stream().toList(), signer);
      return null;
    });
  }

  /** The room's end with a signature, unless the newest signature is for that. */
  private Optional<RoomSignature> newHead(UUID roomId, LedgerKey signer) {
    RoomTail tail = rooms.tail(roomId);
    return tail.position() > tail.signedPosition()
        ? Optional.of(
            new RoomSignature(roomId, SignedHead.sign(signer, tail.head(), clock.instant())))
        : Optional.empty();
  }

  private void keep(List<RoomSignature> heads, LedgerKey signer) {
    if (!heads.isEmpty()) {
      store.keepCertificate(signer.certificate());
      store.signHeads(heads);
    }
  }

  /**
   * For who signs something about a room's end: this server does not know it any more once another
   * one writes.
   *
   * @throws LedgerException {@code FENCED} if another server has taken the right to write
   */
  public void requireRight() {
    if (condition() == LedgerCondition.TAKEN_OVER) {
      throw new LedgerException(Reason.FENCED, "another server writes");
    }
  }

  /**
   * As {@link #signHead}, for many rooms. A room that is refused is left out: its end is not this
   * server's word.
   */
  public void signHeads(Collection<UUID> roomIds) {
    requireRight();
    LedgerKey signer = key.now();
    List<RoomSignature> heads = new ArrayList<>();
    for (UUID roomId : roomIds) {
      try {
        reading(() -> newHead(roomId, signer)).ifPresent(heads::add);
      } catch (LedgerException e) {
        if (e.reason() != Reason.ROOM_BROKEN) {
          throw e;
        }
      }
    }
    // In the order in which commits lock them.
    heads.sort(Comparator.comparing(head -> head.roomId().toString()));
    for (int from = 0; from < heads.size(); from += HEADS_AT_A_TIME) {
      List<RoomSignature> part =
          heads.subList(from, Math.min(from + HEADS_AT_A_TIME, heads.size()));
      reading(() -> {
        keep(part, signer);
        return null;
      });
    }
  }

  /**
   * Verifies a room's transcript from its first line, however long it is, and serves the room again
   * if it had been refused.
   */
  public void recheck(UUID roomId) {
    reading(() -> {
      rooms.recheck(roomId);
      return null;
    });
  }

  /**
   * As {@link #recheck}, saying what is wrong instead of throwing.
   *
   * @return empty if the transcript verifies; otherwise the room is refused from now on
   */
  public Optional<ChainFault> check(UUID roomId) {
    return reading(() -> rooms.check(roomId));
  }

  /**
   * Takes no more lines, writes those that wait, and ends the writer. What could not be written in
   * time fails with {@code unavailable}, except a commit that the database is still working on.
   *
   * @return whether the writer has ended
   */
  public boolean close(Duration limit) {
    boolean first = queue.close();
    LedgerWriter ending = writer();
    boolean ended = ending == null || awaitEnd(ending, limit);
    List<QueuedLine> left = queue.clear();
    left.forEach(
        line -> line.fail(new LedgerException(Reason.CLOSED, "the ledger has been closed")));
    if (first) {
      LedgerLog.closed(left.size());
    }
    return ended;
  }

  /** So that undeployment leaves no thread behind; safety does not depend on it. */
  @PreDestroy
  void destroy() {
    close(UNDEPLOYMENT);
  }

  private synchronized LedgerWriter writer() {
    return writer;
  }

  private static boolean awaitEnd(LedgerWriter writer, Duration limit) {
    try {
      return writer.awaitEnd(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <T> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (DomainException e) {
      throw e;
    } catch (RuntimeException e) {
      LedgerLog.readFailed(e);
      throw new LedgerException(Reason.NOT_READ, "the transcript could not be read");
    }
  }

  /**
   * Where a stored transcript is not what was written.
   *
   * @param position of the line at which it was noticed
   * @param reason in words, without content
   */
  public record ChainFault(long position, String reason) {}

  /**
   * Part of a room's transcript.
   *
   * @param entries in the order of their positions, without gaps
   * @param more whether lines follow the last one here
   */
  public record HistoryPage(List<LedgerEntry> entries, boolean more) {
    public HistoryPage {
      entries = List.copyOf(entries);
    }
  }

  /**
   * The end of a room's chain.
   *
   * @param position of the last line; 0 for a room without one
   * @param chain its chain value, lower-case hex; the genesis value for a room without lines
   */
  public record Head(UUID roomId, long position, String chain) {}
}
