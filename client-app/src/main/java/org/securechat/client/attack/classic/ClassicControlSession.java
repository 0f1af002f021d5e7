package org.securechat.client.attack.classic;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import org.securechat.client.ClientException;
import org.securechat.client.attack.client.ControlSession;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A well-behaved client at both endpoints: it sends a command and a message, and gets a receipt.
 */
public final class ClassicControlSession implements ControlSession {
  private final ClassicLoginSession login;
  private final ClassicChatSession chat;

  private ClassicControlSession(ClassicLoginSession login, ClassicChatSession chat) {
    this.login = login;
    this.chat = chat;
  }

  /** Greets both endpoints. */
  public static ClassicControlSession greet(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    ClassicLoginSession login = ClassicLoginSession.open(attacker);
    try {
      return new ClassicControlSession(login, ClassicChatSession.open(attacker, attacker.rsa()));
    } catch (ClientException | IOException | ProtocolException | RuntimeException e) {
      login.close();
      throw e;
    }
  }

  @Override
  public String serverCertificate() {
    try {
      return Digests.sha256Hex(login.server().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void use() throws ClientException, IOException, ProtocolException {
    chat.say("a word beside the attacks");
    login.probe();
    chat.insistOnSilence();
  }

  @Override
  public void farewell() throws ClientException, IOException, ProtocolException {
    use();
    chat.farewell();
  }

  @Override
  public void close() {
    login.close();
    chat.close();
  }
}
