package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.target.Target;
import org.securechat.protocol.classic.ClassicAgreement;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A correct handshake up to the server's public value, from where it can be ended correctly or
 * otherwise. Confined to one thread.
 */
final class ClassicHandshake implements AutoCloseable {
  private final ClassicEndpointKind endpoint;
  private final LineConnection connection;
  private final X509Certificate server;
  private final ClassicAgreement agreement;
  private final String serverShare;

  private ClassicHandshake(
      ClassicEndpointKind endpoint,
      LineConnection connection,
      X509Certificate server,
      ClassicAgreement agreement,
      String serverShare) {
    this.endpoint = endpoint;
    this.connection = connection;
    this.server = server;
    this.agreement = agreement;
    this.serverShare = serverShare;
  }

  /** Shows that certificate, and judges the server's. */
  static ClassicHandshake greet(
      Attacker attacker, ClassicEndpointKind endpoint, X509Certificate shown)
      throws ClientException, IOException, ProtocolException {
    LineConnection connection = LineConnection.to(endpoint, attacker);
    ClassicAgreement agreement = ClassicAgreement.start(Providers.random());
    try {
      connection.say(endpoint.greeting(ClassicCertificate.encode(shown)));
      ObjectNode answer = expect(connection, endpoint.answer());
      X509Certificate server = judged(answer.path("cert").asText(), attacker.target());
      ObjectNode offer = expect(connection, "dh_params");
      if (!agreement.prime().equals(offer.path("p").asText())
          || !agreement.generator().equals(offer.path("g").asText())) {
        throw new ClientException("the server offers another group than ffdhe2048", "");
      }
      String share = offer.path(endpoint.serverShare()).asText();
      return new ClassicHandshake(endpoint, connection, server, agreement, share);
    } catch (ClientException | IOException | ProtocolException | RuntimeException e) {
      connection.close();
      agreement.close();
      throw e;
    }
  }

  /** A line of that type, without which there is nothing to attack. */
  static ObjectNode expect(LineConnection connection, String type)
      throws ClientException, IOException, ProtocolException {
    Optional<ObjectNode> line;
    try {
      line = connection.read();
    } catch (SocketTimeoutException _) {
      throw new ClientException("the server did not answer an honest client by " + type, "");
    }
    if (line.isEmpty()) {
      throw new ClientException("the server hung up instead of saying " + type, "");
    }
    Optional<String> error = Replies.error(line.get());
    if (error.isPresent()) {
      throw new ClientException("the server answered an honest client by error " + error.get(), "");
    }
    if (!Replies.type(line.get()).equals(type)) {
      throw new ClientException(
          "the server said " + Replies.type(line.get()) + " instead of " + type, "");
    }
    return line.get();
  }

  private static X509Certificate judged(String text, Target target)
      throws ClientException, ProtocolException {
    try {
      X509Certificate shown = ClassicCertificate.parse(Base64.getDecoder().decode(text));
      target.rules().verifyEncoded(List.of(shown.getEncoded()), Purpose.SERVER);
      return shown;
    } catch (ClassicException | CertificateException | IllegalArgumentException e) {
      throw new ClientException("the server's certificate cannot be read: " + e.getMessage(), "");
    }
  }

  LineConnection connection() {
    return connection;
  }

  X509Certificate server() {
    return server;
  }

  /** The prime, as the server said it. */
  String prime() {
    return agreement.prime();
  }

  /** Ends it correctly; the caller closes the connection. */
  SecretBytes agree() throws ClientException, IOException {
    try {
      SecretBytes key = agreement.agree(serverShare);
      connection.say(endpoint.share(agreement.publicValue()));
      return key;
    } catch (ClassicException e) {
      throw new ClientException("the server's public value is malformed: " + e.getMessage(), "");
    } finally {
      agreement.close();
    }
  }

  /** Gives everything up. */
  @Override
  public void close() {
    agreement.close();
    connection.close();
  }
}
