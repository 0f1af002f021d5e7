package org.securechat.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.testing.TestDatabase;

class RequestFolderTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path data;

  private final List<Manifest> made = new ArrayList<>();
  private Path folder;

  @BeforeEach
  void ask() throws IOException {
    folder = Files.createDirectory(data.resolve(RequestFolder.NAME));
    Files.createFile(folder.resolve("a.request"));
  }

  private RequestFolder requests(DataSource source) {
    return new RequestFolder(data, data.resolve("files"), source, Clock.systemUTC(), made::add);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRequestIsAnsweredWithABackupForItsOwnerAlone() throws Exception {
    requests(database.dataSource()).serve();

    assertThat(files()).containsExactly("a.done", "a.zip");
    Path zip = folder.resolve("a.zip");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(zip)))
        .isEqualTo("rw-------");
    assertThat(made).hasSize(1);
    assertThat(Files.readAllLines(folder.resolve("a.done"))).contains("rows=" + made.get(0).rows());
    BackupFile.open(zip).close();
  }

  @Test
  void whatFailsIsToldAndLeavesNothingHalf() throws Exception {
    requests(TestDatabase.emptyDataSource()).serve();

    assertThat(files()).containsExactly("a.failed");
    assertThat(Files.readString(folder.resolve("a.failed"))).contains("no data of SecureChat's");
    assertThat(made).isEmpty();
  }

  @Test
  void whatNobodyTakesAwayDoesNotStay() throws Exception {
    RequestFolder requests = requests(database.dataSource());
    requests.serve();
    requests.serve();
    assertThat(files()).containsExactly("a.done", "a.zip");

    FileTime past = FileTime.from(Clock.systemUTC().instant().minus(Duration.ofHours(2)));
    Files.setLastModifiedTime(folder.resolve("a.zip"), past);
    requests.serve();
    assertThat(files()).containsExactly("a.done");
  }

  @Test
  void aNewServerRemovesWhatTheOldOneLeftAndKeepsWhatIsAsked() throws Exception {
    Files.writeString(folder.resolve(".b.zip.tmp"), "half a backup");
    Files.writeString(folder.resolve("b.taken"), "");

    requests(database.dataSource()).clean();

    assertThat(files()).containsExactly("a.request");
  }
}
