package org.securechat.server.session;

import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.server.delivery.Link;

/** A session under the keys of a link. Without a user, nobody has logged in on it yet. */
public interface LinkSession extends Session {

  Link link();

  default Optional<UUID> userId() {
    return Optional.empty();
  }

  default Optional<String> userName() {
    return Optional.empty();
  }

  @Override
  default OpenSession describe() {
    Link link = link();
    return new OpenSession(
        link.binding(),
        link.id(),
        userId(),
        userName(),
        link.peer(),
        link.remoteAddress(),
        link.since());
  }

  @Override
  default void end(EndReason reason) {
    reason.notice().ifPresent(text -> link().send(new Notice(text)));
    reason.alert().ifPresentOrElse(link()::alert, link()::close);
  }
}
