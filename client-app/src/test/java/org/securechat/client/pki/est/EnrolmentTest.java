package org.securechat.client.pki.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateImport;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyForm;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.testkit.CompanyAuthority;
import org.securechat.client.testkit.EstAuthority;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.key.Passphrase;
import org.securechat.testkit.TestPki;

/** A first certificate from a real EST server, and from servers that do what they should not. */
class EnrolmentTest {
  @TempDir private Path root;
  private CompanyAuthority top;
  private CompanyAuthority branch;
  private EstAuthority server;
  private final List<Duration> pauses = new ArrayList<>();
  private Duration answering = Duration.ofSeconds(20);

  @BeforeEach
  void start() throws Exception {
    top = CompanyAuthority.root("Company Root");
    branch = top.below("Company Branch");
    server =
        new EstAuthority(
            branch, List.of(branch.certificate(), top.certificate()), branch.httpsServer());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keyChainAndAuthorityAreInPlaceWhetherTheEncodingIsNamedOrNot(boolean named)
      throws Exception {
    if (!named) {
      server.namesNoEncoding();
    }
    CertificateImport.Done done = enroll();
    assertThat(done.judged()).isTrue();
    Credentials alice = PemFiles.credentials(issued("alice.pem"), issued("alice.key"));
    assertThat(alice.chain()).hasSize(2).contains(branch.certificate());
    assertThat(PemFiles.certificates(root.resolve("ca.pem"))).containsExactly(top.certificate());
    assertThat(EstSettings.find(root, "alice"))
        .hasValueSatisfying(settings -> {
          assertThat(settings.address().base()).hasToString(server.origin() + "/.well-known/est");
          assertThat(settings.ofServer()).isEmpty();
        });
  }

  @Test
  void derInPlaceOfBase64IsRead() throws Exception {
    server.instead(
        "cacerts",
        exchange -> {
          byte[] der = pkcs7(List.of(branch.certificate(), top.certificate()));
          send(exchange, 200, "application/pkcs7-mime", der);
        });
    enroll();
  }

  @Test
  void deferredAnswerIsWaitedForWithTheSameRequest() throws Exception {
    List<String> requests = new ArrayList<>();
    AtomicInteger times = new AtomicInteger();
    server.instead(
        "simpleenroll",
        exchange -> {
          requests.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
          if (times.getAndIncrement() == 1) {
            server.behaves();
          }
          later(exchange, times.get() == 1 ? "7" : "0");
        });
    enroll();
    assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(1));
    assertThat(requests).hasSize(2).containsOnly(requests.getFirst());
  }

  @Test
  void answerThatIsDeferredForEverIsGivenUpAndTheKeyWaits() throws Exception {
    server.instead("simpleenroll", exchange -> later(exchange, "40"));
    EstException refused = refusal();
    assertThat(refused.fault()).isEqualTo(EstFault.PENDING);
    assertThat(refused.remedy()).contains("the key of this request waits");
    assertThat(pauses).containsOnly(Duration.ofSeconds(40)).hasSize(3);
    assertThat(issued("alice.pem")).doesNotExist();

    byte[] key = Files.readAllBytes(issued("alice.key"));
    server.behaves();
    enroll();
    assertThat(issued("alice.key")).hasBinaryContent(key);
  }

  @ParameterizedTest
  @CsvSource({
    "999999999999999999, 1",
    "tomorrow, 30",
    "-5, 30",
    "'', 30",
    "'Thu, 01 Jan 1970 00:00:00 GMT', 1"
  })
  void whenToAskAgainHasBounds(String stated, long seconds) {
    AtomicInteger times = new AtomicInteger();
    server.instead(
        "simpleenroll",
        exchange -> {
          if (times.incrementAndGet() == 2) {
            EstAuthority.text(exchange, 400, "enough");
          } else {
            later(exchange, stated);
          }
        });
    EstException refused = refusal();
    if (refused.fault() == EstFault.PENDING) {
      assertThat(stated).startsWith("9999");
      assertThat(pauses).isEmpty();
    } else {
      assertThat(pauses).containsExactly(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void dateOfTheNextAttemptIsUnderstood() {
    Instant at = Instant.now().plus(Duration.ofDays(3));
    server.instead(
        "simpleenroll",
        exchange ->
            later(
                exchange, DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atZone(ZoneOffset.UTC))));
    assertThat(refusal())
        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(EstFault.PENDING))
        .hasMessageContaining(at.toString().substring(0, 10));
    assertThat(pauses).isEmpty();
  }

  /** What an authority might issue that is of no use. */
  private static Stream<String> wrongCertificates() {
    return Stream.of("another key", "another authority", "no names", "another name", "for servers");
  }

  @ParameterizedTest
  @MethodSource("wrongCertificates")
  void certificateThatWouldBeRefusedIsNotTaken(String fault) throws Exception {
    CompanyAuthority strange = CompanyAuthority.root("Strange Root");
    server.issues(
        "simpleenroll",
        request -> {
          SubjectPublicKeyInfo key = request.getSubjectPublicKeyInfo();
          SubjectPublicKeyInfo other =
              SubjectPublicKeyInfo.getInstance(TestPki.keys("p256").getPublic().getEncoded());
          List<Extension> asked =
              Stream.of(request.getRequestedExtensions().getExtensionOIDs())
                  .map(request.getRequestedExtensions()::getExtension)
                  .toList();
          List<Extension> usages =
              asked.stream()
                  .filter(each -> !each.getExtnId().equals(Extension.subjectAlternativeName))
                  .toList();
          var nameless = new X500Name("O=Example");
          var bob = new X500Name("CN=bob");
          return List.of(
              switch (fault) {
                case "another key" -> branch.issue(request.getSubject(), other, asked);
                case "another authority" -> strange.issue(request.getSubject(), key, asked);
                case "no names" -> branch.issue(nameless, key, usages);
                case "another name" -> branch.issue(bob, key, usages);
                default ->
                    branch.issue(
                        request.getSubject(),
                        key,
                        asked.stream()
                            .filter(each -> !each.getExtnId().equals(Extension.extendedKeyUsage))
                            .toList());
              });
        });
    ClientException refused = catchThrowableOfType(ClientException.class, this::enroll);
    assertThat(refused)
        .hasMessageContaining(
            switch (fault) {
              case "another key" -> "no certificate here is for the key";
              case "another authority" -> "a server will refuse: your chain is incomplete";
              case "for servers" -> "your certificate is not fit for logging in";
              default -> "does not state the name alice";
            });
    assertThat(issued("alice.pem")).doesNotExist();
    assertThat(root.resolve("ca.pem")).doesNotExist();
    assertThat(EstSettings.find(root, "alice")).isEmpty();
  }

  /** Answers that are none, and what is said of each. */
  private static Stream<Arguments> wrongAnswers() {
    return Stream.of(
        wrong(
            "endless",
            EstFault.TOO_LONG,
            exchange -> {
              exchange.getResponseHeaders().add("Content-Type", "application/pkcs7-mime");
              exchange.sendResponseHeaders(200, 0);
              byte[] much = new byte[64 * 1024];
              for (int i = 0; i < 1_000; i++) {
                exchange.getResponseBody().write(much);
              }
            }),
        wrong(
            "announced too long",
            EstFault.TOO_LONG,
            exchange -> {
              exchange.getResponseHeaders().add("Content-Type", "application/pkcs7-mime");
              exchange.sendResponseHeaders(200, 1L << 40);
              exchange.getResponseBody().write(new byte[1024 * 1024]);
            }),
        wrong(
            "a web page",
            EstFault.MALFORMED,
            exchange ->
                send(exchange, 200, "text/html", "<html>".getBytes(StandardCharsets.UTF_8))),
        wrong(
            "nothing",
            EstFault.MALFORMED,
            exchange -> send(exchange, 200, "application/pkcs7-mime", new byte[0])),
        wrong(
            "no base64",
            EstFault.MALFORMED,
            exchange ->
                send(
                    exchange,
                    200,
                    "application/pkcs7-mime",
                    "MII*".getBytes(StandardCharsets.UTF_8))),
        wrong(
            "a number",
            EstFault.MALFORMED,
            exchange ->
                send(
                    exchange,
                    200,
                    "application/pkcs7-mime",
                    Base64.getEncoder().encode(new byte[] {2, 1, 1}))),
        wrong(
            "cut off DER",
            EstFault.MALFORMED,
            exchange ->
                send(
                    exchange,
                    200,
                    "application/pkcs7-mime",
                    new byte[] {0x30, (byte) 0x84, 127, 1, 1, 1})),
        wrong("no content", EstFault.NOT_FOUND, exchange -> exchange.sendResponseHeaders(204, -1)),
        wrong("not there", EstFault.NOT_FOUND, exchange -> EstAuthority.text(exchange, 404, "?")),
        wrong("no", EstFault.REFUSED, exchange -> EstAuthority.text(exchange, 403, "not you")),
        wrong("broken", EstFault.UNAVAILABLE, exchange -> EstAuthority.text(exchange, 500, "?")),
        wrong("closed", EstFault.UNREACHABLE, HttpExchange::close),
        wrong("elsewhere", EstFault.REDIRECT, exchange -> to(exchange, "https://evil.example/x")),
        wrong("plain http", EstFault.REDIRECT, exchange -> to(exchange, "http://127.0.0.1/x")),
        wrong("another port", EstFault.REDIRECT, exchange -> to(exchange, "https://127.0.0.1:1/x")),
        wrong("no address", EstFault.REDIRECT, exchange -> to(exchange, "https://[")),
        wrong(
            "in a circle",
            EstFault.REFUSED,
            exchange -> to(exchange, exchange.getRequestURI().toString())));
  }

  private static Arguments wrong(String what, EstFault fault, HttpHandler handler) {
    return Arguments.of(what, fault, handler);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongAnswers")
  void answerThatIsNoneIsToldByItsFault(String what, EstFault fault, HttpHandler handler) {
    for (String operation : List.of("cacerts", "simpleenroll")) {
      server.behaves();
      server.instead(operation, handler);
      EstException refused = refusal();
      assertThat(refused.fault()).as(operation + ": " + refused.getMessage()).isEqualTo(fault);
      assertThat(refused.code()).isEqualTo("est_" + fault.name().toLowerCase(Locale.ROOT));
      assertThat(refused.remedy()).isNotEmpty();
      assertThat(issued("alice.pem")).doesNotExist();
    }
  }

  @Test
  void reasonOfARefusalIsToldShort() {
    server.instead(
        "simpleenroll", exchange -> EstAuthority.text(exchange, 400, "x".repeat(10_000)));
    assertThat(refusal().getMessage()).contains(": xxx").hasSizeLessThan(400);
  }

  @Test
  void serverThatSendsSlowlyIsNotWaitedFor() throws Exception {
    answering = Duration.ofMillis(300);
    CountDownLatch end = new CountDownLatch(1);
    server.instead(
        "cacerts",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/pkcs7-mime");
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('M');
          exchange.getResponseBody().flush();
          try {
            assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    EstException refused = refusal();
    end.countDown();
    assertThat(refused.fault()).isEqualTo(EstFault.TIMEOUT);
  }

  @Test
  void moreCertificatesThanAnyAuthorityHasAreRefused() {
    server.instead(
        "cacerts",
        exchange -> {
          try {
            List<X509Certificate> many = new ArrayList<>();
            for (int i : IntStream.range(0, EstMessages.MAX_CERTIFICATES + 1).toArray()) {
              many.add(CompanyAuthority.root("Root " + i).certificate());
            }
            server.certificates(exchange, many);
          } catch (IOException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(refusal().fault()).isEqualTo(EstFault.MALFORMED);
  }

  @Test
  void redirectOnTheSameServerIsFollowed() throws Exception {
    server.instead(
        "simpleenroll",
        exchange -> {
          server.behaves();
          to(exchange, server.origin().replace("https:", "") + "/.well-known/est/simpleenroll");
        });
    enroll();
  }

  @Test
  void serverOfAnotherAuthorityIsNotTalkedTo() throws Exception {
    CompanyAuthority strange = CompanyAuthority.root("Strange");
    try (EstAuthority other =
        new EstAuthority(strange, List.of(strange.certificate()), strange.httpsServer())) {
      EstException refused =
          catchThrowableOfType(EstException.class, () -> enroll(other, trust(), Optional.empty()));
      assertThat(refused.fault()).isEqualTo(EstFault.UNTRUSTED);
      assertThat(other.asked()).isEmpty();
      assertThat(issued("alice.key")).doesNotExist();
    }
  }

  @Test
  void serverMayHaveItsOwnCertificateFromElsewhere() throws Exception {
    CompanyAuthority web = CompanyAuthority.root("Web");
    try (EstAuthority other =
        new EstAuthority(
            branch, List.of(branch.certificate(), top.certificate()), web.httpsServer())) {
      EstTrust trust = trust().withServersOf(List.of(web.certificate()));
      enroll(other, trust, Optional.empty());
      assertThat(EstSettings.find(root, "alice").orElseThrow().ofServer())
          .containsExactly(web.certificate());
      assertThat(PemFiles.certificates(root.resolve("ca.pem"))).containsExactly(top.certificate());
    }
  }

  @Test
  void fingerprintFindsTheAuthorityAndNothingElse() throws Exception {
    EstAddress address = EstAddress.parse(server.origin());
    String print = Digests.sha256Hex(top.certificate().getEncoded());
    String colons = print.replaceAll("(..)(?!$)", "$1:").toUpperCase(Locale.ROOT);
    EstTrust found = EstTrust.byFingerprint(address, colons, patience(), Clock.systemUTC());
    assertThat(found.authorities()).containsExactly(top.certificate());
    enroll(server, found, Optional.empty());

    for (String wrong : List.of("00".repeat(32), "00", "", print + "00")) {
      EstException refused =
          catchThrowableOfType(
              EstException.class,
              () -> EstTrust.byFingerprint(address, wrong, patience(), Clock.systemUTC()));
      assertThat(refused.fault()).isEqualTo(EstFault.WRONG_FINGERPRINT);
    }
  }

  @Test
  void passwordIsSentWhenItIsAskedForAndToNobodyElse() throws Exception {
    server.wants("asmith", "open sesame");
    EstException without = refusal();
    assertThat(without.fault()).isEqualTo(EstFault.UNAUTHORIZED);
    assertThat(without).hasMessageContaining("who are you?");

    EstException wrong =
        catchThrowableOfType(
            EstException.class, () -> enroll(server, trust(), login("asmith", "open barley")));
    assertThat(wrong.fault()).isEqualTo(EstFault.UNAUTHORIZED);
    assertThat(wrong).hasMessageNotContaining("barley");

    enroll(server, trust(), login("asmith", "open sesame"));
    assertThat(server.asked())
        .contains("cacerts", "simpleenroll Basic")
        .doesNotContain("cacerts Basic");
  }

  @Test
  void digestShowsNoPassword() throws Exception {
    server.instead(
        "simpleenroll",
        exchange -> {
          String header = exchange.getRequestHeaders().getFirst("Authorization");
          if (header == null) {
            exchange
                .getResponseHeaders()
                .add(
                    "WWW-Authenticate",
                    "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256");
            EstAuthority.text(exchange, 401, "?");
          } else {
            assertThat(header)
                .contains("uri=\"/.well-known/est/simpleenroll\"")
                .doesNotContain("sesame");
            server.behaves();
            to(exchange, "/.well-known/est/simpleenroll");
          }
        });
    enroll(server, trust(), login("asmith", "open sesame"));
    assertThat(server.asked()).contains("simpleenroll", "simpleenroll Digest");
  }

  @Test
  void certificateThatTheAuthorityKnowsStandsInForThePassword() throws Exception {
    server.wants("asmith", "open sesame");
    enroll(
        server, trust(), Optional.empty(), Optional.of(branch.user("asmith", Duration.ofDays(9))));
    assertThat(server.asked()).containsOnly("cacerts certificate", "simpleenroll certificate");
  }

  @Test
  void folderOfAnotherAuthorityIsLeftAlone() throws Exception {
    CompanyAuthority strange = CompanyAuthority.root("Strange");
    PemFiles.writeCertificates(root.resolve("ca.pem"), List.of(strange.certificate()));
    assertThat(catchThrowableOfType(ClientException.class, this::enroll))
        .hasMessageContaining("does not have the authority that you named");
    assertThat(server.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://est.example.org",
        "est.example.org",
        "https://",
        "https://user@est.example.org",
        "https://est.example.org/est",
        "https://est.example.org/.well-known/est/a/b",
        "https://est.example.org/.well-known/est/..%2f",
        "https://est.example.org?x",
        "https://est.example.org/.well-known/est#x",
        "https://est example.org"
      })
  void addressThatIsNoneIsRefused(String typed) {
    EstException refused = catchThrowableOfType(EstException.class, () -> EstAddress.parse(typed));
    assertThat(refused.fault()).isEqualTo(EstFault.BAD_ADDRESS);
  }

  private CertificateImport.Done enroll() throws Exception {
    return enroll(server, trust(), Optional.empty());
  }

  private EstException refusal() {
    EstException refused = catchThrowableOfType(EstException.class, this::enroll);
    assertThat(refused).isNotNull();
    return refused;
  }

  private CertificateImport.Done enroll(EstAuthority at, EstTrust trust, Optional<EstLogin> login)
      throws Exception {
    return enroll(at, trust, login, Optional.empty());
  }

  private CertificateImport.Done enroll(
      EstAuthority at, EstTrust trust, Optional<EstLogin> login, Optional<Credentials> own)
      throws Exception {
    return new Enrolment(root, EstAddress.parse(at.origin()), trust, patience(), Clock.systemUTC())
        .run(
            CertificateOrder.of("alice", CertificateKind.CLIENT).withKey(KeyKind.P256),
            Passphrase.none(),
            KeyForm.PLAIN,
            login,
            own);
  }

  private EstTrust trust() {
    return EstTrust.of(List.of(top.certificate()));
  }

  private EstPatience patience() {
    return new EstPatience(Duration.ofSeconds(10), answering, Duration.ofSeconds(120), pauses::add);
  }

  private static Optional<EstLogin> login(String user, String password) {
    return Optional.of(new EstLogin(user, password::toCharArray));
  }

  private Path issued(String name) {
    return root.resolve("issued").resolve(name);
  }

  private static byte[] pkcs7(List<X509Certificate> certificates) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertPath(certificates)
          .getEncoded("PKCS7");
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void later(HttpExchange exchange, String when) throws IOException {
    if (!when.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", when);
    }
    EstAuthority.text(exchange, 202, "");
  }

  private static void to(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().add("Location", location);
    EstAuthority.text(exchange, 307, "");
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
