package org.securechat.client.attack.client;

import java.io.IOException;
import org.securechat.client.ClientException;
import org.securechat.protocol.wire.ProtocolException;

/** A well-behaved session that stays open during all attacks and must not be disturbed by them. */
public interface ControlSession extends AutoCloseable {
  /** SHA-256 of the certificate that the server has shown to it, in hex. */
  String serverCertificate();

  /**
   * Uses the session.
   *
   * @throws ClientException or another exception, if the server does not answer as it has to
   */
  void use() throws ClientException, IOException, ProtocolException;

  /** Uses the session for the last time and checks what it leaves behind. As {@link #use}. */
  default void farewell() throws ClientException, IOException, ProtocolException {
    use();
  }

  @Override
  void close();
}
