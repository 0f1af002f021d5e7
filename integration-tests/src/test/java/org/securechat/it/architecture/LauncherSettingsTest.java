package org.securechat.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.launcher.ApplicationSetting;
import org.securechat.server.config.Setting;

/** The launcher shares no class with the application, and yet has to call its settings by name. */
class LauncherSettingsTest {

  static Stream<ApplicationSetting> settings() {
    return Stream.of(ApplicationSetting.values());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void launcherSettingHasKeyAndDefaultOfTheApplication(ApplicationSetting setting) {
    Setting application = Setting.valueOf(setting.name());

    assertThat(setting.key()).isEqualTo(application.key());
    setting
        .defaultValue()
        .ifPresent(value -> {
          String expected = application.defaultValue().orElseThrow();
          // The folder of the working directory, with or without saying so.
          assertThat(value).isEqualTo(expected.replaceFirst("^\\./", ""));
        });
  }
}
