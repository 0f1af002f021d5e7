package org.securechat.client.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ServerAddress;

/** With shell scripts in place of servers. */
@DisabledOnOs(OS.WINDOWS)
class ServerProcessTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path folder;
  private ServerProcess server;

  private ServerProcess start(String script) throws ClientException {
    server = ServerProcess.start(List.of("sh", "-c", script), folder, log());
    return server;
  }

  private Path log() {
    return folder.resolve("server.log");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(Duration.ZERO);
    }
  }

  @Test
  void readsTheAddressFromTheReadyLine() throws Exception {
    start(
        "echo starting; echo 'ready: chat on 127.0.0.1:4711, health on https://127.0.0.1:1/health';"
            + " exec sleep 600");

    assertThat(server.awaitReady(LONG)).isEqualTo(new ServerAddress("127.0.0.1", 4711));
  }

  @Test
  void takesNoHalfLineForReady() throws Exception {
    start("printf 'ready: chat on 127.0.0.1:47'; exec sleep 600");

    assertThatThrownBy(() -> server.awaitReady(SHORT)).hasMessageContaining("not ready within");
  }

  @Test
  void takesNoOtherLineForReady() throws Exception {
    start("echo 'almost ready: chat on 127.0.0.1:4711, or so'; exec sleep 600");

    assertThatThrownBy(() -> server.awaitReady(SHORT)).hasMessageContaining("not ready within");
  }

  @Test
  void noticesAtOnceThatItHasEnded() throws Exception {
    start("echo 'the port is taken'; exit 3");

    assertThatThrownBy(() -> server.awaitReady(LONG)).hasMessageContaining("exit code 3");
    assertThat(server.tail(5)).containsExactly("the port is taken");
    assertThat(server.stop(LONG)).isEqualTo(ServerProcess.End.GONE_BEFORE);
  }

  @Test
  void stopsWhatCanBeStopped() throws Exception {
    start("exec sleep 600");

    assertThat(server.stop(LONG)).isEqualTo(ServerProcess.End.STOPPED);
    assertThat(server.isAlive()).isFalse();
    assertThat(server.stop(LONG)).isEqualTo(ServerProcess.End.GONE_BEFORE);
  }

  @Test
  void killsWhatDoesNotStop() throws Exception {
    start("trap '' TERM; echo ignoring; while :; do sleep 1; done");
    Awaitility.await().until(() -> Files.readString(log()).contains("ignoring"));

    assertThat(server.stop(SHORT)).isEqualTo(ServerProcess.End.KILLED);
    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void stopsEvenWhenInterrupted() throws Exception {
    start("trap 'exit 0' TERM; echo there; while :; do sleep 0.1; done");
    Awaitility.await().until(() -> Files.readString(log()).contains("there"));

    Thread.currentThread().interrupt();
    ServerProcess.End end = server.stop(LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(end).isEqualTo(ServerProcess.End.STOPPED);
  }

  @Test
  void showsTheEndOfWhatWasSaid() throws Exception {
    start("for i in 1 2 3 4; do echo line $i; echo; done");
    Awaitility.await().until(() -> !server.isAlive());

    assertThat(server.tail(2)).containsExactly("line 3", "line 4");
  }

  @Test
  void saysWhatCannotBeStarted() {
    assertThatThrownBy(() -> ServerProcess.start(List.of("/no/such/program"), folder, log()))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("cannot be started");
  }
}
