package org.securechat.client.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserDataFolderTest {
  private static Path root(Map<String, String> environment) {
    return UserDataFolder.usual(environment::get).root();
  }

  @Test
  void theBaseDirectoryIsObeyed() {
    assertThat(root(Map.of("XDG_DATA_HOME", "/x"))).isEqualTo(Path.of("/x/securechat"));
  }

  @Test
  void aRelativeBaseDirectoryIsIgnored() {
    assertThat(root(Map.of("XDG_DATA_HOME", "x")))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/securechat"));
  }
}
