package org.securechat.client.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;

class ResumeFileTest {
  private static final String CHAIN = "0123456789abcdef".repeat(4);
  private static final ResumePoint POINT = new ResumePoint("lobby", "id-1", 12, CHAIN);

  @TempDir Path folder;

  private Path path() {
    return folder.resolve("at");
  }

  private ResumeFile file() {
    return new ResumeFile(path());
  }

  @Test
  void whatIsKeptIsFoundAgainAndNobodyElseReadsIt() throws Exception {
    assertThat(file().read()).isEmpty();
    file().write(new ResumePoint("lobby", "id-1", 11, CHAIN));
    file().write(POINT);

    assertThat(file().read()).contains(POINT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"room\":\"lobby\",\"id\":\"i\",\"position\":-1,\"chain\":\"CHAIN\"}",
        "{\"room\":\"lobby\",\"id\":\"i\",\"position\":\"1\",\"chain\":\"CHAIN\"}",
        "{\"room\":\"lobby\",\"id\":\"i\",\"position\":1,\"chain\":\"x\"}",
        "{\"room\":\"lobby\",\"id\":\"i\",\"position\":1}",
        "{\"id\":\"i\",\"position\":1,\"chain\":\"CHAIN\"}"
      })
  void aFileOfSomethingElseIsRefusedAndLeftAlone(String content) throws Exception {
    String written = content.replace("CHAIN", CHAIN);
    Files.writeString(path(), written);

    assertThatThrownBy(() -> file().read())
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("does not say up to where");
    assertThat(path()).hasContent(written);
  }

  @Test
  void aFileOfAnySizeAndAFolderAreRefused() throws Exception {
    Files.writeString(path(), " ".repeat(100_000));
    assertThatThrownBy(() -> file().read()).hasMessageContaining("it is no such file");
    assertThatThrownBy(() -> new ResumeFile(folder).read())
        .hasMessageContaining("it is no such file");
  }

  @Test
  void aFolderThatIsNotThereIsSaidBeforehand() {
    assertThatThrownBy(() -> new ResumeFile(folder.resolve("no/at")).read())
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("cannot be written into");
  }

  @Test
  void onlyTheSameRoomWithTheSameLineGoesOn() throws Exception {
    file().insist(POINT, "lobby", "id-1", Optional.of(CHAIN));

    refuses("plans", "id-1", Optional.of(CHAIN), "is of room lobby, not of plans");
    refuses("lobby", "id-2", Optional.of(CHAIN), "one of the same name");
    refuses("lobby", "id-1", Optional.of("f".repeat(64)), "line 12 of lobby is not the one");
    refuses("lobby", "id-1", Optional.empty(), "lobby has no line 12");
  }

  private void refuses(String name, String id, Optional<String> chain, String why) {
    assertThatThrownBy(() -> file().insist(POINT, name, id, chain))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining(why);
  }
}
