package org.securechat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.console.settings.SettingsFile;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.SessionListener;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.storage.UserDataFolder;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.RevocationPolicy;

/** Somebody types at a terminal in memory, and sees. */
class ScreenConsoleTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private PkiFolder pki;
  private ScriptedServer server;
  private ScreenTerminal.VirtualTerminal virtual;
  private Attributes before;
  private CompletableFuture<Boolean> console;
  private ChatSession bob;
  private Map<String, Credentials> issued;

  @BeforeEach
  void start() throws Exception {
    pki = new PkiFolder(temporary.resolve("pki"));
    server = new ScriptedServer(pki);
    server.register("alice", "secret");
    server.register("bob", "secret");
    var _ = server.room("lobby");
    issued =
        Map.of(
            "alice", pki.issue("alice", CertificateKind.CLIENT),
            "bob", pki.issue("bob", CertificateKind.CLIENT));
    bob = ChatSession.open(settings("bob"), new SessionListener() {}, true);
    var _ = bob.join("lobby");
    sitDown();
  }

  private void sitDown() throws Exception {
    virtual = ScreenTerminal.withTerminal("test", "xterm-256color", 80, 24);
    before = virtual.terminal().getAttributes();
    console = CompletableFuture.supplyAsync(this::chat);
    sees("you are alice");
  }

  private boolean chat() {
    try {
      Path data = temporary.resolve("alice");
      return new ScreenConsole(
              virtual.terminal(),
              SettingsFile.open(data.resolve("console.properties")),
              data.resolve("history"),
              StandardCharsets.UTF_8,
              true,
              Clock.systemUTC(),
              ZoneOffset.UTC)
          .run(settings("alice"), Optional.of("lobby"), _ -> () -> {});
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private SessionSettings settings(String user) throws Exception {
    Credentials credentials = issued.get(user);
    CrlFile lists = new CrlFile(pki.root().resolve("crl.pem"));
    List<X509Certificate> authorities = List.of(pki.authority().certificate());
    CertificateRules rules =
        new CertificateRules(authorities, lists, RevocationPolicy.ALLOW, Clock.systemUTC());
    return new SessionSettings(
        new ConnectionSettings(
            server.address(), credentials, rules, Clock.systemUTC(), SOON, SOON, Optional.empty()),
        user,
        Optional.of("secret"::toCharArray),
        new UserDataFolder(temporary.resolve(user)),
        authorities,
        lists,
        true);
  }

  @AfterEach
  void stop() throws Exception {
    if (!console.isDone()) {
      type("\u0003\u0004");
      var _ = console.handle((result, failure) -> "ended").get(30, TimeUnit.SECONDS);
    }
    virtual.terminal().close();
    bob.close();
    server.close();
  }

  private void type(String text) throws Exception {
    virtual.terminal().processInputBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private String screen() {
    return virtual.screen().toString();
  }

  private void sees(String text) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          if (console.isDone()) {
            var _ = console.get();
          }
          assertThat(screen()).contains(text);
        });
  }

  @Test
  void whatIsTypedIsSaidAndWhatIsSaidIsSeen() throws Exception {
    type("hello\r");
    sees("✓ 3 alice: hello");
    var _ = bob.send("lobby", "hi @alice\u001b[2J");
    sees("bob: hi @alice\\u001b[2J");
    type("\u001b[200~one\rtwo\u001b[201~");
    sees("> one");
    type("\r");
    sees("alice: one");
    type("/me waves\r");
    sees("alice waves");
  }

  @Test
  void aCommandAnswersAndAMistypedOneIsNotSent() throws Exception {
    type("/serch x\r");
    sees("did you mean /search?");
    type("/proof 1\r");
    sees("payload SHA-256");
    type("/versions 77\r");
    sees("there is no line 77");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void aSearchAsksTheServerWhereNotAllIsKept() throws Exception {
    var _ = bob.send("lobby", "the first needle");
    sees("bob: the first needle");
    type("/search needle\r");
    sees("that is all");
    assertThat(screen()).doesNotContain("was asked");
    server.lie(entry ->
        Optional.of(
            new Entry(
                entry.room(),
                entry.position(),
                entry.receivedAt(),
                entry.line(),
                entry.position() < 4 ? entry.chain() : "0".repeat(64),
                entry.message())));
    var _ = bob.send("lobby", "the second needle");
    sees("✗ 4 bob");

    type("/search needle\r");

    sees("the server was asked, too");
    sees("✓ 4 bob: the second needle");
  }

  @Test
  void whatWasOnTheScreenIsStatedOnlyWhereTheUserWantsIt() throws Exception {
    var _ = bob.send("lobby", "before");
    sees("bob: before");
    type("/reads\r");
    sees("is not stated");
    type("/reads on\r");
    sees("all in lobby learn");
    sees("alice has read up to line 3");
    assertThat(temporary.resolve("alice/console.properties")).content().contains("reads=lobby");
    type("/seen\r");
    sees("alice up to line 3 (says line 4)");
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void aDraftStaysInItsRoom() throws Exception {
    var _ = bob.sendTo("alice", "psst");
    sees("@bob");
    type("half a mess\u001b2");
    sees("bob: psst");
    assertThat(screen()).doesNotContain("half a mess");
    type("\u001b1");
    sees("> half a mess");
  }

  @Test
  void anIgnoredUsersLinesAreCollapsedAndNotMissing() throws Exception {
    type("/ignore bob\r");
    sees("ignored bob");
    var _ = bob.send("lobby", "nonsense");
    sees("bob (ignored)");
    assertThat(screen()).doesNotContain("nonsense");
    assertThat(temporary.resolve("alice/console.properties")).content().contains("ignored=bob");
  }

  @Test
  void whatIsTypedInAnOutageIsSentOnceLater() throws Exception {
    server.stop();
    sees("no connection");
    type("patience\r");
    sees("1 line waits");
    server.restart();
    sees("alice: patience");
    await().atMost(SOON).untilAsserted(() -> assertThat(screen()).doesNotContain("line waits"));
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void anotherSizeIsAnotherPicture() throws Exception {
    for (int columns : new int[] {20, 200, 40, 1}) {
      virtual.terminal().setSize(Size.of(columns, 6));
      var _ = virtual.screen().setSize(Size.of(columns, 6));
      virtual.terminal().raise(Signal.WINCH);
      type("x");
    }
    virtual.terminal().setSize(Size.of(80, 24));
    var _ = virtual.screen().setSize(Size.of(80, 24));
    virtual.terminal().raise(Signal.WINCH);
    sees("> xxxx");
  }

  @Test
  void earlierLinesComeFromTheClientsOwnArchive() throws Exception {
    for (int i = 1; i <= 230; i++) {
      var _ = bob.send("lobby", "number " + i + ".");
    }
    sees("number 230.");
    type("\u0004");
    assertThat(console.get(30, TimeUnit.SECONDS)).isTrue();
    virtual.terminal().close();
    sitDown();
    sees("number 230.");
    type("\u001b[1;5H");
    // The newest 200 were in memory: further up there are those before.
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          type("\u001b[5~");
          assertThat(screen()).contains("number 1.");
        });
    type("\u001b[1;5F");
    sees("number 230.");
  }

  @Test
  void theTerminalIsGivenBackAsItWas() throws Exception {
    type("not sent\u0003");
    type("/quit\r");
    assertThat(console.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(virtual.terminal().getAttributes().getLocalFlags())
        .isEqualTo(before.getLocalFlags());
    sees("receipt for lobby");
    assertThat(screen()).doesNotContain("> ", "connected");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void theEndOfTheTerminalIsTheEnd() throws Exception {
    virtual.terminal().reader().close();
    assertThat(console.get(30, TimeUnit.SECONDS)).isTrue();
  }
}
