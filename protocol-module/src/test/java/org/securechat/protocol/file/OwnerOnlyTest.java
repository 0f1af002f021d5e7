package org.securechat.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.handshake.KeyLogFile;

@DisabledOnOs(OS.WINDOWS)
class OwnerOnlyTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir private Path folder;

  @Test
  void everyWayToMakeAFileNarrowsItToItsOwner() throws IOException {
    OwnerOnly.create(folder.resolve("created")).close();
    OwnerOnly.append(folder.resolve("appended")).close();
    OwnerOnly.write(folder.resolve("written"), CONTENT);
    KeyLogFile.open(folder.resolve("keys.log"));

    try (var files = Files.list(folder)) {
      assertThat(files.toList())
          .hasSize(4)
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }
  }

  @Test
  void everyWayToMakeAFolderNarrowsItToItsOwner() throws IOException {
    Path deep = folder.resolve("above/below");
    OwnerOnly.createFolder(deep);

    assertThat(mode(deep)).isEqualTo("rwx------");
    assertThat(mode(OwnerOnly.createTemporaryFolder(folder, "t"))).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatIsThereStaysAsItIs() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-x---"));

    OwnerOnly.createFolder(shared);

    assertThat(mode(shared)).isEqualTo("rwxr-x---");
  }

  @Test
  void aFileInTheFoldersPlaceIsAFailure() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> OwnerOnly.createFolder(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void creatingDoesNotOpenWhatIsThere() throws IOException {
    Path file = folder.resolve("secret");
    OwnerOnly.write(file, CONTENT);

    assertThatThrownBy(() -> OwnerOnly.create(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasBinaryContent(CONTENT);
  }

  @Test
  void writingReplacesAFileThatOthersCouldReadByOneThatTheyCannot() throws IOException {
    Path file = folder.resolve("secret");
    OwnerOnly.writePublic(file, new byte[9]);
    assertThat(mode(file)).isEqualTo("rw-r--r--");

    OwnerOnly.write(file, CONTENT);

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(folder).isDirectoryNotContaining("glob:**.draft*");
  }

  @Test
  void aWriteThatFailsLeavesNoDraft() throws IOException {
    Path occupied = Files.createDirectory(folder.resolve("occupied"));
    Files.createFile(occupied.resolve("child"));

    assertThatThrownBy(() -> OwnerOnly.write(occupied, CONTENT)).isInstanceOf(IOException.class);

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(occupied);
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
