package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir Path folder;

  @Test
  void aNewFolderIsForItsOwnerAlone() throws Exception {
    Path data = folder.resolve("data");

    DataFolder.take(data);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
  }

  @Test
  void whatACrashedRunUnpackedIsGoneAndTheRestIsKept() throws Exception {
    Path left = Files.createDirectories(folder.resolve("runtime/payara/deep")).resolve("left");
    Files.writeString(left, "from the last run");
    Path database = Files.writeString(folder.resolve("securechat.mv.db"), "rows");

    Path runtime = DataFolder.take(folder).freshRuntime();

    assertThat(runtime).isEmptyDirectory();
    assertThat(database).hasContent("rows");
  }
}
