package org.securechat.client.scripted;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.securechat.client.identity.HttpsTrust;
import org.securechat.protocol.identity.Credentials;

/** Answers over HTTPS what it has been told to, in that order, and keeps what it was asked. */
public final class ScriptedAdministration implements AutoCloseable {
  private final HttpsServer server;
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();

  private record Answer(int status, String tag, String body) {}

  /** A server that shows this certificate. */
  public ScriptedAdministration(Credentials own) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = HttpsServer.create(any, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(HttpsTrust.tls(own.chain(), Optional.of(own))));
    server.createContext("/", this::answer);
    server.start();
  }

  /** The next answer. */
  public ScriptedAdministration then(int status, String tag, String body) {
    answers.add(new Answer(status, tag, body));
    return this;
  }

  /** The next answer, without a tag. */
  public ScriptedAdministration then(int status, String body) {
    return then(status, null, body);
  }

  /** What was asked: method, path, what a change is meant for, body. */
  public List<String> asked() {
    return asked;
  }

  /** The port, on the loopback address. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    asked.add(
        (exchange.getRequestMethod()
                + " "
                + exchange.getRequestURI()
                + (match == null ? "" : " if " + match)
                + " "
                + body)
            .strip());
    Answer answer = answers.remove();
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    if (answer.tag() != null) {
      exchange.getResponseHeaders().add("ETag", answer.tag());
    }
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
