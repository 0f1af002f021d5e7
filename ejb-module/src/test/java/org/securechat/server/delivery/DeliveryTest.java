package org.securechat.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.application.Answer.Empty;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.MessagePush;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.application.ServerMessage.Presence;
import org.securechat.server.ledger.FakeLedger;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.testing.Refusal;
import org.securechat.server.testing.TestPeer;

class DeliveryTest {
  private static final String ROOM = "lobby";
  private static final UUID ROOM_ID = UUID.randomUUID();

  private final Delivery delivery = new Delivery((ThreadFactory) Thread::new);
  private final FakeLedger ledger = new FakeLedger();
  private final TestPeer alice = new TestPeer("alice");
  private final TestPeer bob = new TestPeer("bob");
  private final Login aliceLogin = new Login("alice", alice);
  private final Login bobLogin = new Login("bob", bob);
  private long sequence;

  DeliveryTest() {
    ledger.listen(delivery);
    delivery.start();
  }

  @AfterEach
  void end() {
    delivery.stop();
  }

  @Test
  @DisplayName("7.8: the connection that caused a line gets the answer instead of the push")
  void answersTheAskerInsteadOfPushing() throws Exception {
    listen(aliceLogin, bobLogin);

    commit(answered(alice));

    assertThat(taken(alice)).singleElement().isInstanceOf(Ok.class);
    assertThat(taken(bob)).singleElement().isInstanceOf(MessagePush.class);
  }

  @Test
  @DisplayName("7.8: the user's other connections get the push")
  void pushesToOtherConnectionsOfTheAsker() throws Exception {
    TestPeer phone = new TestPeer("alice");
    listen(aliceLogin, new Login("alice", phone));

    commit(answered(alice));

    assertThat(taken(phone)).singleElement().isInstanceOf(MessagePush.class);
  }

  @Test
  @DisplayName("7.8: the answer stands at the line's place among the pushes of the room")
  void keepsTheOrderOfTheLedger() throws Exception {
    listen(aliceLogin, bobLogin);

    commit(PostCommitDelivery.toRoom());
    commit(answered(alice));
    commit(PostCommitDelivery.toRoom());

    assertThat(taken(alice))
        .extracting(message -> (Object) message.getClass())
        .containsExactly(MessagePush.class, Ok.class, MessagePush.class);
    assertThat(taken(bob)).extracting(DeliveryTest::position).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aConnectionThatEndedWithoutACallIsForgottenAtTheNextLine() throws Exception {
    listen(aliceLogin, bobLogin);
    bob.wire().close();

    assertThat(delivery.present(ROOM_ID)).accepts("alice").rejects("bob");
    commit(PostCommitDelivery.toRoom());

    assertThat(taken(alice))
        .anySatisfy(message -> assertThat(message).isEqualTo(new Presence("bob", ROOM, false)));
    assertThat(delivery.connected()).extracting(Subscriber::userName).containsExactly("alice");
  }

  @Test
  void whatIsReadyForAConnectionIsOneWrite() throws Exception {
    listen(aliceLogin, bobLogin);
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    delivery.submit(() -> {
      busy.countDown();
      awaitQuietly(go);
    });
    busy.await();
    int before = bob.wire().flushes();
    for (int i = 0; i < 5; i++) {
      commit(PostCommitDelivery.toRoom());
    }
    go.countDown();

    Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> bob.wire().flushes() > before);
    assertThat(bob.wire().flushes()).isEqualTo(before + 1);
    assertThat(pushes(bob)).hasSize(5);
  }

  @Test
  @DisplayName("messages and answers for connections of one thread that writes wake it once")
  void theThreadThatWritesIsWokenOnceForAllOfItsConnections() throws Exception {
    AtomicInteger wakeUps = new AtomicInteger();
    Executor writer =
        task -> {
          wakeUps.incrementAndGet();
          task.run();
        };
    alice.wire().writtenBy(writer);
    bob.wire().writtenBy(writer);
    listen(aliceLogin, bobLogin);

    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    delivery.submit(() -> {
      busy.countDown();
      awaitQuietly(go);
    });
    busy.await();
    int before = alice.wire().flushes();
    int wakeUpsBefore = wakeUps.get();
    for (int i = 0; i < 5; i++) {
      commit(answered(alice));
    }
    go.countDown();

    Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> wakeUps.get() > wakeUpsBefore);
    assertThat(taken(alice)).hasSize(5).allMatch(Ok.class::isInstance);
    assertThat(pushes(bob)).hasSize(5);
    assertThat(wakeUps).hasValue(wakeUpsBefore + 1);
    assertThat(alice.wire().flushes()).isEqualTo(before + 1);
  }

  @Test
  void aWriterThatHasStoppedConcernsNoOtherConnection() throws Exception {
    listen(aliceLogin, bobLogin);
    settled();
    alice
        .wire()
        .writtenBy(task -> {
          throw new RejectedExecutionException("stopped");
        });
    int before = bob.wire().flushes();

    commit(PostCommitDelivery.toRoom());
    commit(PostCommitDelivery.toRoom());

    Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> bob.wire().flushes() > before);
    assertThat(pushes(bob)).hasSize(2);
  }

  @Test
  void aJoinerGetsTheLineThatSaysSoAndWhatFollows() throws Exception {
    listen(aliceLogin);
    delivery.registerPending(bobLogin);
    activate(bobLogin);

    commit(PostCommitDelivery.toRoom());
    commit(PostCommitDelivery.toRoom().joining(List.of("bob")));
    commit(PostCommitDelivery.toRoom());

    assertThat(pushes(bob)).containsExactly(2L, 3L);
    assertThat(bobLogin.from).isEqualTo(2);
  }

  @Test
  void aLeaverGetsTheLineThatSaysSoAndNothingAfter() throws Exception {
    listen(aliceLogin, bobLogin);

    commit(PostCommitDelivery.toRoom().leaving(List.of("bob")));
    commit(PostCommitDelivery.toRoom());

    assertThat(pushes(bob)).containsExactly(1L);
    assertThat(bobLogin.until).isEqualTo(1);
    assertThat(taken(alice)).anyMatch(Presence.class::isInstance);
  }

  @Test
  void nothingReachesALoginBeforeItsAnswer() throws Exception {
    delivery.registerPending(bobLogin);

    commit(PostCommitDelivery.toRoom().joining(List.of("bob")));
    delivery.tell("bob", new Notice("alice invited you"));
    settled();
    assertThat(taken(bob)).isEmpty();

    activate(bobLogin);
    assertThat(taken(bob)).hasSize(2).hasAtLeastOneElementOfType(Notice.class);
    commit(PostCommitDelivery.toRoom());

    assertThat(pushes(bob)).containsExactly(2L);
    assertThat(bobLogin.from).isEqualTo(1);
  }

  @Test
  void noLineComesBetweenTwoStepsOfOneTask() throws Exception {
    delivery.registerPending(aliceLogin);
    LineRequest line = line(PostCommitDelivery.toRoom());
    ledger.append(line);
    delivery.submit(() -> {
      ledger.commitNext();
      delivery.subscribe(ROOM_ID, ROOM, 2, aliceLogin);
      delivery.activate(aliceLogin);
    });
    settled();

    // The line came into the queue before the subscription, and is delivered after it.
    assertThat(pushes(alice)).containsExactly(1L);
  }

  @Test
  void aDisconnectedLoginHearsNothingAndIsAnnounced() throws Exception {
    listen(aliceLogin, bobLogin);

    delivery.disconnect(bobLogin);
    commit(PostCommitDelivery.toRoom());

    assertThat(taken(bob)).isEmpty();
    assertThat(taken(alice)).first().isEqualTo(new Presence("bob", ROOM, false));
    assertThat(delivery.present(ROOM_ID)).accepts("alice").rejects("bob");
  }

  @Test
  void thePermitIsReleasedOnceAfterTheAnswer() throws Exception {
    listen(aliceLogin);

    commit(answered(alice).holding(alice.wire().acquirePermit()));
    settled();

    assertThat(alice.wire().releasedPermits()).isEqualTo(1);
  }

  @Test
  void thePermitIsReleasedOnceIfTheAnswerCannotBeMade() throws Exception {
    PostCommitDelivery broken =
        PostCommitDelivery.toRoom()
            .answering(
                alice.connection(),
                line -> {
                  throw new IllegalStateException("a defect");
                })
            .holding(alice.wire().acquirePermit());
    commit(broken);
    settled();

    assertThat(alice.wire().releasedPermits()).isEqualTo(1);
    assertThat(delivery.isAlive()).isTrue();
  }

  @Test
  void aLineThatFailedAndIsCommittedLateIsPushedAndNotAnsweredAgain() throws Exception {
    listen(aliceLogin, bobLogin);
    PostCommitDelivery following = answered(alice).holding(alice.wire().acquirePermit());
    LineRequest request = line(following);
    ledger.append(request);
    ledger.failNext(new Refusal("in doubt"));
    following.settle(() -> alice.connection().send(new Notice("refused")));

    ledger.commitLate(request);
    settled();

    assertThat(taken(alice))
        .extracting(message -> (Object) message.getClass())
        .containsExactly(Notice.class, MessagePush.class);
    assertThat(alice.wire().releasedPermits()).isEqualTo(1);
  }

  @Test
  void aMemberWhoseLeavingIsCommittedLateHearsNothingMore() throws Exception {
    listen(aliceLogin, bobLogin);
    PostCommitDelivery following = PostCommitDelivery.toRoom().leaving(List.of("bob"));
    LineRequest request = line(following);
    ledger.append(request);
    ledger.failNext(new Refusal("in doubt"));
    following.abandon();

    ledger.commitLate(request);
    commit(PostCommitDelivery.toRoom());

    assertThat(pushes(bob)).containsExactly(1L);
  }

  @Test
  void whatStillWaitsWhenTheThreadEndsReleasesItsPermit() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    delivery.submit(() -> {
      busy.countDown();
      awaitQuietly(go);
    });
    busy.await();
    ledger.append(line(answered(alice).holding(alice.wire().acquirePermit())));
    ledger.commitNext();
    delivery.stop();
    go.countDown();

    org.awaitility.Awaitility.await()
        .atMost(5, TimeUnit.SECONDS)
        .until(() -> alice.wire().releasedPermits() == 1);
    assertThat(taken(alice)).isEmpty();
  }

  @Test
  void whatComesAfterTheEndReleasesItsPermit() throws Exception {
    delivery.stop();
    org.awaitility.Awaitility.await().until(() -> !delivery.isAlive());

    ledger.append(line(answered(alice).holding(alice.wire().acquirePermit())));
    ledger.commitNext();

    assertThat(alice.wire().releasedPermits()).isEqualTo(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // It waits again.
      }
    }
  }

  private static PostCommitDelivery answered(TestPeer peer) {
    return PostCommitDelivery.toRoom().answering(peer.connection(), line -> Ok.of(1, new Empty()));
  }

  private LineRequest line(PostCommitDelivery following) {
    return LineRequest.of(
            ROOM_ID,
            ROOM,
            "alice",
            SenderCertificate.of(alice.identity().leaf()),
            alice.signed(ROOM, "alice", ++sequence))
        .carrying(following);
  }

  private void commit(PostCommitDelivery following) {
    ledger.append(line(following));
    ledger.commitNext();
  }

  private void listen(Login... logins) throws InterruptedException {
    for (Login login : logins) {
      delivery.registerPending(login);
      delivery.submit(() -> {
        delivery.subscribe(ROOM_ID, ROOM, 1, login);
        delivery.activate(login);
      });
    }
    settled();
    for (Login login : logins) {
      login.peer.messages();
    }
  }

  private void activate(Login login) {
    delivery.submit(() -> delivery.activate(login));
  }

  /** Waits until everything submitted so far has run. */
  private void settled() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    delivery.submit(done::countDown);
    assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private List<ServerMessage> taken(TestPeer peer) throws InterruptedException {
    if (delivery.isAlive()) {
      settled();
    }
    return peer.messages();
  }

  private List<Long> pushes(TestPeer peer) throws InterruptedException {
    return taken(peer).stream()
        .filter(MessagePush.class::isInstance)
        .map(DeliveryTest::position)
        .toList();
  }

  private static long position(ServerMessage message) {
    return ((MessagePush) message).entry().position();
  }

  private static final class Login implements Subscriber {
    private final Map<String, UUID> listening = new ConcurrentHashMap<>();
    private final String name;
    private final TestPeer peer;
    private volatile long from;
    private volatile long until;

    Login(String name, TestPeer peer) {
      this.name = name;
      this.peer = peer;
    }

    @Override
    public String userName() {
      return name;
    }

    @Override
    public Map<String, UUID> listening() {
      return listening;
    }

    @Override
    public SecureConnection connection() {
      return peer.connection();
    }

    @Override
    public void visibleFrom(UUID room, String roomName, long position) {
      from = position;
    }

    @Override
    public void visibleUntil(UUID room, long position) {
      until = position;
    }
  }
}
