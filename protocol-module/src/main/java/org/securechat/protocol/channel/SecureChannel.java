package org.securechat.protocol.channel;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A connection whose two ends know each other. Does no input or output: frames come from and go to
 * the caller.
 *
 * <p>Sending is thread-safe; {@link #receive} is for one thread at a time. The consumer that a
 * sending method is given is called under the sending lock, so that the order on the wire is the
 * order of the sequence numbers; it must hand the frame on without blocking for long and must not
 * send by itself.
 */
public final class SecureChannel {
  /** The most bytes of one application message. */
  public static final int MAX_DATA = Buckets.MAX_DATA;

  private static final byte[] NOTHING = new byte[0];

  private final HandshakeResult handshake;
  private final CipherSuite suite;
  private final RecordSealer sealer;
  private final RecordOpener opener;
  private final Clock clock;
  private final Rekeying rekeying;
  private final Object sending = new Object();
  private final Object sealing = new Object();
  private final Object receiving = new Object();
  private Instant keySince;
  private boolean sendingEnded;
  private boolean sealingEnded;
  private boolean receivingEnded;

  /**
   * What a handshake established.
   *
   * @param channelBinding 64 hex digits that only the two ends can compute
   * @param peer who is at the other end
   * @param group by which the keys were agreed
   */
  public record HandshakeResult(String channelBinding, PeerIdentity peer, NamedGroup group) {}

  /** A channel, made by the handshake. Sealer and opener are taken over. */
  public SecureChannel(
      HandshakeResult handshake, RecordSealer sealer, RecordOpener opener, Clock clock) {
    this(handshake, sealer, opener, clock, Rekeying.DEFAULT);
  }

  SecureChannel(
      HandshakeResult handshake,
      RecordSealer sealer,
      RecordOpener opener,
      Clock clock,
      Rekeying rekeying) {
    this.handshake = Objects.requireNonNull(handshake, "handshake");
    this.suite = sealer.suite();
    this.sealer = sealer;
    this.opener = opener;
    this.clock = clock;
    this.rekeying = rekeying;
    this.keySince = clock.instant();
  }

  /** The channel binding: 64 hex digits that only the two ends share. */
  public String channelBinding() {
    return handshake.channelBinding();
  }

  /** Who is at the other end. */
  public PeerIdentity peer() {
    return handshake.peer();
  }

  /** The suite of the records. */
  public CipherSuite cipher() {
    return suite;
  }

  /** The group by which the keys were agreed. */
  public NamedGroup group() {
    return handshake.group();
  }

  /**
   * Opens a frame.
   *
   * @throws ProtocolException {@code bad_record} for a record that is not the next one, {@code
   *     unexpected_message} for a frame or content that is out of place. After it only {@link
   *     #sendAlert} works
   */
  public Received receive(Frame frame) throws ProtocolException {
    synchronized (receiving) {
      if (receivingEnded) {
        throw new ProtocolException(AlertCode.UNEXPECTED_MESSAGE, "a frame after the last one");
      }
      receivingEnded = true;
      Received received = interpret(opener.open(frame));
      receivingEnded =
          switch (received) {
            case Received.Closed _, Received.Alerted _ -> true;
            case Received.Data _, Received.KeyUpdated _ -> false;
          };
      return received;
    }
  }

  private Received interpret(Message message) throws ProtocolException {
    byte[] data = message.data();
    return switch (message.content()) {
      case APPLICATION -> new Received.Data(data);
      // PROTOCOL.md §4: the receiver changes the key of that direction, and does not answer.
      case KEY_UPDATE -> {
        requireEmpty(message);
        opener.update();
        yield new Received.KeyUpdated();
      }
      case CLOSE -> {
        requireEmpty(message);
        yield new Received.Closed();
      }
      case ALERT -> new Received.Alerted(AlertFrames.parse(data));
      // PROTOCOL.md §13: no handshake message once the channel is established.
      case CERTIFICATE, CERTIFICATE_VERIFY, FINISHED ->
          throw new ProtocolException(
              AlertCode.UNEXPECTED_MESSAGE, message.content() + " after the handshake");
    };
  }

  private static void requireEmpty(Message message) throws ProtocolException {
    if (message.data().length > 0) {
      throw new ProtocolException(AlertCode.BAD_RECORD, message.content() + " with data");
    }
  }

  /**
   * Sends an application message, after a KeyUpdate if one is due.
   *
   * @param data at most {@link #MAX_DATA} bytes
   * @param wire takes one or two frames, in order
   * @return false, without a frame, if this side has ended: a sender need not know when that was
   * @throws IllegalArgumentException for more data
   */
  public boolean send(byte[] data, Consumer<Frame> wire) {
    Inner inner = Inner.application(data);
    synchronized (sending) {
      if (sendingEnded) {
        return false;
      }
      if (isKeyWornOut()) {
        updateKey(wire);
      }
      wire.accept(sealer.seal(inner));
      return true;
    }
  }

  /**
   * As {@link #send}, by a sender that seals when it writes.
   *
   * @param queue takes a record, and has it sealed in the order in which it has taken it. A channel
   *     is sent by in one of the two ways
   */
  public boolean queue(Inner message, Consumer<PendingRecord> queue) {
    return queue(new PendingRecord(this, message, false), queue);
  }

  /** As {@link #sendAlert}, by a sender that seals when it writes. */
  public boolean queueAlert(AlertCode alert, Consumer<PendingRecord> queue) {
    Inner inner = Inner.of(Content.ALERT, AlertFrames.content(alert));
    return queue(new PendingRecord(this, inner, true), queue);
  }

  /** As {@link #sendClose}, by a sender that seals when it writes. */
  public boolean queueClose(Consumer<PendingRecord> queue) {
    return queue(new PendingRecord(this, Inner.of(Content.CLOSE, NOTHING), true), queue);
  }

  private boolean queue(PendingRecord pending, Consumer<PendingRecord> queue) {
    synchronized (sending) {
      if (sendingEnded) {
        return false;
      }
      sendingEnded = pending.last();
      queue.accept(pending);
      return true;
    }
  }

  /** Its turn has come: after a KeyUpdate if one is due. Nothing if the keys are erased. */
  void seal(PendingRecord pending, IntFunction<ByteBuffer> space) {
    synchronized (sealing) {
      if (sealingEnded) {
        return;
      }
      if (!pending.last() && isKeyWornOut()) {
        sealer.sealKeyUpdate(space);
        keySince = clock.instant();
      }
      sealer.seal(pending.inner(), space);
    }
  }

  /** Moves this side to its next key, whether or not one is due. */
  public boolean sendKeyUpdate(Consumer<Frame> wire) {
    synchronized (sending) {
      if (sendingEnded) {
        return false;
      }
      updateKey(wire);
      return true;
    }
  }

  /** Ends this side with an alert. False, without a frame, if it has ended before. */
  public boolean sendAlert(AlertCode alert, Consumer<Frame> wire) {
    return sendLast(Content.ALERT, AlertFrames.content(alert), wire);
  }

  /** Ends this side in good order. False, without a frame, if it has ended before. */
  public boolean sendClose(Consumer<Frame> wire) {
    return sendLast(Content.CLOSE, NOTHING, wire);
  }

  /** Erases all keys. Nothing can be sent or received any more. Idempotent. */
  public void destroy() {
    synchronized (sending) {
      sendingEnded = true;
      synchronized (sealing) {
        sealingEnded = true;
        sealer.destroy();
      }
    }
    synchronized (receiving) {
      receivingEnded = true;
      opener.destroy();
    }
  }

  private boolean sendLast(Content content, byte[] data, Consumer<Frame> wire) {
    synchronized (sending) {
      if (sendingEnded) {
        return false;
      }
      sendingEnded = true;
      wire.accept(sealer.seal(content, data));
      return true;
    }
  }

  private boolean isKeyWornOut() {
    // PROTOCOL.md §4: at most 2^20 records with one key, the KeyUpdate included, and one hour.
    return sealer.sequence() >= rekeying.records() - 1
        || !clock.instant().isBefore(keySince.plus(rekeying.lifetime()));
  }

  private void updateKey(Consumer<Frame> wire) {
    wire.accept(sealer.sealKeyUpdate());
    keySince = clock.instant();
  }

  @Override
  public String toString() {
    return "SecureChannel[" + peer() + "]";
  }
}
