package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.connector.Event.Arrived;
import org.securechat.connector.contract.Violation;

/** Marks at four frames or 100 bytes, two holds. */
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
          event instanceof Arrived
              ? new String(((Arrived) event).payload(), StandardCharsets.UTF_8)
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
    assertThat(mailbox.settle()).isTrue();
    assertThat(takeAll()).containsExactly("b");
    assertThat(mailbox.settle()).isFalse();
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
    assertThat(mailbox.relieved()).isFalse();
    mailbox.take();
    assertThat(mailbox.relieved()).isTrue();
    assertThat(mailbox.hasRoom()).isTrue();
    assertThat(mailbox.relieved()).isFalse();
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
    assertThat(unknown.relieved()).isTrue();
  }

  @Test
  void holdsStopFramesButNotTheEnd() {
    takeAll();
    mailbox.hold();
    mailbox.hold();
    arrived("a");
    assertThat(mailbox.take()).isNull();
    assertThat(mailbox.settle()).isFalse();
    assertThat(mailbox.release()).isTrue();
    assertThat(takeAll()).containsExactly("a");
    mailbox.hold();
    mailbox.settle();
    assertThat(mailbox.violatedNow(Violation.HANDSHAKE_TIMEOUT)).isTrue();
    assertThat(takeAll()).containsExactly("Broken[violation=HANDSHAKE_TIMEOUT]");
  }

  @Test
  void theEndOfInputWaitsForEveryHold() {
    takeAll();
    mailbox.hold();
    mailbox.inputEnded();
    assertThat(mailbox.take()).isNull();
    assertThat(mailbox.release()).isTrue();
    assertThat(takeAll()).containsExactly("END_OF_INPUT");
  }

  @Test
  void framesBeforeABrokenFrameAreDelivered() {
    arrived("a");
    mailbox.violatedInOrder(Violation.FRAME_TOO_LARGE);
    assertThat(arrived("b")).isFalse();
    assertThat(takeAll()).containsExactly("OPENED", "a", "Broken[violation=FRAME_TOO_LARGE]");
  }

  @Test
  void framesBeforeAFailureAreForgotten() {
    arrived("a");
    mailbox.inputEnded();
    mailbox.violatedNow(Violation.INTERNAL);
    assertThat(takeAll()).containsExactly("OPENED", "Broken[violation=INTERNAL]");
  }

  @Test
  void onlyTheFirstViolationCounts() {
    mailbox.violatedInOrder(Violation.TRUNCATED);
    mailbox.violatedNow(Violation.IDLE_TIMEOUT);
    mailbox.inputEnded();
    assertThat(takeAll()).containsExactly("OPENED", "Broken[violation=TRUNCATED]");
  }

  @Test
  void whatTheEndpointClosesItHearsNothingMoreOf() {
    arrived("a");
    mailbox.violatedInOrder(Violation.TRUNCATED);
    assertThat(mailbox.closing()).isTrue();
    assertThat(mailbox.closing()).isFalse();
    arrived("b");
    mailbox.violatedNow(Violation.INTERNAL);
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
    mailbox.violatedNow(Violation.INTERNAL);
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
    assertThat(mailbox.quiet()).isFalse();
    takeAll();
    assertThat(mailbox.quiet()).isFalse();
    mailbox.hold();
    mailbox.settle();
    assertThat(mailbox.quiet()).isFalse();
    mailbox.release();
    assertThat(mailbox.quiet()).isTrue();
  }
}
