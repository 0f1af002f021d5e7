package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {
  private final ClusterOptions options = new ClusterOptions();

  @AfterEach
  void clear() {
    System.clearProperty(ApplicationSetting.FILES_SHARED.key());
    System.clearProperty(ApplicationSetting.FILES_FOLDER.key());
  }

  @Test
  void aSharedFolderOfFilesHasToBeNamed() {
    options.name = "north";
    assertThatCode(options::check).doesNotThrowAnyException();

    ApplicationSetting.FILES_SHARED.set("true");
    assertThatThrownBy(options::check)
        .isInstanceOf(StartException.class)
        .hasMessageContaining("SECURECHAT_FILES_FOLDER");

    ApplicationSetting.FILES_FOLDER.set("/srv/files");
    assertThatCode(options::check).doesNotThrowAnyException();
  }

  @Test
  void anAddressNeedsAName() {
    options.address = "10.0.0.1";
    assertThatThrownBy(options::check).hasMessageContaining("--cluster");
  }
}
