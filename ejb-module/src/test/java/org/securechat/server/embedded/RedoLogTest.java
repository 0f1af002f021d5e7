package org.securechat.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.embedded.RedoRecord.Change;

/** What a file of records gives back, whatever the end of the power left of it. */
class RedoLogTest {
  private static final int CAPACITY = 4096;
  private static final int HEADER = 24;

  @TempDir Path folder;
  private FileChannel file;
  private RedoLog log;

  @BeforeEach
  void open() throws IOException {
    file =
        FileChannel.open(
            folder.resolve("log"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    log = new RedoLog(file, CAPACITY);
    log.clear();
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> found() throws IOException {
    return new RedoLog(file, CAPACITY)
        .read().stream().map(record -> new String(record, StandardCharsets.UTF_8)).toList();
  }

  private void overwrite(int at, byte... bytes) throws IOException {
    file.write(ByteBuffer.wrap(bytes), at);
  }

  @Test
  void recordsComeBackInTheirOrder() throws IOException {
    assertThat(found()).isEmpty();
    log.append(bytes("one"));
    log.append(bytes(""));
    log.append(bytes("three"));

    assertThat(found()).containsExactly("one", "", "three");
  }

  @Test
  void aRecordThatWasCutShortEndsTheLog() throws IOException {
    log.append(bytes("one"));
    log.append(bytes("two"));
    byte[] whole = Files.readAllBytes(folder.resolve("log"));
    int second = HEADER + 3;
    for (int kept = 0; kept < HEADER + 3; kept++) {
      byte[] cut = new byte[HEADER + 3 - kept];
      overwrite(second + kept, cut);
      assertThat(found()).as("%d bytes are left", kept).containsExactly("one");
      overwrite(second, Arrays.copyOfRange(whole, second, second + HEADER + 3));
    }
    assertThat(found()).containsExactly("one", "two");
  }

  @Test
  void anyByteThatChangedEndsTheLogBeforeItsRecord() throws IOException {
    log.append(bytes("one"));
    log.append(bytes("two"));
    byte[] whole = Files.readAllBytes(folder.resolve("log"));
    for (int at = HEADER + 3; at < 2 * (HEADER + 3); at++) {
      overwrite(at, (byte) (whole[at] ^ 1));
      assertThat(found()).as("byte %d", at).containsExactly("one");
      overwrite(at, whole[at]);
    }
  }

  @Test
  void whatAnEarlierRoundLeftBehindTheLastRecordIsNotItsContinuation() throws IOException {
    log.append(bytes("one"));
    log.append(bytes("two"));
    byte[] first = Files.readAllBytes(folder.resolve("log"));
    log.erase();
    log.append(bytes("new"));
    // The disk has not got the erasure.
    int second = HEADER + 3;
    overwrite(second, Arrays.copyOfRange(first, second, 2 * second));

    assertThat(found()).containsExactly("new");
  }

  @Test
  void nothingOfWhatWasErasedIsInTheFile() throws IOException {
    log.append(bytes("a secret"));
    log.erase();
    log.append(bytes("x"));
    log.erase();

    assertThat(Files.readAllBytes(folder.resolve("log"))).containsOnly(0);
    assertThat(log.isEmpty()).isTrue();
  }

  @Test
  void itTakesItsSpaceAtOnceAndNoMore() throws IOException {
    assertThat(file.size()).isEqualTo(CAPACITY);
    byte[] most = new byte[CAPACITY - HEADER];
    assertThat(log.fits(most.length)).isTrue();
    assertThat(log.fits(most.length + 1)).isFalse();

    log.append(most);

    assertThat(log.fits(0)).isFalse();
    assertThat(file.size()).isEqualTo(CAPACITY);
    assertThat(new RedoLog(file, CAPACITY).read()).containsExactly(most);
  }

  @Test
  void aRecordIsReadAsItWasWritten() throws IOException {
    RedoRecord record =
        new RedoRecord(
            7,
            List.of(
                new Change(
                    "INSERT",
                    List.<Object[]>of(new Object[] {"ü\u0000", 5L, new byte[] {1, 2}, null})),
                new Change("UPDATE", List.of(new Object[0], new Object[] {Long.MIN_VALUE}))));

    RedoRecord read = RedoRecord.decode(record.encode());

    assertThat(read.number()).isEqualTo(7);
    assertThat(read.changes()).extracting(Change::sql).containsExactly("INSERT", "UPDATE");
    assertThat(read.changes().get(0).rows().get(0))
        .containsExactly("ü\u0000", 5L, new byte[] {1, 2}, null);
    assertThat(read.changes().get(1).rows()).hasSize(2);
  }

  @Test
  void bytesThatAreNoRecordAreRefused() {
    byte[] good =
        new RedoRecord(1, List.of(new Change("S", List.<Object[]>of(new Object[] {"v"})))).encode();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> RedoRecord.decode(cut)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> RedoRecord.decode(Arrays.copyOf(good, good.length + 1)))
        .isInstanceOf(IOException.class);
    byte[] huge = good.clone();
    huge[8] = 0x7f;
    assertThatThrownBy(() -> RedoRecord.decode(huge)).isInstanceOf(IOException.class);
  }
}
