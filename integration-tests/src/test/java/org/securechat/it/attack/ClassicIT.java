package org.securechat.it.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.client.attack.classic.ClassicScenarios;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.secondlanguage.Python;
import org.securechat.it.secondlanguage.Python.Run;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.AttackProcess;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.name.Names;

/**
 * Clients of the system that came before: an independent one in Python, and sockets that are told
 * what to send byte by byte.
 */
class ClassicIT {
  private static final Pattern READY =
      Pattern.compile("classic: login on \\S+:(\\d+), chat on \\S+:(\\d+) .*");

  private static Optional<Python> python;
  private static TestBed bed;
  private static int loginPort;
  private static int chatPort;

  @BeforeAll
  static void serve() throws Exception {
    python = Python.installed();
    // As the server comes: its first start makes the authority that these clients check.
    bed = TestBed.bare();
    Matcher ready = startClassic(bed);
    loginPort = Integer.parseInt(ready.group(1));
    chatPort = Integer.parseInt(ready.group(2));
  }

  private static Matcher startClassic(TestBed started) {
    return started
        .start("--classic", "--classic-login-port", "0", "--classic-chat-port", "0")
        .process()
        .awaitLine(line -> line.startsWith("classic: "), Duration.ofSeconds(10))
        .map(READY::matcher)
        .filter(Matcher::matches)
        .orElseThrow();
  }

  @AfterAll
  static void stop() {
    if (bed != null) {
      bed.close();
    }
  }

  private static CertificateFiles rsa(String name) throws Exception {
    return bed.pki()
        .issueFiles(
            name,
            CertificateKind.CLIENT,
            // Classic clients log in by their address, so that the certificate states it, too.
            order -> order.withKey(KeyKind.RSA2048).withEmail(name + "@example.org").replacing());
  }

  private static Run run(String name, String... command) throws Exception {
    assumeTrue(python.isPresent(), "Python with the package cryptography is not installed");
    Path password = bed.folder().resolve("classic-password");
    Files.writeString(password, TestBed.PASSWORD);
    Path issued = bed.pki().root().resolve("issued");
    List<String> arguments =
        new ArrayList<>(
            List.of("--login-port", "" + loginPort, "--chat-port", "" + chatPort, "--ca"));
    arguments.add(bed.pki().root().resolve("ca.pem").toString());
    arguments.addAll(List.of("--cert", issued.resolve(name + ".pem").toString()));
    arguments.addAll(List.of("--key", issued.resolve(name + ".key").toString()));
    arguments.addAll(List.of("--email", name + "@example.org", "--username", name));
    arguments.addAll(List.of("--password-file", password.toString()));
    arguments.addAll(List.of(command));
    return python.get().script("classic_client.py", arguments.toArray(String[]::new));
  }

  private static ObjectNode said(Run run) throws Exception {
    String[] lines = run.output().strip().split("\n", -1);
    return Json.parse(lines[lines.length - 1].getBytes(StandardCharsets.UTF_8));
  }

  private static String newcomer() throws Exception {
    String name = TestBed.name("classic");
    rsa(name);
    return name;
  }

  @Test
  void accountRegisteredByOneProtocolLogsInByTheOther() throws Exception {
    String name = newcomer();
    assertThat(said(run(name, "register")).toString())
        .isEqualTo("{\"status\":\"ok\",\"msg\":\"registered\"}");
    assertThat(said(run(name, "login")).toString()).isEqualTo("{\"status\":\"ok\",\"msg\":\"ok\"}");

    TestClient modern = bed.connect(Trust.credentials(rsa(name)));
    assertThat(modern.login(name, TestBed.PASSWORD).user()).isEqualTo(name);
  }

  @Test
  void wrongCommandIsAnsweredWithErrorAndTheConnectionStaysOpen() throws Exception {
    String name = newcomer();
    run(name, "register");
    ObjectNode answers = said(run(name, "commands"));
    assertThat(answers.path("unknown").path("msg").asText()).isEqualTo("unknown cmd");
    assertThat(answers.path("no type").path("msg").asText()).isEqualTo("unknown cmd");
    assertThat(answers.path("type number").path("msg").asText()).isEqualTo("unknown cmd");
    for (String line : List.of("clear no type", "clear number", "clear unknown")) {
      assertError(answers, line, "expected enc", "EXPECTED_ENC");
    }
    assertThat(answers.path("missing").path("status").asText()).isEqualTo("error");
    assertThat(answers.path("nobody")).isEqualTo(answers.path("wrong"));
    assertThat(answers.path("nobody").path("msg").asText()).isEqualTo("invalid credentials");
    assertThat(answers.path("duplicate").path("code").asText()).isEqualTo("NAME_TAKEN");
    assertThat(answers.path("clear").path("msg").asText()).isEqualTo("expected enc");
    assertThat(answers.path("garbage").path("msg").asText()).isEqualTo("decrypt failed");
  }

  @Test
  void classicMessagesAreRecordedAndReadableByTheirOwner() throws Exception {
    String name = newcomer();
    run(name, "register");
    TestClient owner = bed.connect(Trust.credentials(rsa(name)));
    owner.login(name, TestBed.PASSWORD);

    Run chat = run(name, "chat", "hello", "\u00fcber \"alles\" \ud83d\ude00");

    assertThat(chat.exit()).as(chat.output()).isZero();
    ObjectNode receipt = said(chat);
    assertThat(receipt.path("first_seq").asLong()).isEqualTo(1);
    assertThat(receipt.path("last_seq").asLong()).isEqualTo(2);
    RoomInfo room = classicRoom(owner);
    List<ClassicPayload> lines = new ArrayList<>();
    for (var entry : owner.history(room.name(), 0)) {
      lines.add(ClassicPayload.parse(entry.message().orElseThrow().payload()));
    }
    assertThat(lines).hasSize(4);
    assertThat(((ClassicPayload.Opening) lines.get(0)).user()).isEqualTo(name);
    assertThat(((ClassicPayload.Message) lines.get(1)).text()).contains("hello");
    assertThat(((ClassicPayload.Message) lines.get(2)).text())
        .contains("\u00fcber \"alles\" \ud83d\ude00");
    assertThat(((ClassicPayload.Closing) lines.get(3)).transcriptSha256())
        .isEqualTo(receipt.path("transcript_sha256").asText());
  }

  private static RoomInfo classicRoom(TestClient owner) {
    return classicRooms(owner).getFirst();
  }

  private static List<RoomInfo> classicRooms(TestClient owner) {
    return owner.listRooms().stream().filter(room -> Names.isClassicRoom(room.name())).toList();
  }

  @Test
  void consoleShowsClassicRoomAndItsEvidenceVerifiesOffline() throws Exception {
    String name = newcomer();
    run(name, "register");
    run(name, "chat", "for the record");
    TestClient owner = bed.connect(Trust.credentials(rsa(name)));
    owner.login(name, TestBed.PASSWORD);
    String room = classicRoom(owner).name();
    Path home = bed.folder().resolve("home-" + name);
    Path evidence = bed.folder().resolve("evidence-" + name);
    Map<String, String> environment = ClientProcess.environment(bed, name, TestBed.PASSWORD, home);

    var history = ClientProcess.run(bed.folder(), environment, "history", "--room", room);
    assertThat(history.out()).contains("classic #1: for the record");
    var other =
        ClientProcess.run(bed.folder(), environment, "send", "--room", room, "not mine to write");
    assertThat(other.exit()).isNotZero();
    var bundle =
        ClientProcess.run(
            bed.folder(), environment, "receipt", "--room", room, "--out", evidence.toString());
    assertThat(bundle.exit()).as(bundle.err()).isZero();
    var verified =
        ClientProcess.run(
            bed.folder(),
            environment,
            "verify",
            evidence.toString(),
            "--ca",
            bed.pki().root().resolve("ca.pem").toString());
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("classic");
  }

  @Test
  void attacksOnAValidSessionAreRefusedAndChangeNothing() throws Exception {
    Run run = run(newcomer(), "attack");
    assertThat(run.exit()).as(run.output()).isZero();
    ObjectNode answers = said(run);
    assertError(answers, "replay", "replay/sequence error", "REPLAY");
    assertError(answers, "lower", "replay/sequence error", "REPLAY");
    for (String field : List.of("ct", "sig", "seqno", "ts")) {
      assertError(answers, "tampered " + field, "signature verification failed", "SIG_FAIL");
    }
    for (String number : List.of("0", "-1", "-5000000000")) {
      assertError(answers, "number " + number, "replay/sequence error", "REPLAY");
    }
    assertError(answers, "not UTF-8", "decrypt failed", "DECRYPT_FAIL");
    for (String fault : List.of("second base64", "fraction", "text number", "missing", "unknown")) {
      assertError(answers, fault, "bad message", "BAD_MESSAGE");
    }
    assertError(answers, "too large", "message too large", "TOO_LARGE");
    assertThat(answers.path("receipt").path("last_seq").asLong()).isEqualTo(6);
  }

  @Test
  void messageRecordedInAnOldSessionIsNotTakenInANewOne() throws Exception {
    String name = newcomer();
    run(name, "register");
    Run run = run(name, "recorded");

    assertThat(run.exit()).as(run.output()).isZero();
    ObjectNode answers = said(run);
    assertError(answers, "recorded", "decrypt failed", "DECRYPT_FAIL");
    assertError(answers, "again", "decrypt failed", "DECRYPT_FAIL");
    assertThat(answers.path("receipt").path("last_seq").asLong(-1)).isZero();
    TestClient owner = bed.connect(Trust.credentials(rsa(name)));
    owner.login(name, TestBed.PASSWORD);
    assertThat(classicRooms(owner)).as("the old session's room and no other").hasSize(1);
  }

  private static void assertError(ObjectNode answers, String attack, String msg, String code) {
    assertThat(answers.path(attack).path("msg").asText()).as(attack).isEqualTo(msg);
    assertThat(answers.path(attack).path("code").asText()).as(attack).isEqualTo(code);
  }

  @Test
  void registrationsRefusedLoginsAndBadCertificatesAreInTheAuditLog() throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    String name = newcomer();
    run(name, "register");
    assertThat(audited(auditor, "action=user.register&subject=" + name)).contains("certificate");

    run(name, "commands");
    String failed = audited(auditor, "action=chat.login.failed&subject=" + name + "@example.org");
    assertThat(failed).contains("\"profile\":\"classic\"", "\"source\":\"127.0.0.1\"");

    Path expired = badCertificateFile("expired");
    String pem = Base64.getEncoder().encodeToString(Files.readAllBytes(expired));
    String shown = Digests.sha256Hex(PemFiles.certificates(expired).get(0).getEncoded());
    answers(chatPort, "{\"type\": \"cert\", \"cert\": \"" + pem + "\"}\n");
    String refused = audited(auditor, "action=chat.certificate.refused&outcome=denied", shown);
    assertThat(refused).contains("\"alert\":\"certificate_expired\"");
  }

  private static String audited(AdminCaller auditor, String query) {
    return audited(auditor, query, "\"position\"");
  }

  /** A failure is written within about a second, not before it is answered. */
  private static String audited(AdminCaller auditor, String query, String part) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> auditor.get("/audit?" + query).body(), body -> body.contains(part));
  }

  @Test
  void sharedSecretWithLeadingZeroIsEqualOnBothSides() throws Exception {
    Run run = run(newcomer(), "zero");
    assertThat(run.exit()).as(run.output()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"expired", "stranger", "revoked", "p256", "server", "garbage"})
  void badCertificatesAreRefusedAtBothEndpoints(String kind) throws Exception {
    String pem = badCertificate(kind);
    String hello = "{\"type\": \"hello\", \"cert\": \"" + pem + "\", \"nonce\": \"AAAA\"}\n";
    String cert = "{\"type\": \"cert\", \"cert\": \"" + pem + "\"}\n";
    String refusal = "{\"type\":\"error\",\"msg\":\"bad cert\",\"code\":\"BAD_CERT\"}";
    assertThat(answers(loginPort, hello)).containsExactly(refusal);
    assertThat(answers(chatPort, cert)).containsExactly(refusal);
  }

  private static String badCertificate(String kind) throws Exception {
    return kind.equals("garbage")
        ? "Z2FyYmFnZQ=="
        : Base64.getEncoder().encodeToString(Files.readAllBytes(badCertificateFile(kind)));
  }

  private static Path badCertificateFile(String kind) throws Exception {
    String name = TestBed.name(kind);
    PkiFolder pki = bed.pki();
    if (kind.equals("stranger")) {
      pki = new PkiFolder(bed.folder().resolve("other-" + name));
    }
    CertificateKind purpose =
        kind.equals("server") ? CertificateKind.SERVER : CertificateKind.CLIENT;
    KeyKind key = kind.equals("p256") ? KeyKind.P256 : KeyKind.RSA2048;
    CertificateFiles files =
        pki.issueFiles(
            name,
            purpose,
            order ->
                kind.equals("expired")
                    ? order.withKey(key).withValidity(Duration.ofDays(-1))
                    : order.withKey(key));
    if (kind.equals("revoked")) {
      pki.revoke(name);
    }
    return files.certificate();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "nonsense~BAD_MESSAGE",
        "[1,2]~BAD_MESSAGE",
        "{\"type\":\"msg\",\"seqno\":1}~BAD_MESSAGE",
        "{\"type\":\"bye\"}~BAD_MESSAGE",
        "{\"type\":\"hello\",\"nonce\":\"AAAA\"}~BAD_CERT",
        "{\"type\":\"cert\"}~BAD_CERT"
      })
  void whatComesOutOfPlaceEndsTheConnection(String line, String code) throws Exception {
    int port = line.contains("hello") ? loginPort : chatPort;
    List<String> answers = answers(port, line + "\n");
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0)).contains("\"type\":\"error\"", "\"code\":\"" + code + "\"");
  }

  @Test
  void everyAttackIsRefusedAsExpected() throws Exception {
    AttackProcess run =
        AttackProcess.all(
            bed,
            bed.person("mallory").name(),
            "--classic",
            "--classic-login-port",
            "" + loginPort,
            "--classic-chat-port",
            "" + chatPort);

    assertThat(run.attacks())
        .hasSize(ClassicScenarios.all().size())
        .hasSizeGreaterThan(150)
        .allSatisfy(line ->
            assertThat(line.get("verdict").textValue()).as("%s", line).isEqualTo("refused"));
    assertThat(run.exit()).isZero();
    byte[] own =
        PemFiles.certificates(bed.pki().root().resolve("issued/classic.pem")).get(0).getEncoded();
    assertThat(run.report())
        .contains(">classic<", "127.0.0.1:" + loginPort + " (login)", Digests.sha256Hex(own))
        .contains(run.names());
  }

  @Test
  void endlessLineIsCutOffAtTheLimit() throws Exception {
    assertThat(answers(chatPort, "x".repeat(40_000)))
        .containsExactly(
            "{\"type\":\"error\",\"msg\":\"message too large\",\"code\":\"TOO_LARGE\"}");
  }

  @Test
  void malformedLinesAreAnsweredWithErrorAHundredTimes() throws Exception {
    Run run = run(newcomer(), "flood");
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(said(run).toString()).isEqualTo("{\"login\":100,\"chat\":100}");
  }

  @Test
  void silentConnectionsDoNotDelayOthers() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        silent.add(new Socket(InetAddress.ofLiteral("127.0.0.1"), chatPort));
        silent.add(new Socket(InetAddress.ofLiteral("127.0.0.1"), loginPort));
      }
      assertThat(run(newcomer(), "chat", "still served").exit()).isZero();
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void serverSaysAtItsStartThatClassicClientsCannotCheckItsAuthority() throws Exception {
    try (TestBed modern = TestBed.prepared()) {
      modern
          .pki()
          .issueFiles("classic", CertificateKind.SERVER, order -> order.withKey(KeyKind.RSA2048));
      Matcher ready = startClassic(modern);
      assertThat(modern.server().process().err().text()).contains("SC-S084", "rsa3072");
      CertificateFiles client =
          modern
              .pki()
              .issueFiles("dora", CertificateKind.CLIENT, order -> order.withKey(KeyKind.RSA2048));
      assumeTrue(python.isPresent(), "Python with the package cryptography is not installed");
      Run run =
          python
              .get()
              .script(
                  "classic_client.py",
                  "--chat-port",
                  ready.group(2),
                  "--ca",
                  modern.pki().authorityFile().toString(),
                  "--cert",
                  client.certificate().toString(),
                  "--key",
                  client.key().toString(),
                  "chat",
                  "hello");
      assertThat(run.exit()).isEqualTo(1);
      assertThat(said(run).path("reason").asText()).isEqualTo("Bad server cert");
    }
  }

  @Test
  void classicEndpointRefusesNonLoopbackBindByDefault() {
    try (RunningProcess server = bed.launch().with("--classic", "--bind", "0.0.0.0").launch()) {
      assertThat(server.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
      assertThat(server.err().text()).contains("--classic-insecure-bind");
    }
  }

  private static List<String> answers(int port, String bytes) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 10_000);
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return reader.lines().toList();
    }
  }
}
