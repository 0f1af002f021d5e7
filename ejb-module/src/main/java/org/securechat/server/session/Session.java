package org.securechat.server.session;

/**
 * A connection whose peer has shown an acceptable certificate, as the endpoint keeps it with the
 * connection.
 */
public interface Session {

  /** The session as it is at this moment. */
  OpenSession describe();

  /** Tells the peer why, and closes. On the delivery thread. */
  void end(EndReason reason);
}
