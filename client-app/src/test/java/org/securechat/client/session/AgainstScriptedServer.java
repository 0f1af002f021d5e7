package org.securechat.client.session;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.client.storage.UserDataFolder;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.RevocationPolicy;

/** Sessions of alice and bob with a server in this process. */
abstract class AgainstScriptedServer {
  static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;

  PkiFolder pki;
  ScriptedServer server;
  private Credentials alice;
  private Credentials bob;

  @BeforeEach
  void start() throws Exception {
    pki = new PkiFolder(temporary.resolve("pki"));
    server = new ScriptedServer(pki);
    alice = pki.issue("alice", CertificateKind.CLIENT);
    bob = pki.issue("bob", CertificateKind.CLIENT);
    for (String user : List.of("alice", "bob")) {
      server.register(user, "secret");
    }
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  Credentials bobs() {
    return bob;
  }

  ChatSession alice(Recorder recorder) throws Exception {
    return ChatSession.open(settings("alice", alice), recorder, true);
  }

  ChatSession alice(Recorder recorder, Duration answerLimit) throws Exception {
    return ChatSession.open(settings("alice", alice, answerLimit), recorder, true);
  }

  ChatSession bob(Recorder recorder) throws Exception {
    return ChatSession.open(settings("bob", bob), recorder, true);
  }

  private SessionSettings settings(String user, Credentials credentials) {
    return settings(user, credentials, SOON);
  }

  private SessionSettings settings(String user, Credentials credentials, Duration answerLimit) {
    // No list is asked for of the server, so that a test can take the server's away.
    CertificateRules rules =
        new CertificateRules(
            List.of(pki.authority().certificate()),
            new CrlFile(pki.root().resolve("crl.pem")),
            RevocationPolicy.ALLOW,
            Clock.systemUTC());
    return new SessionSettings(
        new ConnectionSettings(
            server.address(),
            credentials,
            rules,
            Clock.systemUTC(),
            SOON,
            answerLimit,
            Optional.empty()),
        user,
        Optional.of("secret"::toCharArray),
        new UserDataFolder(temporary.resolve("data")),
        List.of(pki.authority().certificate()),
        new CrlFile(pki.root().resolve("crl.pem")),
        true);
  }
}
