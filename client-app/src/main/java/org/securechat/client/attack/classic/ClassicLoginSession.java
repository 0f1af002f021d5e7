package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.classic.ClassicCipher;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A connection to the login endpoint after a correct handshake, on which honest commands can be
 * given and anything else be written. Confined to one thread.
 */
final class ClassicLoginSession implements AutoCloseable {
  private final LineConnection connection;
  private final X509Certificate server;
  private final SecretBytes key;

  private ClassicLoginSession(LineConnection connection, X509Certificate server, SecretBytes key) {
    this.connection = connection;
    this.server = server;
    this.key = key;
  }

  static ClassicLoginSession open(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    ClassicHandshake handshake =
        ClassicHandshake.greet(attacker, ClassicEndpointKind.LOGIN, attacker.rsaOfAccount().leaf());
    try {
      return new ClassicLoginSession(handshake.connection(), handshake.server(), handshake.agree());
    } catch (ClientException | IOException | RuntimeException e) {
      handshake.close();
      throw e;
    }
  }

  X509Certificate server() {
    return server;
  }

  LineConnection connection() {
    return connection;
  }

  static ObjectNode command(String type) {
    return Json.object().put("type", type);
  }

  /** Gives a command, and returns what the server answers under encryption. */
  ObjectNode ask(ObjectNode command) throws ClientException, IOException, ProtocolException {
    connection.say(enc(seal(Json.write(command))));
    return open(ClassicHandshake.expect(connection, "enc"));
  }

  /** Whether the connection serves commands, as one shows that does not exist. */
  void probe() throws ClientException, IOException, ProtocolException {
    ObjectNode answer = ask(command("attack-probe"));
    if (!answer.path("msg").asText().equals("unknown cmd")) {
      throw new ClientException("an unknown command was answered by " + answer, "");
    }
  }

  ClassicCipher.Sealed seal(byte[] plaintext) {
    return ClassicCipher.seal(key, plaintext, Providers.random());
  }

  static ObjectNode enc(ClassicCipher.Sealed sealed) {
    return enc(sealed.iv(), sealed.ciphertext());
  }

  static ObjectNode enc(byte[] iv, byte[] ciphertext) {
    return command("enc").put("iv", Json.base64(iv)).put("ct", Json.base64(ciphertext));
  }

  private ObjectNode open(ObjectNode line) throws ProtocolException {
    try {
      byte[] iv = Json.base64(line, "iv", ClassicCipher.BLOCK);
      byte[] ciphertext = Json.base64UpTo(line, "ct", Json.MAX_LENGTH);
      return Json.parse(
          ClassicCipher.open(key, iv, ciphertext)
              .orElseThrow(() -> new JsonException("an answer that does not decrypt")));
    } catch (JsonException e) {
      throw new ProtocolException(AlertCode.BAD_FRAME, e.getMessage(), e);
    }
  }

  /** Gives a command that has to be refused, and listens. */
  Reaction attempt(ObjectNode command) throws IOException, ProtocolException {
    return attempt(enc(seal(Json.write(command))).toString());
  }

  /** Says a line that has to be refused, and listens. */
  Reaction attempt(String line) throws IOException, ProtocolException {
    connection.say(line);
    return Replies.next(
        connection,
        connection.patience(),
        reply -> {
          Optional<String> code = code(reply);
          return code.isEmpty() ? Reaction.granted("granted: " + said(reply)) : goesOn(code.get());
        });
  }

  /** All that tells one refusal from another: the line, or what is in it. */
  String refusal(ObjectNode line) throws ClientException, IOException, ProtocolException {
    connection.say(line);
    Optional<ObjectNode> reply = connection.read();
    return reply.isEmpty() ? "the end" : said(reply.get());
  }

  private String said(ObjectNode reply) throws ProtocolException {
    return Replies.type(reply).equals("enc") ? open(reply).toString() : reply.toString();
  }

  private Optional<String> code(ObjectNode reply) throws ProtocolException {
    if (!Replies.type(reply).equals("enc")) {
      return Replies.error(reply);
    }
    ObjectNode answer = open(reply);
    return answer.path("status").asText().equals("error")
        ? Optional.of(answer.path("code").asText("without a code"))
        : Optional.empty();
  }

  private Reaction goesOn(String code) throws IOException, ProtocolException {
    try {
      probe();
      return Reaction.goesOn(code);
    } catch (ClientException e) {
      return Reaction.granted("error " + code + ", but then " + e.getMessage());
    }
  }

  @Override
  public void close() {
    connection.close();
    key.close();
  }
}
