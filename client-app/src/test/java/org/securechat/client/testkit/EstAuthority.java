package org.securechat.client.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.securechat.client.identity.HttpsTrust;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.Credentials;

/**
 * An EST server (RFC 7030) on a free port of this machine, with an authority behind it. It does
 * what it should, except for the operations that a test answers itself. Close it after use.
 */
public final class EstAuthority implements AutoCloseable {
  private static final String BASE = "/.well-known/est/";

  private final CompanyAuthority issuer;
  private final List<X509Certificate> published;
  private final List<X509Certificate> trusted;
  private final HttpsServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Map<String, HttpHandler> instead = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Optional<String> basic = Optional.empty();
  private volatile Duration life = Duration.ofDays(90);
  private volatile boolean encodingIsNamed = true;

  /** The answer to a request that was read. */
  @FunctionalInterface
  public interface Issuing {
    /** The certificates to send. */
    List<X509Certificate> of(PKCS10CertificationRequest request) throws Exception;
  }

  /**
   * Starts one.
   *
   * @param issuer who issues
   * @param published what it says of itself, the root among them
   * @param own what the server shows of itself
   */
  public EstAuthority(CompanyAuthority issuer, List<X509Certificate> published, Credentials own)
      throws Exception {
    this.issuer = issuer;
    this.published = List.copyOf(published);
    this.trusted = Stream.concat(published.stream(), own.chain().stream()).toList();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new AskingForCertificates(HttpsTrust.tls(trusted, Optional.of(own))));
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it is, without the path. */
  public String origin() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Asks for that name and password at the first enrolment. */
  public void wants(String user, String password) {
    basic = Optional.of(user + ":" + password);
  }

  /** Issues certificates for that time, which begins an hour ago. */
  public void issuesFor(Duration time) {
    life = time;
  }

  /** Sends no {@code Content-Transfer-Encoding}, as RFC 8951 has it. */
  public void namesNoEncoding() {
    encodingIsNamed = false;
  }

  /** Has the test answer that operation, such as {@code simpleenroll}. */
  public void instead(String operation, HttpHandler handler) {
    instead.put(operation, handler);
  }

  /** Has it issue something else. */
  public void issues(String operation, Issuing issuing) {
    instead(
        operation,
        exchange -> {
          try {
            certificates(exchange, issuing.of(request(exchange)));
          } catch (IOException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Lets it answer all operations itself again. */
  public void behaves() {
    instead.clear();
  }

  /** What it was asked: operation, kind of login, and {@code certificate} if one was shown. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String operation = path.substring(path.lastIndexOf('/') + 1);
      asked.add(operation + login(exchange) + (peer(exchange).isEmpty() ? "" : " certificate"));
      HttpHandler chosen = path.startsWith(BASE) ? instead.get(operation) : null;
      if (chosen != null) {
        chosen.handle(exchange);
      } else {
        answer(exchange, path.startsWith(BASE) ? operation : "");
      }
    }
  }

  private void answer(HttpExchange exchange, String operation) throws IOException {
    try {
      switch (operation) {
        case "cacerts" -> certificates(exchange, published);
        case "simpleenroll" -> {
          if (!knows(exchange)) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"est\"");
            text(exchange, 401, "who are you?");
          } else {
            certificates(exchange, List.of(issue(request(exchange))));
          }
        }
        case "simplereenroll" -> reenroll(exchange);
        default -> text(exchange, 404, "no such thing");
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean knows(HttpExchange exchange) {
    return basic.isEmpty()
        || peer(exchange).isPresent()
        || basic
            .map(both ->
                "Basic "
                    + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)))
            .get()
            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  /** RFC 7030, section 4.2.2: subject and names are those of the certificate that is shown. */
  private void reenroll(HttpExchange exchange) throws Exception {
    Optional<X509Certificate> shown = peer(exchange);
    PKCS10CertificationRequest request = request(exchange);
    if (shown.isEmpty()) {
      text(exchange, 403, "show the certificate that is to be renewed");
    } else if (!Arrays.equals(
            shown.get().getSubjectX500Principal().getEncoded(), request.getSubject().getEncoded())
        || !Arrays.equals(
            shown.get().getExtensionValue(Extension.subjectAlternativeName.getId()),
            value(request.getRequestedExtensions()))) {
      text(exchange, 400, "not the names of the certificate");
    } else if (Arrays.equals(
        shown.get().getPublicKey().getEncoded(), request.getSubjectPublicKeyInfo().getEncoded())) {
      text(exchange, 400, "not a new key");
    } else {
      certificates(exchange, List.of(issue(request)));
    }
  }

  private static byte[] value(Extensions asked) throws IOException {
    Extension names = asked.getExtension(Extension.subjectAlternativeName);
    return names == null ? null : names.getExtnValue().getEncoded();
  }

  /** What the authority does with a request. */
  public X509Certificate issue(PKCS10CertificationRequest request) throws Exception {
    Extensions asked = request.getRequestedExtensions();
    Instant start = Instant.now().minus(Duration.ofHours(1));
    return issuer.issue(
        request.getSubject(),
        request.getSubjectPublicKeyInfo(),
        Stream.of(asked.getExtensionOIDs()).map(asked::getExtension).toList(),
        start,
        start.plus(life));
  }

  /** The request, whose signature has to be good. */
  private static PKCS10CertificationRequest request(HttpExchange exchange) throws Exception {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
    PKCS10CertificationRequest request =
        new PKCS10CertificationRequest(Base64.getMimeDecoder().decode(body));
    if (!request.isSignatureValid(
        new JcaContentVerifierProviderBuilder()
            .setProvider(Providers.bouncyCastle())
            .build(request.getSubjectPublicKeyInfo()))) {
      throw new IllegalStateException("a request that is not signed by its key");
    }
    return request;
  }

  /** Sends certificates as EST has it. */
  public void certificates(HttpExchange exchange, List<X509Certificate> certificates)
      throws IOException {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addCertificates(new JcaCertStore(certificates));
      byte[] message = generator.generate(new CMSAbsentContent()).getEncoded();
      exchange
          .getResponseHeaders()
          .add("Content-Type", "application/pkcs7-mime; smime-type=certs-only");
      if (encodingIsNamed) {
        exchange.getResponseHeaders().add("Content-Transfer-Encoding", "base64");
        send(exchange, 200, Base64.getMimeEncoder().encode(message));
      } else {
        send(exchange, 200, Base64.getEncoder().encode(message));
      }
    } catch (CMSException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a sentence. */
  public static void text(HttpExchange exchange, int status, String sentence) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/plain");
    send(exchange, status, sentence.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String login(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header == null ? "" : " " + header.split(" ", 2)[0];
  }

  private static Optional<X509Certificate> peer(HttpExchange exchange) {
    try {
      return Optional.of(
          (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  /** Takes a certificate of a client that has one. */
  private static final class AskingForCertificates extends HttpsConfigurator {
    AskingForCertificates(SSLContext tls) {
      super(tls);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters tls = getSSLContext().getDefaultSSLParameters();
      tls.setWantClientAuth(true);
      parameters.setSSLParameters(tls);
    }
  }
}
