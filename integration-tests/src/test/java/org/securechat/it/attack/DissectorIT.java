package org.securechat.it.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.handshake.KeyLogFile;

/** What an analyst sees of captured traffic, with the session's secrets and without. */
@BlackBox
class DissectorIT {
  private static final Path DISSECTOR =
      Path.of("..", "docs", "wireshark", "securechat.lua").toAbsolutePath().normalize();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void recordsAreReadableOnlyWithTheSecrets(TestBed bed) throws Exception {
    assumeTrue(canCapture(), "tshark is not installed, or may not capture");
    Path keys = folder.resolve("keys.log");
    Path capture = folder.resolve("capture.pcapng");
    int port = bed.server().address().getPort();
    try (RunningProcess tshark = capturing(port, capture)) {
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> {
            // tshark does not report when it really captures: send until it has captured
            // everything.
            Files.deleteIfExists(keys);
            talk(bed, keys);
            assertThat(messages(capture, port, keys)).contains("register", "login", "send");
          });
      tshark.terminate();
      tshark.awaitExit(LIMIT);
    }
    assertThat(read(capture, port, "securechat.keylog:" + keys, "securechat.record.content"))
        .as("certificate, proof, finished, application, close")
        .contains("1", "2", "3", "7", "6");
    assertThat(read(capture, port, "securechat.keylog:", "securechat.type"))
        .contains("1", "2", "4");
    assertThat(messages(capture, port, folder.resolve("none"))).isEmpty();

    Path wrong = folder.resolve("wrong.log");
    Files.writeString(wrong, Files.readString(keys).replaceAll("[0-9a-f]{8}(?=\\R)", "00000000"));
    assertThat(messages(capture, port, wrong)).isEmpty();
    assertThat(read(capture, port, "securechat.keylog:" + wrong, "_ws.expert.message"))
        .anyMatch(line -> line.contains("Does not decrypt"));
  }

  private static void talk(TestBed bed, Path keys) throws IOException {
    KeyLogFile log = KeyLogFile.open(keys);
    String name = TestBed.name("watched");
    try (TestClient client =
        bed.connect(bed.certified(name), settings -> settings.withKeyLog(log))) {
      client.register(name, TestBed.PASSWORD).login(name, TestBed.PASSWORD);
      String room = TestBed.name("watched-room");
      client.create(room, Visibility.PUBLIC);
      TestClient.await(client.say(room, "whoever has the keys can read this"));
      client.bye();
    }
  }

  private RunningProcess capturing(int port, Path capture) {
    RunningProcess tshark =
        RunningProcess.start(
            "tshark",
            folder,
            new ArrayList<>(
                List.of(
                    "tshark",
                    "-q",
                    "-l",
                    "-i",
                    "lo",
                    "-f",
                    "tcp port " + port,
                    "-w",
                    capture.toString())),
            Map.of());
    await().atMost(LIMIT).until(() -> Files.exists(capture) && Files.size(capture) > 0);
    return tshark;
  }

  private List<String> messages(Path capture, int port, Path keys) {
    return read(capture, port, "securechat.keylog:" + keys, "securechat.message");
  }

  /** The values of one field, in order; several in one packet are taken apart. */
  private List<String> read(Path capture, int port, String preference, String field) {
    List<String> command = new ArrayList<>(List.of("tshark", "-r", capture.toString()));
    command.addAll(List.of("-X", "lua_script:" + DISSECTOR, "-o", preference));
    command.addAll(List.of("-d", "tcp.port==" + port + ",securechat"));
    command.addAll(List.of("-Y", "securechat", "-T", "fields", "-e", field));
    try (RunningProcess tshark = RunningProcess.start("tshark", folder, command, Map.of())) {
      tshark.awaitExit(LIMIT);
      assertThat(tshark.err().text()).doesNotContain("Lua Error", "securechat.lua:");
      return tshark.out().lines().stream()
          .flatMap(line -> List.of(line.split(",")).stream())
          .filter(value -> !value.isBlank())
          .toList();
    }
  }

  private boolean canCapture() throws IOException {
    try (RunningProcess tshark =
        RunningProcess.start(
            "tshark",
            folder,
            new ArrayList<>(
                List.of("tshark", "-q", "-i", "lo", "-a", "duration:0", "-w", "/dev/null")),
            Map.of())) {
      return tshark.awaitExit(LIMIT) == 0;
    } catch (RuntimeException | AssertionError _) {
      return false;
    }
  }
}
