package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.application.Answer.FileAnswer;
import org.securechat.protocol.application.Answer.FileOffsetAnswer;
import org.securechat.protocol.application.Answer.FileStateAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;

/**
 * A file of 100 MiB is brought and got while others talk. It prints how long their messages wait
 * for an answer, and how much memory the server has; that decides nothing.
 */
@BlackBox
class LongFileIT {
  private static final int SIZE =
      Integer.getInteger("securechat.measure.file-mebibytes", 100) << 20;
  private static final int PART = Request.FilePart.MAX_PART;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final double MILLI = 1e6;

  private final List<Double> times = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aLongFileIsMovedWhileOthersTalk() throws Exception {
    try (TestBed bed = TestBed.started()) {
      TestClient alice = bed.person("alice").client();
      TestClient bob = bed.person("bob").client();
      TestClient carol = bed.person("carol").client();
      String room = TestBed.name("files");
      alice.create(room, Visibility.PUBLIC);
      bob.join(room);
      carol.create(TestBed.name("talk"), Visibility.PUBLIC);
      byte[] content = new byte[SIZE];
      new Random(1).nextBytes(content);
      String sha256 = Digests.sha256Hex(content);

      talk(carol, new AtomicBoolean(true), 500);
      times.clear();
      talk(carol, new AtomicBoolean(true), 500);
      report(bed, "before");
      AtomicBoolean going = new AtomicBoolean(true);
      Thread talking = Thread.ofPlatform().start(() -> talk(carol, going, Integer.MAX_VALUE));
      long begin = System.nanoTime();
      bring(alice, room, sha256, content);
      alice
          .say(
              room,
              new MessageContent.SharedFile(
                  new FileInfo("long.bin", SIZE, FileInfo.ANY_TYPE, sha256), List.of(), ""))
          .get();
      report(bed, "while it was brought, in %.1f s".formatted((System.nanoTime() - begin) / 1e9));
      begin = System.nanoTime();
      assertThat(got(bob, room, sha256)).isEqualTo(sha256);
      report(bed, "while it was got, in %.1f s".formatted((System.nanoTime() - begin) / 1e9));
      going.set(false);
      talking.join();
    }
  }

  private void talk(TestClient carol, AtomicBoolean going, int most) {
    String room = carol.listRooms().getFirst().name();
    for (int i = 0; i < most && going.get(); i++) {
      long begin = System.nanoTime();
      TestClient.await(carol.say(room, "message " + i));
      times.add((System.nanoTime() - begin) / MILLI);
    }
  }

  /** Prints what was measured since the last time. */
  private void report(TestBed bed, String when) throws IOException {
    double[] sorted;
    synchronized (times) {
      sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      times.clear();
    }
    assertThat(sorted).isNotEmpty();
    System.out.printf(
        "%s: %d messages, half of them answered within %.1f ms, 99 of 100 within %.1f ms, all"
            + " within %.1f ms; the server has %s%n",
        when,
        sorted.length,
        sorted[sorted.length / 2],
        sorted[sorted.length * 99 / 100],
        sorted[sorted.length - 1],
        memory(bed.server().process().pid()));
  }

  private static String memory(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .findFirst()
            .orElse("")
            .replaceAll("\\s+", " ")
        : "no numbers here";
  }

  private static void bring(TestClient client, String room, String sha256, byte[] content) {
    long there =
        TestClient.await(
                client.ask(
                    id -> new Request.FileBegin(id, room, sha256, content.length),
                    FileOffsetAnswer.class))
            .offset();
    while (there < content.length) {
      long offset = there;
      byte[] part =
          Arrays.copyOfRange(content, (int) offset, (int) Math.min(content.length, offset + PART));
      there =
          TestClient.await(
                  client.ask(
                      id -> new Request.FilePart(id, room, sha256, offset, part),
                      FileOffsetAnswer.class))
              .offset();
    }
    await()
        .atMost(LIMIT)
        .until(() ->
            TestClient.await(
                    client.ask(id -> new Request.FileEnd(id, room, sha256), FileStateAnswer.class))
                .ready());
  }

  /** The hash of what was got. */
  private static String got(TestClient client, String room, String sha256) {
    var digest = Digests.fresh();
    long there = 0;
    long size;
    do {
      long offset = there;
      FileAnswer answer =
          TestClient.await(
              client.ask(
                  id -> new Request.FileContent(id, room, sha256, offset), FileAnswer.class));
      digest.update(answer.part());
      there += answer.part().length;
      size = answer.size();
    } while (there < size);
    return HexFormat.of().formatHex(digest.digest());
  }
}
