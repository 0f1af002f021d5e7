package org.securechat.connector;

import java.util.ArrayDeque;
import java.util.Deque;
import org.securechat.connector.Event.Arrived;
import org.securechat.connector.Event.Signal;
import org.securechat.connector.Event.Violated;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * The events of one connection, in order, and the decision who may take them when.
 *
 * <p>A method that answers {@code true} for "schedule" makes its caller responsible for having the
 * mailbox drained; until that drain has {@linkplain #endDrain() ended}, no other caller is told so.
 * That is how the calls for one connection never overlap. Safe from any thread; no method calls
 * out.
 */
final class Mailbox {

  private final int highFrames;
  private final long highBytes;
  private final int inFlightLimit;

  private final Deque<Event> events = new ArrayDeque<>(2);
  private int frames;
  private long bytes;
  private int inFlight;
  private boolean held;
  private boolean full;
  private boolean scheduled;
  private boolean established;
  private boolean inputEnded;
  private boolean violated;
  private boolean closing;
  private boolean closed;

  Mailbox(ActivationSettings settings) {
    highFrames = settings.mailbox().frames();
    highBytes = settings.mailbox().bytes();
    inFlightLimit = settings.mailbox().inFlight();
    events.add(Signal.OPENED);
  }

  /** Has the first event delivered. Returns whether to schedule. */
  synchronized boolean start() {
    return schedule();
  }

  /** Adds a frame, unless the connection is past taking any. Returns whether to schedule. */
  synchronized boolean arrived(byte[] payload) {
    if (inputEnded || violated || closing || closed) {
      return false;
    }
    events.add(new Arrived(payload));
    frames++;
    bytes += payload.length;
    // The peer is not authenticated: it waits for the answer to each frame, as a handshake does.
    full = full || !established || frames >= highFrames || bytes >= highBytes;
    return schedule();
  }

  /** The endpoint knows who the peer is: from now on more than one frame may wait. */
  synchronized void established() {
    established = true;
  }

  /** Whether another frame may be added; false between the high and the low water mark. */
  synchronized boolean hasRoom() {
    return !full;
  }

  /** The peer sends nothing more. Returns whether to schedule. */
  synchronized boolean inputEnded() {
    if (inputEnded || violated || closing || closed) {
      return false;
    }
    inputEnded = true;
    events.add(Signal.END_OF_INPUT);
    return schedule();
  }

  /**
   * A rule was broken; frames that came before are still delivered. Returns whether to schedule.
   */
  synchronized boolean violatedInOrder(ProtocolViolation violation) {
    return violated(violation, false);
  }

  /** The connection has failed; whatever waits is forgotten. Returns whether to schedule. */
  synchronized boolean violatedNow(ProtocolViolation violation) {
    return violated(violation, true);
  }

  private boolean violated(ProtocolViolation violation, boolean now) {
    if (violated || closing || closed) {
      return false;
    }
    violated = true;
    if (now) {
      forgetInput();
    }
    events.add(new Violated(violation));
    return schedule();
  }

  /** The endpoint or the adapter ends the connection. Returns false if that was known already. */
  synchronized boolean closing() {
    if (closing || closed) {
      return false;
    }
    closing = true;
    forgetInput();
    events.removeIf(Violated.class::isInstance);
    return true;
  }

  /** The connection is closed; what came before still counts. Returns whether to schedule. */
  synchronized boolean closed() {
    if (closed) {
      return false;
    }
    closed = true;
    events.remove(Signal.END_OF_INPUT);
    events.add(Signal.CLOSED);
    return schedule();
  }

  private void forgetInput() {
    events.removeIf(event -> event instanceof Arrived || event == Signal.END_OF_INPUT);
    frames = 0;
    bytes = 0;
  }

  /** The next event that may be delivered now, or null. */
  synchronized Event take() {
    if (!deliverable()) {
      return null;
    }
    Event event = events.remove();
    if (event instanceof Arrived arrived) {
      frames--;
      bytes -= arrived.payload().length;
    }
    return event;
  }

  /** As {@link #take()}, if a frame comes next; otherwise null. */
  synchronized Arrived takeFrame() {
    return events.peek() instanceof Arrived ? (Arrived) take() : null;
  }

  /** Puts back what {@link #take()} gave and could not be delivered. */
  synchronized void putBack(Event event) {
    if (event instanceof Arrived arrived) {
      if (violated || closing) {
        return;
      }
      frames++;
      bytes += arrived.payload().length;
    }
    events.addFirst(event);
  }

  /** Ends a drain. Returns whether to schedule again. */
  synchronized boolean endDrain() {
    scheduled = false;
    return schedule();
  }

  /** Whether reading, having stopped, may go on; says so once. */
  synchronized boolean shouldResumeReading() {
    boolean low = established && frames <= highFrames / 2 && bytes <= highBytes / 2;
    if (full && (low || frames == 0)) {
      full = false;
      return true;
    }
    return false;
  }

  synchronized void acquirePermit() {
    inFlight++;
  }

  /** Returns whether to schedule. */
  synchronized boolean releasePermit() {
    inFlight--;
    return schedule();
  }

  /** Nothing more is deliverable, whatever it is, until {@link #letGo}. */
  synchronized void hold() {
    held = true;
  }

  /** Returns whether to schedule. */
  synchronized boolean letGo() {
    held = false;
    return schedule();
  }

  /** Whether nothing waits, runs or is held. */
  synchronized boolean isIdle() {
    return events.isEmpty() && !scheduled && !held && inFlight == 0;
  }

  private boolean schedule() {
    if (scheduled || !deliverable()) {
      return false;
    }
    scheduled = true;
    return true;
  }

  private boolean deliverable() {
    if (held) {
      return false;
    }
    return switch (events.peek()) {
      case null -> false;
      case Arrived _ -> inFlight < inFlightLimit;
      case Signal.END_OF_INPUT -> inFlight == 0;
      case Violated _ -> true;
      case Signal.OPENED, Signal.CLOSED -> true;
    };
  }
}
