package org.securechat.client.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.administration.AdminApi;
import org.securechat.client.administration.AdminLogin;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.administration.AdminRequestException;
import org.securechat.client.identity.HttpsTrust;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.scripted.ScriptedAdministration;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.identity.Credentials;

/** A server that makes another bundle just now is asked again, and for so long only. */
class BundleSourceTest {
  private static final String BUSY = "{\"type\":\"urn:securechat:problem:busy\"}";
  private static final AdminPath LOBBY = AdminPath.of("rooms", "lobby");

  @TempDir Path folder;
  private ScriptedAdministration server;
  private BundleSource source;
  private final List<Duration> pauses = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    Credentials own = new PkiFolder(folder.resolve("pki")).issue("server", CertificateKind.SERVER);
    server = new ScriptedAdministration(own);
    AdminApi api =
        new AdminApi(
            URI.create("https://127.0.0.1:" + server.port()),
            HttpsTrust.tls(
                List.of(own.chain().get(own.chain().size() - 1), own.chain().get(0)),
                Optional.empty()),
            AdminLogin.certificate());
    source = new BundleSource(api, pauses::add);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private long download() throws Exception {
    return source.download(LOBBY, new RoomRange.Part(1, 9, ""), folder.resolve("a.zip"));
  }

  @Test
  void aBusyServerIsAskedAgain() throws Exception {
    server.then(503, BUSY).then(503, BUSY).then(200, "bundle");
    assertThat(download()).isEqualTo(6);
    assertThat(pauses).hasSize(2);
    assertThat(folder.resolve("a.zip")).hasContent("bundle");
  }

  @Test
  void oneThatStaysBusyIsGivenUp() {
    for (int i = 0; i < 6; i++) {
      server.then(503, BUSY);
    }
    assertThatThrownBy(this::download)
        .isInstanceOfSatisfying(
            AdminRequestException.class,
            e -> assertThat(e.remedy()).contains("busy with the same for others"));
    assertThat(server.asked()).hasSize(6);
    assertThat(pauses.stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(30);
    assertThat(folder.resolve("a.zip")).doesNotExist();
    assertThat(folder.resolve("a.zip.part")).doesNotExist();
  }

  @Test
  void oneThatIsAwayForAMomentIsAskedAgainToo() throws Exception {
    server.then(503, BUSY.replace("busy", "unavailable")).then(200, "bundle");
    assertThat(download()).isEqualTo(6);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void aRecordThatDoesNotVerifyIsNotAskedForAgain() {
    server.then(500, BUSY.replace("busy", "record_broken"));
    assertThatThrownBy(this::download)
        .isInstanceOfSatisfying(
            AdminRequestException.class,
            e -> {
              assertThat(e.code()).isEqualTo("record_broken");
              assertThat(e.remedy()).contains("SC-L002").doesNotContain("Try again");
            });
    assertThat(pauses).isEmpty();
  }

  @Test
  void aRefusalIsFinal() {
    server.then(413, "{\"type\":\"urn:securechat:problem:too_large\"}");
    assertThatThrownBy(this::download).isInstanceOf(AdminRequestException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void anAnswerThatIsNoRangeIsAnError() {
    server.then(200, "{\"room\":\"lobby\"}");
    assertThatThrownBy(() -> source.range(LOBBY, Map.of()))
        .hasMessageContaining("no range of lines");
  }
}
