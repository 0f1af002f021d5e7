package org.securechat.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseSettingsTest {

  private static final String URL = "jdbc:mysql://127.0.0.1:3306/securechat";

  @TempDir Path folder;

  @Test
  void withoutSettingsTheDatabaseIsInTheDataFolderAndForcesItsCommits() throws Exception {
    Map<String, String> settings = DatabaseSettings.from(Map.of(), folder);

    assertThat(settings.get("securechat.db.url"))
        .startsWith("jdbc:h2:file:" + folder)
        .doesNotContain("WRITE_DELAY");
    assertThat(settings.get("securechat.db.class")).endsWith(".EmbeddedDatabase");
  }

  @Test
  void aUrlNamesAMySqlServer() throws Exception {
    Map<String, String> settings =
        DatabaseSettings.from(
            Map.of(
                "SECURECHAT_DB_URL", URL,
                "SECURECHAT_DB_USER", "chat",
                "SECURECHAT_DB_PASSWORD", "secret"),
            folder);

    assertThat(settings)
        .containsEntry("securechat.db.user", "chat")
        .containsEntry("securechat.db.password", "secret")
        .containsEntry("securechat.db.class", "com.mysql.cj.jdbc.MysqlDataSource");
  }

  @Test
  void whatTheUrlDoesNotSayIsAdded() throws Exception {
    assertThat(url(URL))
        .startsWith(URL + "?")
        .contains("&connectTimeout=5000")
        .contains("&socketTimeout=20000")
        .contains("&rewriteBatchedStatements=true")
        .contains("&fallbackToSystemKeyStore=false")
        .containsOnlyOnce("?");
  }

  @Test
  void whatTheUrlSaysStays() throws Exception {
    String given = URL + "?sslMode=VERIFY_CA&SocketTimeout=70000";

    assertThat(url(given))
        .startsWith(given + "&")
        .doesNotContain("socketTimeout")
        .contains("&connectTimeout=5000")
        .containsOnlyOnce("?");
  }

  private String url(String given) throws Exception {
    return DatabaseSettings.from(
            Map.of(
                "SECURECHAT_DB_URL", given,
                "SECURECHAT_DB_USER", "chat",
                "SECURECHAT_DB_PASSWORD", "secret"),
            folder)
        .get("securechat.db.url");
  }

  @Test
  void thePasswordMayComeFromAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "from file\n");

    Map<String, String> settings =
        DatabaseSettings.from(
            Map.of(
                "SECURECHAT_DB_URL",
                URL,
                "SECURECHAT_DB_USER",
                "chat",
                "SECURECHAT_DB_PASSWORD_FILE",
                file.toString()),
            folder);

    assertThat(settings).containsEntry("securechat.db.password", "from file");
  }

  @Test
  void halfASettingIsRefusedByName() {
    assertThatThrownBy(() -> DatabaseSettings.from(Map.of("SECURECHAT_DB_URL", URL), folder))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("SECURECHAT_DB_USER");
    assertThatThrownBy(() ->
            DatabaseSettings.from(
                Map.of("SECURECHAT_DB_URL", URL, "SECURECHAT_DB_USER", "chat"), folder))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("SECURECHAT_DB_PASSWORD");
  }

  @Test
  void aDatabaseThatIsNotSupportedIsRefused() {
    assertThatThrownBy(() ->
            DatabaseSettings.from(
                Map.of("SECURECHAT_DB_URL", "jdbc:postgresql://127.0.0.1/x"), folder))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("jdbc:mysql:");
  }

  @Test
  void anUnreadablePasswordFileIsNamedAndNothingOfItIsRepeated() {
    assertThatThrownBy(() ->
            DatabaseSettings.from(
                Map.of(
                    "SECURECHAT_DB_URL",
                    URL,
                    "SECURECHAT_DB_USER",
                    "chat",
                    "SECURECHAT_DB_PASSWORD_FILE",
                    folder.resolve("missing").toString()),
                folder))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("missing");
  }
}
