package org.securechat.client.command.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.command.CommandRun;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;

class ExportCommandTest {
  private static final String WORDS = "lamp river seven";

  @TempDir private Path root;
  private Path secret;
  private Path file;

  @BeforeEach
  void authority() throws Exception {
    secret = Files.writeString(root.resolve("secret"), WORDS + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    file = root.resolve("alice.p12");
    assertThat(pki("init").code()).isZero();
  }

  private CommandRun pki(String command, Object... more) {
    Object[] all = new Object[more.length + 4];
    all[0] = "pki";
    all[1] = command;
    System.arraycopy(more, 0, all, 2, more.length);
    all[more.length + 2] = "--dir";
    all[more.length + 3] = root;
    return CommandRun.of(all);
  }

  private CommandRun export(String name) {
    return pki("export", name, "--out", file, "--passphrase-file", secret);
  }

  @Test
  void keyAndChainAreInOneFileOfTheOwnersAloneThatThePassphraseOpens() throws Exception {
    pki("issue", "alice", "--key", "p256");

    CommandRun run = export("alice");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("exported    " + file)
        .doesNotContain("note")
        .doesNotContain(WORDS);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Credentials alice =
        PemFiles.credentials(
            root.resolve("issued").resolve("alice.pem"),
            root.resolve("issued").resolve("alice.key"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, WORDS.toCharArray());
    }
    assertThat(store.getKey("alice", WORDS.toCharArray())).isEqualTo(alice.privateKey());
    assertThat(store.getCertificateChain("alice")).containsExactlyElementsOf(alice.chain());
  }

  @Test
  void whoseKeyBrowsersDoNotTakeIsTold() {
    pki("issue", "alice");

    assertThat(export("alice").out()).contains("browsers take no Ed25519", "--key p256");
  }

  @Test
  void nothingThatIsThereIsOverwritten() throws Exception {
    pki("issue", "alice", "--key", "p256");
    Files.writeString(file, "mine");

    CommandRun run = export("alice");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(file + " is there already", "--out");
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void withoutACertificateOrAGoodPassphraseThereIsNoFile() throws Exception {
    CommandRun unknown = export("alice");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("alice.pem");

    pki("issue", "alice", "--key", "p256");
    Files.write(secret, "password\n".getBytes(StandardCharsets.UTF_8));
    assertThat(export("alice").code()).isEqualTo(1);
    assertThat(file).doesNotExist();
  }
}
