package org.securechat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.ClientException;

class TypedFileTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC);

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("history");
  }

  @Test
  void whatWasTypedIsThereTheNextTimeAndForTheOwnerAlone() throws Exception {
    TypedFile.open(file, CLOCK).add("two\nlines \\n");
    assertThat(Files.readString(file)).isEqualTo("1234:two\\nlines \\\\n\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(TypedFile.open(file, CLOCK).lines().back("")).contains("two\nlines \\n");
  }

  @Test
  void linesOfEarlierVersionsAreRead() throws Exception {
    Files.writeString(file, "1700000000000:hello: you\nwithout a time\n\n\\");
    TypedFile read = TypedFile.open(file, CLOCK);
    assertThat(read.lines().back("")).contains("\\");
    assertThat(read.lines().back("")).contains("without a time");
    assertThat(read.lines().back("")).contains("hello: you");
  }

  @Test
  void whatIsNoTextDoesNoHarm() throws Exception {
    Files.write(file, new byte[] {(byte) 0xff, 0, '\n', (byte) 0xc3});
    assertThat(TypedFile.open(file, CLOCK).lines().back("")).isPresent();
  }

  @Test
  void aFileThatGrewTooLongIsBegunAnew() throws Exception {
    Files.writeString(file, ("1:" + "x".repeat(2_000) + "\n2:y\n").repeat(700));
    TypedFile read = TypedFile.open(file, CLOCK);
    assertThat(Files.size(file)).isLessThan(1_048_576);
    assertThat(read.lines().back("")).contains("y");
  }

  @Test
  void aFileThatCannotBeWrittenIsTold() throws Exception {
    TypedFile open = TypedFile.open(file, CLOCK);
    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(() -> open.add("x"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("cannot be remembered");
    assertThat(open.lines().back("")).contains("x");
  }
}
