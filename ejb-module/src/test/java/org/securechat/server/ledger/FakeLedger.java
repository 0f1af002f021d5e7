package org.securechat.server.ledger;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.securechat.protocol.evidence.Chain;
import org.securechat.server.DomainException;

/** A ledger without a database: lines wait until the test commits them or lets them fail. */
public final class FakeLedger extends TranscriptLedger {
  /** The time of every line. */
  public static final Instant AT = Instant.ofEpochMilli(1_000);

  private record Waiting(LineRequest request, CompletableFuture<CommittedLine> answer) {}

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Map<UUID, RoomTailCache.RoomTail> tails = new HashMap<>();
  private final List<LedgerEntry> lines = new ArrayList<>();
  private CommitListener listener = committed -> {};
  private RuntimeException refusal;
  private boolean atOnce;
  private Runnable beforeCommit = () -> {};
  private Runnable afterCommit = () -> {};
  private final Map<UUID, RuntimeException> unreadable = new HashMap<>();

  @Override
  public CompletionStage<CommittedLine> append(LineRequest request) {
    if (refusal != null) {
      throw refusal;
    }
    CompletableFuture<CommittedLine> answer = new CompletableFuture<>();
    waiting.add(new Waiting(request, answer));
    if (atOnce) {
      commitNext();
      afterCommit.run();
    }
    return answer;
  }

  /** From now on every line is committed within its call. */
  public FakeLedger committingAtOnce() {
    atOnce = true;
    return this;
  }

  /** The head of this room cannot be read. */
  public void refuseHead(UUID roomId, RuntimeException reason) {
    unreadable.put(roomId, reason);
  }

  /** Something that happens before each commit, when what it rests on has been decided. */
  public void beforeCommit(Runnable interference) {
    beforeCommit = interference;
  }

  /** Something that happens after each commit within a call, whether it failed or not. */
  public void afterCommit(Runnable interference) {
    afterCommit = interference;
  }

  /** From now on {@link #append} itself throws. */
  public void refuse(RuntimeException reason) {
    refusal = reason;
  }

  @Override
  public void listen(CommitListener heard) {
    listener = heard;
  }

  @Override
  public Head head(UUID roomId) {
    if (unreadable.containsKey(roomId)) {
      throw unreadable.get(roomId);
    }
    return tail(roomId).head();
  }

  /** Other chain values than those of the lines that were committed. */
  public final Map<Long, String> chains = new HashMap<>();

  @Override
  public boolean isChainAt(UUID roomId, long position, String chain) {
    RoomTailCache.RoomTail tail = tail(roomId);
    return chain.equals(chains.get(position))
        || (position == 0 && chain.equals(Chain.genesis(roomId)))
        || (position == tail.position() && chain.equals(tail.chain()));
  }

  @Override
  public LedgerEntry line(UUID roomId, long position) {
    return lines.stream()
        .filter(line -> line.roomId().equals(roomId) && line.position() == position)
        .findFirst()
        .orElseThrow();
  }

  private RoomTailCache.RoomTail tail(UUID roomId) {
    return tails.computeIfAbsent(roomId, RoomTailCache.RoomTail::genesis);
  }

  public int waiting() {
    return waiting.size();
  }

  /** As the writer does it: the caller who waits is told first, then the listener. */
  public void commitNext() {
    Waiting next = waiting.remove();
    beforeCommit.run();
    RoomTailCache.RoomTail tail = tail(next.request().roomId());
    try {
      next.request().act(LedgerEntry.following(tail, next.request(), AT));
    } catch (DomainException e) {
      next.answer().completeExceptionally(e);
      return;
    }
    CommittedLine line = committed(next.request());
    next.answer().complete(line);
    listener.committed(List.of(line));
  }

  /** The next line behind its room's tail. */
  public CommittedLine committed(LineRequest request) {
    LedgerEntry entry = LedgerEntry.following(tail(request.roomId()), request, AT);
    tails.put(request.roomId(), tail(request.roomId()).after(entry));
    lines.add(entry);
    return CommittedLine.of(request, entry);
  }

  /** The waiting line fails; it may still be committed later, as after a lost connection. */
  public LineRequest failNext(RuntimeException reason) {
    Waiting next = waiting.remove();
    next.answer().completeExceptionally(reason);
    return next.request();
  }

  /** The listener hears of a line whose request has failed before. */
  public void commitLate(LineRequest request) {
    listener.committed(List.of(committed(request)));
  }
}
