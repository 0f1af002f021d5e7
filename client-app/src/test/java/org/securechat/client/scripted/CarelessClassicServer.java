package org.securechat.client.scripted;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.classic.ClassicAgreement;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.classic.ClassicCipher;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.classic.ClassicSignature;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * Both classic endpoints as somebody would write them who checks nothing: whoever comes is welcome,
 * whatever comes is taken, and the receipt covers all of it. Honest clients notice nothing.
 */
public final class CarelessClassicServer implements AutoCloseable {
  private final Credentials own;
  private final ServerSocket login = socket();
  private final ServerSocket chat = socket();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** A server that listens on two free loopback ports. */
  public CarelessClassicServer(PkiFolder pki) throws Exception {
    own =
        pki.issue(CertificateOrder.of("classic", CertificateKind.SERVER).withKey(KeyKind.RSA2048));
    listen(login, this::login);
    listen(chat, this::chat);
  }

  private static ServerSocket socket() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Where it takes logins. */
  public int loginPort() {
    return login.getLocalPort();
  }

  /** Where it takes chats. */
  public int chatPort() {
    return chat.getLocalPort();
  }

  private interface Service {
    void serve(BufferedReader in, OutputStream out) throws IOException;
  }

  private void listen(ServerSocket socket, Service service) {
    daemon(() -> {
      while (true) {
        Socket peer = socket.accept();
        open.add(peer);
        daemon(() -> serve(peer, service));
      }
    });
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void daemon(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException _) {
                // The test is over, or the client has gone.
                return;
              }
            },
            "careless");
    thread.setDaemon(true);
    thread.start();
  }

  private static void serve(Socket peer, Service service) throws IOException {
    try (peer) {
      service.serve(
          new BufferedReader(
              new InputStreamReader(peer.getInputStream(), StandardCharsets.ISO_8859_1)),
          peer.getOutputStream());
    }
  }

  private void login(BufferedReader in, OutputStream out) throws IOException {
    SecretBytes key = greet(in, out, "hello_ack", "server_pub", "client_pub");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      boolean probe = text(command(key, line), "type").equals("attack-probe");
      ObjectNode answer =
          probe
              ? Json.object().put("status", "error").put("msg", "unknown cmd")
              : Json.object().put("status", "ok").put("msg", "ok");
      ClassicCipher.Sealed sealed = ClassicCipher.seal(key, Json.write(answer), Providers.random());
      say(
          out,
          line("enc")
              .put("iv", Json.base64(sealed.iv()))
              .put("ct", Json.base64(sealed.ciphertext())));
    }
  }

  private static ObjectNode command(SecretBytes key, String line) {
    try {
      ObjectNode sealed = parsed(line);
      byte[] iv = Json.base64(sealed, "iv", ClassicCipher.BLOCK);
      byte[] ciphertext = Json.base64UpTo(sealed, "ct", 10_000);
      return Json.parse(ClassicCipher.open(key, iv, ciphertext).orElse(new byte[0]));
    } catch (JsonException _) {
      return Json.object();
    }
  }

  private void chat(BufferedReader in, OutputStream out) throws IOException {
    StringBuilder transcript = new StringBuilder();
    String fingerprint = "";
    String greeting = in.readLine();
    try {
      byte[] pem = Json.base64UpTo(parsed(greeting), "cert", 20_000);
      fingerprint = ClassicCertificate.fingerprint(ClassicCertificate.parse(pem));
    } catch (JsonException | ClassicException _) {
      fingerprint = "nobody";
    }
    greeted(in, out, "cert", "y", "y");
    long first = 0;
    long last = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      ObjectNode message = parsed(line);
      if (text(message, "type").equals("bye")) {
        say(out, receipt(transcript.toString(), first, last));
        return;
      }
      last = message.path("seqno").asLong();
      first = first == 0 ? last : first;
      for (String field : List.of("seqno", "ts", "ct", "sig")) {
        transcript.append(message.path(field).asText()).append('|');
      }
      transcript.append(fingerprint).append('\n');
    }
  }

  private ObjectNode receipt(String transcript, long first, long last) {
    String sha256 = Digests.sha256Hex(transcript.getBytes(StandardCharsets.UTF_8));
    byte[] signature =
        ClassicSignature.sign(own.privateKey(), ClassicSignature.receiptText(sha256));
    return line("receipt")
        .put("transcript_sha256", sha256)
        .put("sig", Json.base64(signature))
        .put("first_seq", first)
        .put("last_seq", last);
  }

  private SecretBytes greet(
      BufferedReader in, OutputStream out, String answer, String serverShare, String share)
      throws IOException {
    in.readLine();
    return greeted(in, out, answer, serverShare, share);
  }

  private SecretBytes greeted(
      BufferedReader in, OutputStream out, String answer, String serverShare, String share)
      throws IOException {
    ClassicAgreement agreement = ClassicAgreement.start(Providers.random());
    say(
        out,
        line(answer)
            .put("cert", ClassicCertificate.encode(own.leaf()))
            .put("nonce", Json.base64(new byte[16])));
    say(
        out,
        line("dh_params")
            .put("p", agreement.prime())
            .put("g", agreement.generator())
            .put(serverShare, agreement.publicValue()));
    String line = in.readLine();
    try {
      return agreement.agree(text(parsed(line == null ? "" : line), share));
    } catch (ClassicException _) {
      return SecretBytes.random(ClassicAgreement.KEY_LENGTH);
    }
  }

  private static ObjectNode parsed(String line) {
    try {
      return Json.parse(line.getBytes(StandardCharsets.ISO_8859_1));
    } catch (JsonException _) {
      return Json.object();
    }
  }

  private static String text(ObjectNode line, String field) {
    return line.path(field).asText();
  }

  private static ObjectNode line(String type) {
    return Json.object().put("type", type);
  }

  private static void say(OutputStream out, ObjectNode line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    login.close();
    chat.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
