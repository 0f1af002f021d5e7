package org.securechat.protocol.handshake;

import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.wire.AlertCode;

/**
 * Where a server's handshake stands. Passed back to {@link ServerHandshake#receive} with the next
 * frame; a state is used once and belongs to one connection.
 *
 * <p>{@link Completed} and {@link Refused} are final.
 */
public sealed interface ServerHandshakeState
    permits ServerHandshakeState.Completed,
        ServerHandshakeState.Refused,
        AwaitingClientHello,
        AwaitingClientCertificate,
        AwaitingClientVerify,
        AwaitingClientFinished {

  /** Wipes the keys of a handshake that will not go on. Idempotent. */
  default void destroy() {}

  /**
   * Both sides have proved themselves.
   *
   * @param channel the caller's from now on
   */
  record Completed(SecureChannel channel) implements ServerHandshakeState {}

  /**
   * The client ended the handshake.
   *
   * @param alert why
   */
  record Refused(AlertCode alert) implements ServerHandshakeState {}
}
