package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.connector.Event.Arrived;
import org.securechat.connector.contract.ProtocolViolation;

/** Marks at four frames or 100 bytes, two permits. */
class MailboxTest {

  private Mailbox mailbox;

  @BeforeEach
  void make() throws Exception {
    FrameActivationSpec spec = new FrameActivationSpec();
    spec.setMailboxFrames(4);
    spec.setMailboxBytes(100);
    spec.setInFlightLimit(2);
    mailbox = new Mailbox(spec.settings());
    mailbox.established();
  }

  private boolean arrived(String text) {
    return mailbox.arrived(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> takeAll() {
    List<String> all = new ArrayList<>();
    for (Event event = mailbox.take(); event != null; event = mailbox.take()) {
      all.add(
          event instanceof Arrived arrived
              ? new String(arrived.payload(), StandardCharsets.UTF_8)
              : event.toString());
    }
    return all;
  }

  @Test
  void onlyOneDrainIsAskedForAtATime() {
    assertThat(mailbox.start()).isTrue();
    assertThat(arrived("a")).isFalse();
    assertThat(takeAll()).containsExactly("OPENED", "a");
    assertThat(arrived("b")).isFalse();
    assertThat(mailbox.endDrain()).isTrue();
    assertThat(takeAll()).containsExactly("b");
    assertThat(mailbox.endDrain()).isFalse();
    assertThat(arrived("c")).isTrue();
  }

  @Test
  void betweenTheMarksThereIsNoRoom() {
    takeAll();
    arrived("1");
    arrived("2");
    arrived("3");
    assertThat(mailbox.hasRoom()).isTrue();
    arrived("4");
    assertThat(mailbox.hasRoom()).isFalse();
    mailbox.take();
    assertThat(mailbox.shouldResumeReading()).isFalse();
    mailbox.take();
    assertThat(mailbox.shouldResumeReading()).isTrue();
    assertThat(mailbox.hasRoom()).isTrue();
    assertThat(mailbox.shouldResumeReading()).isFalse();
  }

  @Test
  void bytesFillItToo() {
    arrived("x".repeat(100));
    assertThat(mailbox.hasRoom()).isFalse();
  }

  @Test
  void anUnknownPeerHasRoomForOneFrame() throws Exception {
    Mailbox unknown = new Mailbox(new FrameActivationSpec().settings());
    unknown.arrived(new byte[1]);
    assertThat(unknown.hasRoom()).isFalse();
    unknown.take();
    unknown.take();
    assertThat(unknown.shouldResumeReading()).isTrue();
  }

  @Test
  void holdsStopFramesButNotTheEnd() {
    takeAll();
    mailbox.acquirePermit();
    mailbox.acquirePermit();
    arrived("a");
    assertThat(mailbox.take()).isNull();
    assertThat(mailbox.endDrain()).isFalse();
    assertThat(mailbox.releasePermit()).isTrue();
    assertThat(takeAll()).containsExactly("a");
    mailbox.acquirePermit();
    mailbox.endDrain();
    assertThat(mailbox.violatedNow(ProtocolViolation.HANDSHAKE_TIMEOUT)).isTrue();
    assertThat(takeAll()).containsExactly("Violated[violation=HANDSHAKE_TIMEOUT]");
  }

  @Test
  void theEndOfInputWaitsForEveryHold() {
    takeAll();
    mailbox.acquirePermit();
    mailbox.inputEnded();
    assertThat(mailbox.take()).isNull();
    assertThat(mailbox.releasePermit()).isTrue();
    assertThat(takeAll()).containsExactly("END_OF_INPUT");
  }

  @Test
  void framesBeforeABrokenFrameAreDelivered() {
    arrived("a");
    mailbox.violatedInOrder(ProtocolViolation.FRAME_TOO_LARGE);
    assertThat(arrived("b")).isFalse();
    assertThat(takeAll()).containsExactly("OPENED", "a", "Violated[violation=FRAME_TOO_LARGE]");
  }

  @Test
  void framesBeforeAFailureAreForgotten() {
    arrived("a");
    mailbox.inputEnded();
    mailbox.violatedNow(ProtocolViolation.INTERNAL);
    assertThat(takeAll()).containsExactly("OPENED", "Violated[violation=INTERNAL]");
  }

  @Test
  void onlyTheFirstViolationCounts() {
    mailbox.violatedInOrder(ProtocolViolation.TRUNCATED);
    mailbox.violatedNow(ProtocolViolation.IDLE_TIMEOUT);
    mailbox.inputEnded();
    assertThat(takeAll()).containsExactly("OPENED", "Violated[violation=TRUNCATED]");
  }

  @Test
  void whatTheEndpointClosesItHearsNothingMoreOf() {
    arrived("a");
    mailbox.violatedInOrder(ProtocolViolation.TRUNCATED);
    assertThat(mailbox.closing()).isTrue();
    assertThat(mailbox.closing()).isFalse();
    arrived("b");
    mailbox.violatedNow(ProtocolViolation.INTERNAL);
    mailbox.closed();
    assertThat(takeAll()).containsExactly("OPENED", "CLOSED");
  }

  @Test
  void closedIsTheLastEventAndComesOnce() {
    arrived("a");
    mailbox.inputEnded();
    mailbox.closed();
    mailbox.closed();
    arrived("b");
    mailbox.violatedNow(ProtocolViolation.INTERNAL);
    assertThat(mailbox.closing()).isFalse();
    assertThat(takeAll()).containsExactly("OPENED", "a", "CLOSED");
  }

  @Test
  void whatCouldNotBeDeliveredIsNextAgain() {
    takeAll();
    arrived("a");
    arrived("b");
    mailbox.putBack(mailbox.take());
    assertThat(takeAll()).containsExactly("a", "b");
  }

  @Test
  void isQuietOnlyWhenNothingIsLeftToDo() {
    mailbox.start();
    assertThat(mailbox.isIdle()).isFalse();
    takeAll();
    assertThat(mailbox.isIdle()).isFalse();
    mailbox.acquirePermit();
    mailbox.endDrain();
    assertThat(mailbox.isIdle()).isFalse();
    mailbox.releasePermit();
    assertThat(mailbox.isIdle()).isTrue();
  }

  @Test
  void whileItIsHeldNothingIsDeliveredNotEvenTheEnd() {
    mailbox.start();
    takeAll();
    mailbox.hold();
    mailbox.endDrain();

    assertThat(arrived("a")).isFalse();
    assertThat(mailbox.violatedInOrder(ProtocolViolation.TRUNCATED)).isFalse();
    assertThat(mailbox.closed()).isFalse();
    assertThat(takeAll()).isEmpty();
    assertThat(mailbox.isIdle()).isFalse();

    assertThat(mailbox.letGo()).isTrue();
    assertThat(takeAll()).hasSize(3).first().isEqualTo("a");
  }

  @Test
  void aHoldThatEndsWithinTheDrainAsksForNoOther() {
    mailbox.start();
    takeAll();
    mailbox.hold();
    arrived("a");

    assertThat(mailbox.letGo()).isFalse();
    assertThat(takeAll()).containsExactly("a");
    assertThat(mailbox.endDrain()).isFalse();
    assertThat(mailbox.isIdle()).isTrue();
  }
}
