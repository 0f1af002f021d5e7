package org.securechat.client.command.admin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.command.CommandRun;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.scripted.ScriptedAdministration;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.identity.Credentials;

/** Commands of an administrator, and an interface that answers what the test tells it. */
abstract class AgainstScriptedAdministration {
  @TempDir static Path shared;
  static PkiFolder pki;
  static Path password;
  private static Credentials own;

  ScriptedAdministration server;

  @BeforeAll
  static void authority() throws Exception {
    pki = new PkiFolder(shared.resolve("pki"));
    own = pki.issue("server", CertificateKind.SERVER);
    password = Files.writeString(shared.resolve("password"), "correct horse battery\n");
  }

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedAdministration(own);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  CommandRun admin(Object... arguments) {
    return adminAt("https://127.0.0.1:" + server.port(), pki.root(), arguments);
  }

  static CommandRun adminAt(String address, Path trusted, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("admin"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--server", address, "--pki", trusted, "--as", "root"));
    all.addAll(List.of("--password-file", password));
    return CommandRun.of(all.toArray());
  }
}
