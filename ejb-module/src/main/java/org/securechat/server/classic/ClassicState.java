package org.securechat.server.classic;

import org.securechat.connector.contract.Connection;
import org.securechat.protocol.classic.ClassicAgreement;
import org.securechat.protocol.classic.ClassicError;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.OpenSession;
import org.securechat.server.session.Session;

/** What has been reached on one classic connection; each holds what that step needs and no more. */
sealed interface ClassicState extends AutoCloseable {

  /** Wipes what is secret. */
  @Override
  default void close() {}

  /** Counts a refused line, and tells whether it leaves the connection open. */
  default boolean forgives() {
    return false;
  }

  /** The client has not shown its certificate. */
  record Greeting() implements ClassicState {}

  /**
   * The certificate is good; the client's public value is due.
   *
   * @param server what the client was shown
   */
  record Agreeing(PeerIdentity peer, Credentials server, ClassicAgreement agreement)
      implements ClassicState {
    @Override
    public void close() {
      agreement.close();
    }
  }

  /** Commands may come under the key. */
  record Commanding(PeerIdentity peer, SecretBytes key, Refusals refusals) implements ClassicState {
    @Override
    public boolean forgives() {
      return refusals.another();
    }

    @Override
    public void close() {
      key.close();
    }
  }

  /** Messages may come. */
  record Chatting(Connection connection, ClassicSession session, Refusals refusals)
      implements ClassicState, Session {
    @Override
    public OpenSession describe() {
      return new OpenSession(
          session.id(),
          connection.id(),
          session.user().map(AuthenticatedUser::id),
          session.user().map(AuthenticatedUser::username),
          session.peer(),
          connection.remoteAddress().getAddress(),
          session.since());
    }

    /** The profile has no words for other reasons than a certificate. */
    @Override
    public void end(EndReason reason) {
      ClassicError error =
          switch (reason) {
            case CERTIFICATE_REVOKED, CERTIFICATE_EXPIRED, REVOCATION_UNKNOWN ->
                ClassicError.BAD_CERT;
            case ACCOUNT_DISABLED, ACCOUNT_ERASED, CREDENTIALS_CHANGED, DISCONNECTED ->
                ClassicError.UNAVAILABLE;
          };
      ClassicWire.send(connection, ClassicWire.error(error));
      connection.close();
    }

    @Override
    public boolean forgives() {
      return refusals.another();
    }

    @Override
    public void close() {
      session.close();
    }
  }

  /** Last words were said; whatever else arrives is dropped. */
  record Over() implements ClassicState {}
}
