package org.securechat.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.MutableClock;
import org.securechat.testkit.TestPki;

/** PROTOCOL.md 4, 5 and 13, the rows after the handshake, for either side. */
class SecureChannelTest {
  private static final byte[] DATA = {1, 2, 3};
  private static final PeerIdentity PEER = peer();

  private final MutableClock clock = new MutableClock(TestPki.NOW);
  private final SecureChannel alice = channel(1, 2, Rekeying.DEFAULT);
  private final SecureChannel bob = channel(2, 1, Rekeying.DEFAULT);
  private final List<Frame> wire = new ArrayList<>();

  /** What another implementation could send, well sealed. */
  private final RecordSealer foreign = new RecordSealer(RecordTest.secret(1));

  @Test
  void dataArrivesInOrder() throws Exception {
    for (int i = 0; i < 5; i++) {
      alice.send(new byte[] {(byte) i}, wire::add);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(data(bob.receive(wire.get(i)))).containsExactly(i);
    }
  }

  @Test
  void closeEndsOneDirectionOnly() throws Exception {
    assertThat(alice.sendClose(wire::add)).isTrue();
    assertThat(alice.send(DATA, wire::add)).isFalse();
    assertThat(alice.sendClose(wire::add)).isFalse();
    assertThat(wire).hasSize(1);
    assertThat(bob.receive(wire.get(0))).isEqualTo(new Received.Closed());
    bob.send(DATA, wire::add);
    assertThat(data(alice.receive(wire.get(1)))).isEqualTo(DATA);
  }

  @ParameterizedTest
  @EnumSource(
      value = Content.class,
      names = {"CLOSE", "ALERT"})
  @DisplayName("13.1, 13.2: Close and an alert end it")
  void recordAfterTheLastIsUnexpected(Content last) throws Exception {
    byte[] data = last == Content.ALERT ? AlertFrames.content(AlertCode.TIMEOUT) : new byte[0];
    bob.receive(foreign.seal(last, data));
    Frame late = foreign.seal(Content.APPLICATION, DATA);
    assertAlert(AlertCode.UNEXPECTED_MESSAGE, () -> bob.receive(late));
  }

  @ParameterizedTest
  @EnumSource
  void everyAlertArrives(AlertCode alert) throws Exception {
    assertThat(alice.sendAlert(alert, wire::add)).isTrue();
    assertThat(alice.send(DATA, wire::add)).isFalse();
    assertThat(bob.receive(wire.get(0))).isEqualTo(new Received.Alerted(alert));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"code\":\"panic\"}", "{\"code\":7}", "garbage"})
  void malformedAlertIsBadFrame(String alert) {
    Frame frame = foreign.seal(Content.ALERT, alert.getBytes(StandardCharsets.UTF_8));
    assertAlert(AlertCode.BAD_FRAME, () -> bob.receive(frame));
  }

  @ParameterizedTest
  @EnumSource(
      value = Content.class,
      names = {"CERTIFICATE", "CERTIFICATE_VERIFY", "FINISHED"})
  @DisplayName("13.1, 13.2: a message of the handshake has no cell after it")
  void handshakeMessageAfterTheHandshakeIsUnexpected(Content content) {
    Frame frame = foreign.seal(content, DATA);
    assertAlert(AlertCode.UNEXPECTED_MESSAGE, () -> bob.receive(frame));
  }

  @ParameterizedTest
  @EnumSource(
      value = FrameType.class,
      names = {"CLIENT_HELLO", "SERVER_HELLO", "HELLO_RETRY", "ALERT"})
  @DisplayName("13.1, 13.2: nothing in the clear has a cell after the handshake")
  void plaintextAfterTheHandshakeIsUnexpected(FrameType type) {
    Frame frame = Frame.of(type, AlertFrames.content(AlertCode.INTERNAL_ERROR));
    assertAlert(AlertCode.UNEXPECTED_MESSAGE, () -> bob.receive(frame));
  }

  @ParameterizedTest
  @EnumSource(
      value = Content.class,
      names = {"KEY_UPDATE", "CLOSE"})
  void dataWhereNoneBelongsIsBadRecord(Content content) {
    Frame frame = foreign.seal(content, DATA);
    assertAlert(AlertCode.BAD_RECORD, () -> bob.receive(frame));
  }

  @Test
  void nothingIsReceivedAfterAFailure() {
    Frame good = foreign.seal(Content.APPLICATION, DATA);
    assertAlert(AlertCode.BAD_RECORD, () -> bob.receive(Frame.of(FrameType.RECORD, new byte[80])));
    assertAlert(AlertCode.UNEXPECTED_MESSAGE, () -> bob.receive(good));
  }

  @Test
  void keyIsUpdatedOnDemand() throws Exception {
    alice.sendKeyUpdate(wire::add);
    alice.send(DATA, wire::add);
    assertThat(bob.receive(wire.get(0))).isEqualTo(new Received.KeyUpdated());
    assertThat(data(bob.receive(wire.get(1)))).isEqualTo(DATA);
  }

  @Test
  @DisplayName("4: a KeyUpdate is taken at any time after the handshake, also several in a row")
  void keyIsUpdatedWheneverTheOtherSideWantsIt() throws Exception {
    alice.sendKeyUpdate(wire::add);
    alice.sendKeyUpdate(wire::add);
    alice.send(DATA, wire::add);
    alice.sendKeyUpdate(wire::add);
    alice.sendClose(wire::add);
    assertThat(receiveAll())
        .extracting(each -> each.getClass().getSimpleName())
        .containsExactly("KeyUpdated", "KeyUpdated", "Data", "KeyUpdated", "Closed");
  }

  @Test
  void keyIsUpdatedBeforeItsRecordsRunOut() throws Exception {
    SecureChannel eager = channel(1, 2, new Rekeying(3, Duration.ofHours(1)));
    for (int i = 0; i < 5; i++) {
      eager.send(DATA, wire::add);
    }
    List<Received> received = receiveAll();
    assertThat(received).hasSize(7);
    assertThat(received.get(2)).isEqualTo(new Received.KeyUpdated());
    assertThat(received.get(5)).isEqualTo(new Received.KeyUpdated());
  }

  @Test
  void keyIsUpdatedAfterAnHour() throws Exception {
    clock.advance(Duration.ofMinutes(59));
    alice.send(DATA, wire::add);
    clock.advance(Duration.ofMinutes(1));
    alice.send(DATA, wire::add);
    alice.send(DATA, wire::add);
    List<Received> received = receiveAll();
    assertThat(received).hasSize(4);
    assertThat(received.get(1)).isEqualTo(new Received.KeyUpdated());
  }

  @Test
  void queuedRecordsAreSealedInTheirTurnForEachReceiver() throws Exception {
    SecureChannel other = channel(3, 4, Rekeying.DEFAULT);
    Inner shared = Inner.application(DATA);
    List<PendingRecord> queued = new ArrayList<>();
    assertThat(alice.queue(shared, queued::add)).isTrue();
    assertThat(other.queue(shared, queued::add)).isTrue();
    assertThat(alice.queue(Inner.application(new byte[2000]), queued::add)).isTrue();
    seal(queued);
    assertThat(data(bob.receive(wire.get(0)))).isEqualTo(DATA);
    assertThat(data(channel(4, 3, Rekeying.DEFAULT).receive(wire.get(1)))).isEqualTo(DATA);
    assertThat(data(bob.receive(wire.get(2)))).hasSize(2000);
  }

  @Test
  void queuedRecordsHaveTheLengthThatTheyAnnounce() throws Exception {
    List<PendingRecord> queued = new ArrayList<>();
    for (int length : new int[] {0, 59, 60, 1020, 5000, SecureChannel.MAX_DATA}) {
      alice.queue(Inner.application(new byte[length]), queued::add);
    }
    seal(queued);
    for (int i = 0; i < queued.size(); i++) {
      assertThat(queued.get(i).payloadLength()).isEqualTo(wire.get(i).payload().length);
    }
  }

  @Test
  @DisplayName("4: a key that wears out while a record waits is updated before it")
  void theKeyIsJudgedWhenARecordIsSealed() throws Exception {
    SecureChannel eager = channel(1, 2, new Rekeying(3, Duration.ofHours(1)));
    List<PendingRecord> queued = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      eager.queue(Inner.application(DATA), queued::add);
    }
    eager.queueClose(queued::add);
    seal(queued.subList(0, 1));
    clock.advance(Duration.ofHours(1));
    seal(queued.subList(1, queued.size()));
    assertThat(receiveAll())
        .extracting(each -> each.getClass().getSimpleName())
        .containsExactly("Data", "KeyUpdated", "Data", "Data", "Closed");
  }

  @Test
  void nothingIsQueuedAfterTheLastAndNothingSealedAfterTheKeysAreErased() throws Exception {
    List<PendingRecord> queued = new ArrayList<>();
    assertThat(alice.queueAlert(AlertCode.TIMEOUT, queued::add)).isTrue();
    assertThat(alice.queue(Inner.application(DATA), queued::add)).isFalse();
    assertThat(alice.queueClose(queued::add)).isFalse();
    assertThat(alice.queueAlert(AlertCode.TIMEOUT, queued::add)).isFalse();
    assertThat(queued).hasSize(1);
    alice.destroy();
    seal(queued);
    assertThat(wire).isEmpty();
  }

  /** As a connection does it: each payload into a part of some larger array. */
  private void seal(List<PendingRecord> queued) throws ProtocolException {
    for (PendingRecord record : queued) {
      List<ByteBuffer> payloads = new ArrayList<>();
      record.seal(length -> {
        ByteBuffer room = ByteBuffer.wrap(new byte[length + 11], 7, length).slice();
        payloads.add(room.duplicate());
        return room;
      });
      for (ByteBuffer payload : payloads) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        wire.add(Frame.parse(bytes));
      }
    }
  }

  @Test
  void concurrentSendersKeepTheOrderOfTheWire() throws Exception {
    int senders = 4;
    int each = 50;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(senders);
    List<Future<?>> done = new ArrayList<>();
    for (int sender = 0; sender < senders; sender++) {
      int number = sender;
      done.add(
          pool.submit(() -> {
            start.await();
            for (int i = 0; i < each; i++) {
              alice.send(new byte[] {(byte) number, (byte) i}, wire::add);
            }
            return null;
          }));
    }
    start.countDown();
    for (Future<?> sender : done) {
      sender.get();
    }
    pool.shutdown();
    Set<List<Byte>> seen = new HashSet<>();
    for (Received received : receiveAll()) {
      byte[] data = data(received);
      seen.add(List.of(data[0], data[1]));
    }
    assertThat(seen).hasSize(senders * each);
  }

  @Test
  void destroyedChannelIsOver() {
    Frame frame = foreign.seal(Content.APPLICATION, DATA);
    alice.destroy();
    bob.destroy();
    bob.destroy();
    assertThat(alice.send(DATA, wire::add)).isFalse();
    assertThat(alice.sendKeyUpdate(wire::add)).isFalse();
    assertAlert(AlertCode.UNEXPECTED_MESSAGE, () -> bob.receive(frame));
    assertThat(wire).isEmpty();
  }

  private List<Received> receiveAll() throws ProtocolException {
    List<Received> received = new ArrayList<>();
    for (Frame frame : wire) {
      received.add(bob.receive(frame));
    }
    return received;
  }

  private SecureChannel channel(int sending, int receiving, Rekeying rekeying) {
    return new SecureChannel(
        new SecureChannel.HandshakeResult("00".repeat(32), PEER, NamedGroup.X25519),
        new RecordSealer(RecordTest.secret(sending)),
        new RecordOpener(RecordTest.secret(receiving)),
        clock,
        rekeying);
  }

  private static PeerIdentity peer() {
    TestPki pki = TestPki.create();
    try {
      return pki.rules().verify(pki.client("peer").issue().chain(), Purpose.CLIENT);
    } catch (ProtocolException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] data(Received received) {
    return ((Received.Data) received).data();
  }

  private static void assertAlert(AlertCode alert, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).as("%s", e).isEqualTo(alert));
  }
}
