package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is wrong is said before anything is started. */
class StartChecksTest {
  @TempDir private Path pki;

  @Test
  void anAddressOfAnotherMachineIsSaidToBeNone() {
    assertThatThrownBy(() -> new BindAddresses.Converter().convert("192.0.2.1").free(0))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("192.0.2.1 port 0")
        .hasMessageContaining("Check --bind");
  }

  @Test
  void aDataFolderThatIsAFileIsSaidToBeOne(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("data"));
    assertThatThrownBy(() -> DataFolderLock.take(file))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("cannot use the data folder " + file + ": it is a file")
        .hasMessageContaining("--data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"70000", "65536", "-1", "chat", "7443x", "99999999999"})
  void whatIsNoPortIsWrongUsage(String text) {
    StringWriter said = new StringWriter();
    CommandLine command = new CommandLine(new UpCommand()).setErr(new PrintWriter(said));

    assertThat(command.execute("--port=" + text)).isEqualTo(2);

    assertThat(said.toString()).contains("is no port: a number from 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1,",
        "no such host.invalid",
        "127.0.0.1,127.0.0.1",
        "::1,[0:0::1]",
        "0.0.0.0,::1",
        "127.0.0.1,::",
        "127.0.0.1:7443",
        "[::1]:7443",
      })
  void whatIsNoListOfAddressesIsWrongUsage(String text) {
    StringWriter said = new StringWriter();
    CommandLine command = new CommandLine(new UpCommand()).setErr(new PrintWriter(said));

    assertThat(command.execute("--bind=" + text)).isEqualTo(2);

    assertThat(said.toString()).contains("--bind").contains("'");
  }

  @Test
  void addressesHaveTheFormsOfSettingsAndOfUrls() {
    BindAddresses bind = new BindAddresses.Converter().convert("127.0.0.1, [::1]");

    assertThat(bind).hasToString("127.0.0.1,::1");
    assertThat(bind.hosts()).containsExactly("127.0.0.1", "[::1]");
    assertThat(bind.areLoopback()).isTrue();
    assertThat(new BindAddresses.Converter().convert("127.0.0.1,192.0.2.1").areLoopback())
        .isFalse();
  }

  @Test
  void aPortMustBeFreeOnEachAddress() throws Exception {
    BindAddresses bind = new BindAddresses.Converter().convert("127.0.0.1,127.0.0.2");
    assertThat(bind.free(0)).isPositive();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
      assertThatThrownBy(() -> bind.free(taken.getLocalPort()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("127.0.0.2 port " + taken.getLocalPort())
          .hasMessageContaining("Another program has the port");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ca.pem",
        "issued/server.pem",
        "issued/server.key",
        "issued/receipt.pem",
        "issued/receipt.key"
      })
  void aMissingFileIsNamed(String missing) throws Exception {
    complete();
    Files.delete(pki.resolve(missing));

    assertThatThrownBy(() -> PkiFiles.require(pki))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(missing)
        .hasMessageContaining("is missing");
  }

  @Test
  void whereTheAuthoritysKeyIsTheCommandIsToldThatMakesWhatIsMissing() throws Exception {
    complete();
    Files.createFile(pki.resolve("ca.key"));
    Files.delete(pki.resolve("issued/receipt.key"));

    assertThatThrownBy(() -> PkiFiles.require(pki))
        .hasMessageContaining("securechat pki issue receipt --type receipt --server-name NAME");
  }

  @Test
  void aCompleteFolderWillDo() throws Exception {
    complete();
    assertThatCode(() -> PkiFiles.require(pki)).doesNotThrowAnyException();
  }

  @Test
  void withoutAnAuthorityItIsSaidWhatToRun() {
    assertThatThrownBy(() -> PkiFiles.require(pki))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("ca.pem is missing")
        .hasMessageContaining("securechat pki init --dir " + pki)
        .hasMessageContaining("securechat pki issue server --type server --san dns:HOST")
        .hasMessageContaining("securechat pki issue receipt --type receipt");
  }

  @Test
  void whereKeysHaveToBeThereNoneIsMade() {
    CommandLine command = LauncherMain.commandLine();
    Path missing = pki.resolve("none");

    assertThat(
            command.execute(
                "up",
                "--require-pki",
                "--pki",
                missing.toString(),
                "--data",
                pki.resolve("data").toString(),
                "--ear",
                Path.of("pom.xml").toString()))
        .isEqualTo(1);

    assertThat(missing).doesNotExist();
  }

  private void complete() throws Exception {
    Files.createDirectory(pki.resolve("issued"));
    for (String name :
        new String[] {
          "ca.pem",
          "issued/server.pem",
          "issued/server.key",
          "issued/receipt.pem",
          "issued/receipt.key"
        }) {
      Files.createFile(pki.resolve(name));
    }
  }
}
