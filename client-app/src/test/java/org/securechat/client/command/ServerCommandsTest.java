package org.securechat.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.client.testkit.PkiFolder;

/** Two accounts, a server in the same process, and the command line. */
abstract class ServerCommandsTest {
  @TempDir Path temporary;

  PkiFolder pki;
  ScriptedServer server;
  Path password;

  @BeforeEach
  void start() throws Exception {
    pki = new PkiFolder(temporary.resolve("pki"));
    server = new ScriptedServer(pki);
    pki.issue(CertificateOrder.of("alice", CertificateKind.CLIENT).withEmail("alice@example.org"));
    pki.issue("bob", CertificateKind.CLIENT);
    password = Files.writeString(temporary.resolve("password"), "correct horse\n");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  CommandRun run(String user, Object... words) {
    List<Object> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(
        List.of(
            "--as", user,
            "--server", server.address(),
            "--pki", pki.root(),
            "--data", temporary.resolve("data"),
            "--password-file", password));
    return CommandRun.of(arguments.toArray());
  }

  /** As {@link #run}, of a command that asks no server. */
  CommandRun offline(String user, Object... words) {
    List<Object> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(
        List.of(
            "--as", user,
            "--server", server.address(),
            "--pki", pki.root(),
            "--data", temporary.resolve("data")));
    return CommandRun.of(arguments.toArray());
  }

  void lobby() {
    server.register("alice", "correct horse");
    server.register("bob", "correct horse");
    assertThat(run("alice", "create", "lobby").code()).isZero();
    assertThat(run("bob", "join", "lobby").code()).isZero();
  }
}
