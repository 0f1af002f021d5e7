package org.securechat.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.testkit.PkiFolder;

class BenchUsersTest {
  @TempDir private Path root;
  private Path pki;
  private Path folder;

  @BeforeEach
  void authority() throws Exception {
    pki = root.resolve("pki");
    folder = root.resolve("users");
    new PkiFolder(pki);
  }

  private List<BenchUser> take(int count) throws ClientException {
    return BenchUsers.in(folder, pki, Clock.systemUTC()).take("load", count);
  }

  @Test
  void usersAreMadeOnceAndKept() throws Exception {
    List<BenchUser> first = take(3);
    List<BenchUser> again = take(5);

    assertThat(first)
        .extracting(BenchUser::name)
        .containsExactly("load-00001", "load-00002", "load-00003");
    assertThat(first).allMatch(BenchUser::fresh);
    assertThat(again).extracting(BenchUser::fresh).containsExactly(false, false, false, true, true);
    assertThat(again.get(0).key()).isEqualTo(first.get(0).key());
    assertThat(again.get(0).salt()).isEqualTo(first.get(0).salt());
    assertThat(again.get(0).credentials().leaf()).isEqualTo(first.get(0).credentials().leaf());
    assertThat(again.get(1).key()).isNotEqualTo(again.get(0).key());
    assertThat(PkiFolder.open(pki).authority().list()).hasSize(5);
  }

  @Test
  void theirKeysAreForTheirOwnerAlone() throws Exception {
    take(1);

    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(Files.getPosixFilePermissions(file))
                  .isEqualTo(PosixFilePermissions.fromString("rw-------")));
    }
  }

  @Test
  void aServerWhoseAuthorityIsNotAtHandIsRefused() throws Exception {
    Files.delete(pki.resolve("ca.key"));

    assertThatThrownBy(() -> take(1))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("no server for benchmarks");
    assertThat(folder).doesNotExist();
  }

  @Test
  void aDamagedKeyIsNamed() throws Exception {
    take(1);
    Files.writeString(folder.resolve("load-00001.login"), "!");

    assertThatThrownBy(() -> take(1))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("load-00001.login is damaged");
  }

  /** 192.0.2.0/24 is for documents (RFC 5737): no connection is tried. */
  @Test
  void aServerOnAnotherMachineHasToBeMeant() throws Exception {
    ServerAddress elsewhere = new ServerAddress("192.0.2.1", 7443);

    assertThatThrownBy(() -> BenchTarget.of(elsewhere, pki, folder, OptionalLong.empty(), false))
        .isInstanceOfSatisfying(
            ClientException.class, problem -> assertThat(problem.remedy()).contains("--remote"));
    assertThat(BenchTarget.of(elsewhere, pki, folder, OptionalLong.empty(), true).server())
        .isEqualTo(elsewhere);
  }
}
