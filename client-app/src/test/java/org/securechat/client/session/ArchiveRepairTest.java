package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Visibility;

/** What a full disk or a crash leaves of an archive is repaired, and never a reason to refuse. */
class ArchiveRepairTest extends AgainstScriptedServer {
  private final Recorder seen = new Recorder();

  private void said() throws Exception {
    ChatSession one = alice(new Recorder());
    one.create("lobby", Visibility.PUBLIC);
    for (int i = 2; i <= 9; i++) {
      one.send("lobby", "message " + i);
    }
    one.bye();
    one.close();
  }

  private Path file(String name) throws IOException {
    try (Stream<Path> files = Files.walk(temporary.resolve("data"))) {
      return files
          .filter(file -> file.endsWith(name) && file.toString().contains("/alice/"))
          .findFirst()
          .orElseThrow();
    }
  }

  private void damage(UnaryOperator<String> how) throws IOException {
    Path transcript = file("transcript.txt");
    Files.writeString(
        transcript,
        how.apply(Files.readString(transcript, StandardCharsets.ISO_8859_1)),
        StandardCharsets.ISO_8859_1);
  }

  private static String line(String all, int number) {
    return all.split("\n", -1)[number - 1];
  }

  private void follow() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.follow("lobby");
      assertThat(one.recent("lobby", 100))
          .hasSize(server.room("lobby").entries().size())
          .allMatch(RoomMessage::verified);
    }
  }

  private void assertWhole() throws IOException {
    assertThat(Files.readAllLines(file("transcript.txt")))
        .containsExactlyElementsOf(
            server.room("lobby").entries().stream().map(Entry::line).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gap", "garbage within", "garbage at the end", "torn", "empty", "binary"})
  void damageIsRepairedFromTheServer(String kind) throws Exception {
    said();
    damage(all ->
        switch (kind) {
          case "gap" -> all.replace(line(all, 4) + "\n" + line(all, 5) + "\n", "");
          case "garbage within" -> all.replace(line(all, 5), "5|garbage");
          case "garbage at the end" -> all + "garbage\n";
          case "torn" -> all.substring(0, all.length() - 40);
          case "binary" -> all.replace(line(all, 3), "\u00ff\u0000\u0001");
          default -> "";
        });

    follow();

    assertWhole();
    assertThat(seen.alarms).isEmpty();
    assertThat(seen.contradictions).isEmpty();
    if (!kind.equals("empty")) {
      assertThat(seen.repairs).singleElement().asString().contains("damaged behind line");
    }
    try (Stream<Path> files = Files.list(file("transcript.txt").getParent())) {
      assertThat(files).noneMatch(file -> file.endsWith("set-aside.txt"));
    }
    Recorder again = new Recorder();
    try (ChatSession one = alice(again)) {
      one.follow("lobby");
    }
    assertThat(again.messages).isEmpty();
    assertThat(again.repairs).isEmpty();
  }

  @Test
  void aLineBehindTheDamageThatTheServerDeniesIsAnAlarmAndIsKept() throws Exception {
    said();
    String denied = server.room("lobby").entries().getLast().line();
    damage(all -> all.replace(line(all, 5), "garbage"));
    server.room("lobby").forgetLast();
    try (ChatSession two = bob(new Recorder())) {
      two.join("lobby");
    }

    try (ChatSession one = alice(seen)) {
      one.follow("lobby");
    }

    assertThat(seen.alarms).extracting(TranscriptFinding::fault).contains(Fault.CHANGED_LATER);
    assertThat(seen.repairs).isEmpty();
    List<String> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(file("transcript.txt").getParent())) {
      for (Path file : files.filter(f -> f.toString().contains("contradicted-")).toList()) {
        kept.addAll(Files.readAllLines(file));
      }
    }
    assertThat(kept).contains(denied);
  }

  @Test
  void linesBehindTheDamageThatTheServerWithholdsAreWaitedFor() throws Exception {
    said();
    damage(all -> all.replace(line(all, 5), "garbage"));
    Entry last = server.room("lobby").entries().getLast();
    server.room("lobby").forgetLast();

    try (ChatSession one = alice(seen)) {
      one.follow("lobby");
    }

    assertThat(seen.alarms).extracting(TranscriptFinding::fault).contains(Fault.HISTORY_SHORTENED);
    assertThat(seen.repairs).isEmpty();
    assertThat(Files.readString(file("set-aside.txt"))).contains(last.line());
  }

  @Test
  void lostWordsAreFetchedAgain() throws Exception {
    said();
    Path payloads = file("payloads.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(payloads));
    lines.set(0, "\u0001garbage");
    lines.set(3, lines.get(3).substring(0, 30));
    Files.write(payloads, lines, StandardCharsets.ISO_8859_1);

    follow();

    assertThat(seen.repairs).singleElement().asString().startsWith("2 messages");
    assertThat(seen.alarms).isEmpty();
  }

  @Test
  void aDiskThatIsFullForAWhileLeavesNoGapAndStopsNothing() throws Exception {
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      one.send("lobby", "before");
      Path transcript = file("transcript.txt");
      Path away = transcript.resolveSibling("away");
      Files.move(transcript, away);
      // A folder in the file's place: nothing can be written there.
      Files.createDirectory(transcript);
      assertThat(one.send("lobby", "while").position()).isEqualTo(3);
      assertThat(one.send("lobby", "it is full").position()).isEqualTo(4);
      Files.delete(transcript);
      Files.move(away, transcript);
      one.send("lobby", "after");
      assertThat(seen.troubles).hasSize(1);
      assertThat(seen.repairs).hasSize(1);
    }
    assertWhole();
    assertThat(seen.texts()).containsExactly("before", "while", "it is full", "after");
  }
}
