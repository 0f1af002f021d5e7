package org.securechat.client.console.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;
import org.securechat.client.console.settings.TerminalSettings.Notifications;
import org.securechat.client.console.settings.TerminalSettings.ThemeName;

class SettingsFileTest {
  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("console.properties");
  }

  @Test
  void withoutAFileTheUsualHolds() {
    SettingsFile settings = SettingsFile.open(file);
    assertThat(settings.now()).isEqualTo(TerminalSettings.USUAL);
    assertThat(settings.faults()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void whatIsKeptIsReadAgainAndForTheOwnerAlone() throws Exception {
    TerminalSettings chosen =
        TerminalSettings.USUAL
            .with(ThemeName.HIGH_CONTRAST)
            .with(Notifications.OFF)
            .withBell(false)
            .ignoring(List.of("mallory", "eve@example.org"));
    SettingsFile.open(file).keep(chosen);
    SettingsFile again = SettingsFile.open(file);
    assertThat(again.now()).isEqualTo(chosen);
    assertThat(again.faults()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "colour=blue",
        "theme=dark",
        "bell=perhaps",
        "notifications=loud",
        "ignored=mallory, not a name!",
        "the\\u001bme=x",
        "theme=\\u00zz"
      })
  void whatIsNotUnderstoodIsToldAndPassedOver(String line) throws Exception {
    Files.writeString(file, line + "\n");
    SettingsFile settings = SettingsFile.open(file);
    assertThat(settings.faults()).isNotEmpty();
    assertThat(settings.faults())
        .allSatisfy(fault -> assertThat(fault.chars().noneMatch(Character::isISOControl)).isTrue());
    assertThat(settings.now().theme()).isEqualTo(ThemeName.DEFAULT);
    assertThat(settings.now().bell()).isTrue();
  }

  @Test
  void whatIsNotUnderstoodIsNotLost() throws Exception {
    Files.writeString(file, "of\\ later=a\\nb\\u00e9\nbell=off\n");
    SettingsFile settings = SettingsFile.open(file);
    settings.keep(settings.now().with(Notifications.OFF));
    SettingsFile again = SettingsFile.open(file);
    assertThat(again.faults()).hasSize(1).first().asString().contains("'of later'");
    assertThat(again.now().bell()).isFalse();
    assertThat(Files.readString(file)).contains("of\\ later=a\\nbé");
  }

  @Test
  void aFileThatIsNoneIsPassedOver() throws Exception {
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(SettingsFile.open(file).faults()).hasSize(1);
    Files.write(file, new byte[70_000]);
    assertThat(SettingsFile.open(file).faults()).hasSize(1);
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(SettingsFile.open(file).faults()).hasSize(1);
  }

  @Test
  void whatCannotBeWrittenHoldsNoneTheLess() throws Exception {
    Files.createDirectory(file);
    Files.createFile(file.resolve("inside"));
    SettingsFile settings = SettingsFile.open(file);
    assertThatThrownBy(() -> settings.keep(settings.now().withBell(false)))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("cannot be kept");
    assertThat(settings.now().bell()).isFalse();
  }
}
