package org.securechat.protocol.handshake;

import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.wire.AlertCode;

/**
 * Where a client's handshake stands. Passed back to {@link ClientHandshake#receive} with the next
 * frame; a state is used once and belongs to one connection.
 *
 * <p>{@link Completed} and {@link Refused} are final.
 */
public sealed interface ClientHandshakeState
    permits ClientHandshakeState.Completed,
        ClientHandshakeState.Refused,
        AwaitingServerHello,
        AwaitingServerCertificate,
        AwaitingServerVerify,
        AwaitingServerFinished {

  /** Wipes the keys of a handshake that will not go on. Idempotent. */
  default void destroy() {}

  /**
   * The server has proved itself, and this side's proof is among the outgoing frames. Whether the
   * server accepts it shows in the first record that it sends: data, or an alert.
   *
   * @param channel the caller's from now on
   */
  record Completed(SecureChannel channel) implements ClientHandshakeState {}

  /**
   * The server ended the handshake.
   *
   * @param alert why
   */
  record Refused(AlertCode alert) implements ClientHandshakeState {}
}
