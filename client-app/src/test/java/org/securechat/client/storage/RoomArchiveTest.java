package org.securechat.client.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.storage.RoomArchive.Kept;

class RoomArchiveTest {
  private static final String ID = "4b4bb6c5-7b16-4b0a-8f2e-2f2f5f0d6c11";

  @TempDir Path account;
  private RoomArchive archive;

  @BeforeEach
  void open() throws IOException {
    archive = RoomArchive.open(account, ID, "lobby");
  }

  private static Kept kept(long position) {
    return new Kept(position, line(position), Optional.of(new byte[] {(byte) position}));
  }

  private static String line(long position) {
    return position
        + "|2026-11-22T19:00:04.511Z|alice|"
        + "a".repeat(64)
        + "|"
        + "%064x".formatted(position)
        + "|"
        + "AAAA".repeat(20);
  }

  @Test
  void whatIsKeptIsFoundAgain() throws IOException {
    archive.append(List.of(kept(1), kept(2)));
    archive.append(List.of(new Kept(3, line(3), Optional.empty())));

    RoomArchive again = RoomArchive.open(account, ID, "lobby");
    assertThat(again.lines()).containsExactly(line(1), line(2), line(3));
    assertThat(again.payloads(2, 3)).containsOnlyKeys(2L).containsEntry(2L, new byte[] {2});
    assertThat(RoomArchive.find(account, "lobby").orElseThrow().folder())
        .isEqualTo(archive.folder());
    assertThat(RoomArchive.find(account, "other")).isEmpty();
  }

  @Test
  void whatIsKnownIsNotKeptTwice() throws IOException {
    archive.append(List.of(kept(1), kept(2)));
    archive.append(List.of(kept(1), kept(2), kept(3)));
    assertThat(archive.lines()).containsExactly(line(1), line(2), line(3));
  }

  @Test
  void aLineThatACrashCutShortIsDropped() throws IOException {
    archive.append(List.of(kept(1)));
    Files.writeString(transcript(), "2|li", StandardOpenOption.APPEND);
    Files.writeString(
        archive.folder().resolve("payloads.jsonl"),
        "{\"position\":2,\"payl",
        StandardOpenOption.APPEND);
    assertThat(archive.lines()).containsExactly(line(1));
    assertThat(archive.payloads(1, 9)).containsOnlyKeys(1L);

    archive.append(List.of(kept(2)));
    assertThat(archive.lines()).containsExactly(line(1), line(2));
    assertThat(archive.payloads(1, 9)).containsOnlyKeys(1L, 2L);
  }

  private Path transcript() {
    return archive.folder().resolve("transcript.txt");
  }

  @Test
  void garbageAtTheEndIsSetAsideAndNotBuiltUpon() throws IOException {
    archive.append(List.of(kept(1)));
    Files.writeString(transcript(), "garbage\n", StandardOpenOption.APPEND);
    assertThat(archive.append(List.of(kept(2)))).isEmpty();

    assertThat(archive.lines()).containsExactly(line(1), line(2));
    assertThat(archive.folder().resolve("set-aside.txt")).hasContent("garbage\n");
  }

  @Test
  void noGapIsMade() throws IOException {
    archive.append(List.of(kept(1)));
    assertThat(archive.append(List.of(kept(3)))).hasValue(1);
    assertThat(archive.lines()).containsExactly(line(1));

    assertThat(archive.append(List.of(kept(2), kept(3)))).isEmpty();
    assertThat(archive.lines()).hasSize(3);
  }

  @Test
  void whatStandsBehindAGapIsFoundAndSetAside() throws IOException {
    Files.writeString(transcript(), line(1) + "\n" + line(3) + "\nxx\n" + line(4) + "\n5|2026");
    assertThat(archive.lines()).containsExactly(line(1));
    assertThat(archive.linesBehindDamage()).containsOnlyKeys(3L, 4L);

    assertThat(archive.mend()).isTrue();

    assertThat(Files.readString(transcript())).isEqualTo(line(1) + "\n");
    assertThat(archive.linesBehindDamage()).containsOnlyKeys(3L, 4L);
  }

  @Test
  void aPayloadThatIsGarbageIsAsGoodAsNotKept() throws IOException {
    archive.append(List.of(kept(1), kept(2)));
    Path payloads = archive.folder().resolve("payloads.jsonl");
    byte[] bytes = Files.readAllBytes(payloads);
    bytes[bytes.length - 5] = (byte) 0xff;
    Files.write(payloads, bytes);
    assertThat(archive.payloads(1, 2)).containsOnlyKeys(1L);
    assertThat(archive.hasLostPayloads()).isTrue();

    archive.replaceDamagedPayloads(Map.of(2L, new byte[] {2}));

    assertThat(archive.payloads(1, 2)).containsOnlyKeys(1L, 2L);
    assertThat(archive.hasLostPayloads()).isFalse();
  }

  @Test
  void anEmptyDescriptionIsWrittenAgain() throws IOException {
    Files.write(archive.folder().resolve("room.json"), new byte[0]);
    RoomArchive.open(account, ID, "lobby");
    assertThat(RoomArchive.find(account, "lobby")).isPresent();
  }

  @Test
  void severalWritersKeepEachLineOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        writers.add(
            pool.submit(() -> {
              RoomArchive own = RoomArchive.open(account, ID, "lobby");
              for (int position = 1; position <= 50; position++) {
                own.append(List.of(kept(position)));
              }
              return null;
            }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(archive.lines()).hasSize(50).doesNotHaveDuplicates();
    assertThat(archive.payloads(1, 50)).hasSize(50);
  }

  @Test
  void nobodyElseMayRead() throws IOException {
    assumeThat(Files.getFileStore(account).supportsFileAttributeView("posix")).isTrue();
    archive.append(List.of(kept(1)));
    for (String file : List.of("transcript.txt", "payloads.jsonl", "room.json")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(archive.folder().resolve(file))))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive.folder())))
        .isEqualTo("rwx------");
  }
}
