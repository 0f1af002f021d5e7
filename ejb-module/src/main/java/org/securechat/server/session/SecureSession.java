package org.securechat.server.session;

import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.server.delivery.SecureConnection;

/** A session under the keys of a connection. It has no user until one logs in. */
public interface SecureSession extends Session {

  SecureConnection connection();

  default Optional<UUID> userId() {
    return Optional.empty();
  }

  default Optional<String> userName() {
    return Optional.empty();
  }

  @Override
  default OpenSession describe() {
    SecureConnection connection = connection();
    return new OpenSession(
        connection.channelBinding(),
        connection.id(),
        userId(),
        userName(),
        connection.peer(),
        connection.remoteAddress(),
        connection.since());
  }

  @Override
  default void end(EndReason reason) {
    reason.notice().ifPresent(text -> connection().send(new Notice(text)));
    reason.alert().ifPresentOrElse(connection()::alert, connection()::close);
  }
}
