package org.securechat.protocol.wire;

import java.util.Objects;

/**
 * The peer broke the protocol, or this side cannot go on. The connection ends with {@link
 * #alert()}.
 *
 * <p>The message is the reason for the log of this side and never leaves it; it holds no secret.
 * Without a stack trace, because a peer can cause any number of these.
 */
public final class ProtocolException extends Exception {
  private final AlertCode alert;

  /** An alert and its reason. */
  public ProtocolException(AlertCode alert, String reason) {
    this(alert, reason, null);
  }

  /** An alert, its reason, and what led to it. */
  public ProtocolException(AlertCode alert, String reason, Throwable cause) {
    super(reason, cause, false, false);
    this.alert = Objects.requireNonNull(alert, "alert");
  }

  /** What the peer is told. */
  public AlertCode alert() {
    return alert;
  }

  // The message is the reason alone; a log line wants the code before it.
  @SuppressWarnings("OverrideThrowableToString")
  @Override
  public String toString() {
    return alert.code() + ": " + getMessage();
  }
}
