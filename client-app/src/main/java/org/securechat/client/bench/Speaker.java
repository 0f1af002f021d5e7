package org.securechat.client.bench;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.securechat.client.bench.Findings.Kind;
import org.securechat.client.bench.TrafficPlan.Extent;
import org.securechat.client.connection.ConnectionException;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.json.JsonException;

/**
 * A member who says things and hears what the others say. One thread speaks; the connection's
 * thread hears.
 */
final class Speaker implements LoadConnection.Traffic {
  /** A window that stays full for so long will not open any more. */
  private static final long PATIENCE_SECONDS = 60;

  private final TrafficPlan plan;
  private final LoadConnection connection;
  private final MemberAccount member;
  private final UUID roomId;
  private final Findings findings;
  private final Abandonment abandonment;
  private final Semaphore window;
  private final Map<Long, SentMessage> unanswered = new ConcurrentHashMap<>();
  private final List<Prepared> prepared = new ArrayList<>();
  private After after = new After(0, "");
  private long lastSeq;

  /** A request that needs only to be sealed and sent; compared by no one. */
  @SuppressWarnings("ArrayRecordComponent") // see above; a copy of each message would cost more
  private record Prepared(long id, SignedMessage message, byte[] request) {}

  /** Ends a run that cannot come to a good end any more. */
  interface Abandonment {
    void abandon();

    boolean isAbandoned();
  }

  Speaker(
      TrafficPlan plan,
      LoadConnection connection,
      MemberAccount member,
      UUID roomId,
      Findings findings,
      Abandonment abandonment) {
    this.plan = plan;
    this.connection = connection;
    this.member = member;
    this.roomId = roomId;
    this.findings = findings;
    this.abandonment = abandonment;
    this.window = new Semaphore(plan.window());
    connection.listen(this);
  }

  LoadConnection connection() {
    return connection;
  }

  /** Signs that many messages in advance, for the history as it is known now. */
  void prepare(int count) {
    follow();
    for (int i = 0; i < count; i++) {
      prepared.add(make());
    }
  }

  /** The messages name the line at which the run began, or the last that came (§8.1). */
  private void follow() {
    if (after.chain().isEmpty()) {
      after = new After(member.room().start(), member.room().startChain());
    }
  }

  private Prepared make() {
    long seq = ++lastSeq;
    MessagePayload payload =
        MessagePayload.create(
            connection.channelBinding(),
            member.room().name(),
            roomId,
            member.user(),
            seq,
            after,
            Clock.systemUTC().instant(),
            text(seq));
    SignedMessage message =
        new SignedMessage(payload.encode(), connection.user().credentials().sign(payload.encode()));
    long id = connection.nextId();
    byte[] request = RequestCodec.write(new Request.Send(id, member.room().name(), message));
    return new Prepared(id, message, request);
  }

  private String text(long number) {
    StringBuilder text = new StringBuilder().append(number).append(' ');
    while (text.length() < plan.size()) {
      text.append((char) ('a' + text.length() % 26));
    }
    return text.substring(0, plan.size());
  }

  /**
   * Speaks until it is enough.
   *
   * @param rateMilli messages in a thousand seconds of this speaker; empty: as many as the window
   *     allows
   */
  void speak(Extent extent, Tally tally, OptionalLong rateMilli) {
    follow();
    Iterator<Prepared> ready = prepared.iterator();
    long begun = System.nanoTime();
    try {
      for (long done = 0; extent.goesOn(done, begun) && !abandonment.isAbandoned(); done++) {
        long due = due(begun, done, rateMilli);
        if (!window.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          abandonment.abandon();
          return;
        }
        Prepared next = ready.hasNext() ? ready.next() : make();
        send(next, tally, rateMilli.isPresent() ? due : System.nanoTime());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      prepared.clear();
    }
  }

  /** Waits until the next message is due; one that is late is late from when it was due. */
  private static long due(long begun, long done, OptionalLong rateMilli) {
    if (rateMilli.isEmpty()) {
      return begun;
    }
    long due = begun + Math.round(done * 1e12 / rateMilli.getAsLong());
    while (System.nanoTime() < due) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
    return due;
  }

  private void send(Prepared next, Tally tally, long since) {
    Runnable settled = plan.untilDelivered() ? window::release : () -> {};
    SentMessage sent = member.room().sending(member, next.message(), tally, since, settled);
    unanswered.put(next.id(), sent);
    try {
      connection.send(next.request());
    } catch (ConnectionException e) {
      lost(e);
    }
  }

  @Override
  public boolean again(byte[] document, long now) {
    return member.again(document, now);
  }

  @Override
  public void pushed(ServerMessage.MessagePush push, byte[] document, long now) {
    member.pushed(push.entry(), document, now);
  }

  @Override
  public void answered(long re, ServerMessage answer, long now) throws JsonException {
    SentMessage sent = unanswered.remove(re);
    if (sent == null) {
      findings.add(Kind.UNKNOWN, "an answer to no request of " + member.user());
      return;
    }
    switch (answer) {
      case Ok ok -> member.acknowledged(sent, ok.as(Answer.SentAnswer.class), now);
      case ServerMessage.Failure failure -> refused(sent, failure);
      case ServerMessage.MessagePush _,
          ServerMessage.Presence _,
          ServerMessage.ReceiptMessage _,
          ServerMessage.Notice _ ->
          throw new JsonException("an answer of another kind");
    }
    if (!plan.untilDelivered()) {
      window.release();
    }
  }

  private void refused(SentMessage sent, ServerMessage.Failure failure) {
    String remedy = ServerLimits.remedy(failure.code(), failure.detail());
    member
        .room()
        .refused(sent, failure.detail() + " [" + failure.code().wireName() + "] " + remedy);
    abandonment.abandon();
  }

  @Override
  public void lost(ConnectionException why) {
    var explained = ServerLimits.explain(why);
    findings.add(
        Kind.CONNECTION, member.user() + ": " + explained.getMessage() + " " + explained.remedy());
    abandonment.abandon();
  }
}
