package org.securechat.client.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.listening.ResumeFile;
import org.securechat.client.listening.ResumePoint;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.Draft;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.storage.UserDataFolder;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.application.Kinds;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.json.Json;

class BotBridgeTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private PkiFolder pki;
  private ScriptedServer server;
  private Map<String, Credentials> issued;
  private ChatSession alice;
  private ChatSession robot;
  private BotBridge bridge;
  private CompletableFuture<Void> running;
  private int aMinute = 20;
  private final BlockingQueue<Scripted> started = new LinkedBlockingQueue<>();
  private final List<String> log = new CopyOnWriteArrayList<>();

  /** A program whose words are the test's. */
  private static final class Scripted implements Program {
    private final BlockingQueue<ObjectNode> given = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<byte[]>> said = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    @Override
    public void write(String line) throws IOException {
      if (code.isDone()) {
        throw new IOException("it has ended");
      }
      try {
        given.add(Json.parse(line.getBytes(StandardCharsets.UTF_8)));
      } catch (Exception e) {
        throw new AssertionError(line, e);
      }
    }

    @Override
    public Optional<byte[]> read() {
      try {
        return said.take();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public int await() {
      return code.join();
    }

    @Override
    public void close() {
      end(143);
    }

    void says(String json) {
      said.add(Optional.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    void end(int with) {
      code.complete(with);
      said.add(Optional.empty());
    }

    /** The next object of a type. */
    ObjectNode hears(String type) throws InterruptedException {
      ObjectNode next = given.poll(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      assertThat(next.path("type").asText()).as(next.toString()).isEqualTo(type);
      return next;
    }
  }

  @BeforeEach
  void start() throws Exception {
    pki = new PkiFolder(temporary.resolve("pki"));
    server = new ScriptedServer(pki);
    issued = new HashMap<>();
    for (String user : List.of("alice", "robot")) {
      server.register(user, "secret");
      issued.put(user, pki.issue(user, CertificateKind.CLIENT));
    }
    var _ = server.room("lobby");
    alice = ChatSession.open(settings("alice"), new SessionListener() {}, true);
    var _ = alice.join("lobby");
    server.kinds = Kinds.OF_PROGRAMS;
    robot = ChatSession.open(settings("robot"), hearing(), false);
    var _ = robot.join("lobby");
  }

  private SessionListener hearing() {
    return new SessionListener() {
      @Override
      public void message(RoomMessage message) {
        if (bridge != null) {
          bridge.heard(message);
        }
      }
    };
  }

  private SessionSettings settings(String user) throws Exception {
    CrlFile lists = new CrlFile(pki.root().resolve("crl.pem"));
    List<X509Certificate> authorities = List.of(pki.authority().certificate());
    CertificateRules rules =
        new CertificateRules(authorities, lists, RevocationPolicy.ALLOW, Clock.systemUTC());
    return new SessionSettings(
        new ConnectionSettings(
            server.address(),
            issued.get(user),
            rules,
            Clock.systemUTC(),
            SOON,
            SOON,
            Optional.empty()),
        user,
        Optional.of("secret"::toCharArray),
        new UserDataFolder(temporary.resolve(user)),
        authorities,
        lists,
        true);
  }

  /** Where it was, or where the room ends. */
  private Scripted begin() throws Exception {
    ResumeFile file = new ResumeFile(temporary.resolve("lobby.at"));
    var head = robot.head("lobby");
    ResumePoint point =
        file.read()
            .orElse(new ResumePoint("lobby", robot.roomId("lobby"), head.position(), head.chain()));
    BotRoom room = new BotRoom("lobby", "robot", file, point);
    bridge =
        new BotBridge(
            robot,
            List.of(room),
            () -> {
              Scripted program = new Scripted();
              started.add(program);
              return program;
            },
            new Allowance(aMinute, Clock.systemUTC()),
            log::add);
    running =
        CompletableFuture.runAsync(() -> {
          try {
            bridge.run();
          } catch (ClientException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return next();
  }

  private Scripted next() throws InterruptedException {
    Scripted program = started.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(program).isNotNull();
    return program;
  }

  private void end() throws Exception {
    bridge.end();
    running.get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    if (running != null) {
      end();
    }
    alice.close();
    robot.close();
    server.close();
  }

  private List<String> kindsAsked() {
    return server.asked.stream().map(one -> one.envelope().kind().toString()).toList();
  }

  @Test
  void itIsGivenWhatOthersSayAndWhatItSaysIsMarkedAsAProgramsWord() throws Exception {
    Scripted program = begin();
    long position = alice.send("lobby", "!roll").position();
    ObjectNode line = program.hears("message");
    assertThat(line.path("text").asText()).isEqualTo("!roll");
    assertThat(line.path("verified").asBoolean()).isTrue();
    assertThat(line.has("bot")).isFalse();

    program.says("{\"id\":\"a\",\"text\":\"4\",\"reply_to\":" + position + "}");
    ObjectNode sent = program.hears("sent");
    assertThat(sent.path("id").asText()).isEqualTo("a");
    assertThat(sent.path("position").asLong()).isEqualTo(position + 1);
    program.says("{\"react\":\"+1\",\"to\":" + position + "}");
    assertThat(program.hears("sent").path("position").asLong()).isEqualTo(position + 2);
    assertThat(kindsAsked()).containsExactly("message/1", "bot-reply/1", "bot-reaction/1");
    // It does not hear itself.
    var _ = alice.send("lobby", "thanks");
    assertThat(program.hears("message").path("text").asText()).isEqualTo("thanks");
  }

  @Test
  void whoIsKilledBeforeItIsDoneIsGivenTheLineAgainAndItsAnswerIsNotSaidTwice() throws Exception {
    Scripted program = begin();
    long position = alice.send("lobby", "!roll").position();
    var _ = program.hears("message");
    program.says("{\"text\":\"4\",\"reply_to\":" + position + "}");
    long answer = program.hears("sent").path("position").asLong();
    program.end(1);

    Scripted again = next();
    assertThat(again.hears("message").path("position").asLong()).isEqualTo(position);
    again.says("{\"text\":\"6\",\"reply_to\":" + position + "}");
    ObjectNode sent = again.hears("sent");
    assertThat(sent.path("repeated").asBoolean()).isTrue();
    assertThat(sent.path("position").asLong()).isEqualTo(answer);
    assertThat(server.asked).hasSize(2);
    assertThat(log).anyMatch(line -> line.contains("ended with code 1"));
  }

  @Test
  void afterARestartOfAllItGoesOnBehindWhatItWasDoneWith() throws Exception {
    Scripted program = begin();
    long first = alice.send("lobby", "one").position();
    var _ = program.hears("message");
    program.says("{\"done\":" + first + "}");
    await().atMost(SOON).until(() -> Files.exists(temporary.resolve("lobby.at")));
    end();
    var _ = alice.send("lobby", "two");

    assertThat(begin().hears("message").path("text").asText()).isEqualTo("two");
  }

  @Test
  void moreThanIsAllowedInAMinuteIsNotSaid() throws Exception {
    aMinute = 2;
    Scripted program = begin();
    for (int i = 0; i < 3; i++) {
      program.says("{\"text\":\"x\"}");
    }
    var _ = program.hears("sent");
    var _ = program.hears("sent");
    assertThat(program.hears("error").path("code").asText()).isEqualTo("rate_limited");
    assertThat(server.asked).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{\"text\":\"\"}",
        "{\"text\":7}",
        "{\"text\":\"x\",\"also\":1}",
        "{\"text\":\"x\",\"reply_to\":0}",
        "{\"text\":\"x\",\"reply_to\":1,\"edit\":1}",
        "{\"react\":\"+1\"}",
        "{\"retract\":\"1\"}",
        "{\"done\":99}",
        "{\"done\":1,\"text\":\"x\"}",
        "{\"text\":\"x\",\"text\":\"y\"}"
      })
  void whatIsNoRequestIsAnsweredAndNothingIsSaid(String line) throws Exception {
    Scripted program = begin();
    program.says(line);
    ObjectNode error = program.hears("error");
    assertThat(error.path("code").asText()).isEqualTo("bad_request");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void anotherRoomIsNotTheBots() throws Exception {
    Scripted program = begin();
    program.says("{\"room\":\"team\",\"text\":\"x\",\"id\":\"7\"}");
    ObjectNode error = program.hears("error");
    assertThat(error.path("code").asText()).isEqualTo("no_such_room");
    assertThat(error.path("id").asText()).isEqualTo("7");
  }

  @Test
  void aLineThatDoesNotHoldIsNotForAProgram() throws Exception {
    Scripted program = begin();
    long position = robot.send("lobby", Draft.say("mine")).position();
    await().atMost(SOON).until(() -> alice.head("lobby").position() >= position);
    String line = server.room("lobby").entries().getLast().line();
    About about = new About(position, TranscriptLine.parse(line).payloadSha256());
    server
        .room("lobby")
        .signs("alice", issued.get("alice"), new MessageContent.Edit(about, List.of(), "forged"));
    var _ = alice.send("lobby", "hello");

    assertThat(program.hears("message").path("text").asText()).isEqualTo("hello");
    await().atMost(SOON).until(() -> log.stream().anyMatch(one -> one.contains("does not hold")));
  }

  @Test
  void aProgramThatEndsWellIsNotStartedAgain() throws Exception {
    begin().end(0);
    running.get(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(started).isEmpty();
  }

  @Test
  void aPersonsAccountIsNoBots() throws Exception {
    server.kinds = Kinds.OF_PEOPLE;
    robot.close();
    Bot bot = new Bot(List.of("lobby"), temporary, List.of(), Set.of(), 1);
    assertThatThrownBy(
            () -> bot.run(settings("robot"), System.in, System.out, new ArrayList<>()::add))
        .isInstanceOf(ClientException.class)
        .hasMessage("robot is not a bot");
  }

  @Test
  void noSecretIsInTheProgramsEnvironment() {
    Map<String, String> variables = new HashMap<>();
    for (String name :
        List.of("PATH", "LC_ALL", "SECURECHAT_PASSWORD", "securechat_user", "AWS_KEY", "OWN")) {
      variables.put(name, "x");
    }
    ChildProgram.keep(variables, Set.of("OWN", "SECURECHAT_PASSWORD"));
    assertThat(variables).containsOnlyKeys("PATH", "LC_ALL", "OWN");
  }

  @Test
  void aProgramThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> ChildProgram.start(List.of("/no/such/program"), Set.of()))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("/no/such/program cannot be started");
  }
}
