package org.securechat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.server.account.PasswordPolicy;
import org.securechat.server.certificate.RevocationSettings;
import org.securechat.server.certificate.RevocationSettings.Fetching;
import org.securechat.server.certificate.RevocationSettings.Nonce;
import org.securechat.server.certificate.RevocationSettings.Ocsp;
import org.securechat.server.file.FileSettings;

/** Each area gets its record, and the record says what the settings say. */
class SettingsProducerTest {

  private static SettingsProducer with(Map<String, String> values) {
    return new SettingsProducer(new SettingsReader(TestConfig.withDefaults(values)));
  }

  @Test
  void anUntouchedServerHasTheDefaults() {
    SettingsProducer settings = with(Map.of());

    assertThat(settings.account().passwordPolicy()).isEqualTo(PasswordPolicy.ALWAYS);
    assertThat(settings.audit().auditLogins()).isFalse();
    assertThat(settings.classic().enabled()).isFalse();
    assertThat(settings.classic().insecureBind()).isFalse();
    assertThat(settings.handshake().keyLog()).isEmpty();
    assertThat(settings.handshake().cookieAbove()).isEqualTo(200);
    assertThat(settings.ledger().queueEntries()).isEqualTo(4096);
    assertThat(settings.ledger().queueBytes()).isEqualTo(32L << 20);
    assertThat(settings.ledger().doubtLimit()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.monitoring().serverName()).isEqualTo("securechat");
    assertThat(settings.monitoring().minFreeBytes()).isEqualTo(256L << 20);
    assertThat(settings.retention().defaultRetention().isForEver()).isTrue();
    assertThat(settings.retention().interval()).isEqualTo(Duration.ofHours(1));
    RevocationSettings revocation = settings.revocation();
    assertThat(revocation.policy()).isEqualTo(RevocationPolicy.REFUSE);
    assertThat(revocation.interval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(revocation.network().distributionPoints()).isEqualTo(Fetching.OFF);
    assertThat(revocation.network().ocsp()).isEqualTo(Ocsp.OFF);
    assertThat(revocation.network().nonce()).isEqualTo(Nonce.REQUIRE);
    assertThat(revocation.network().responder()).isEmpty();
    assertThat(revocation.network().hosts()).isEmpty();
  }

  @Test
  void theFilesAreInTheTwoFolders() {
    SettingsProducer settings =
        with(Map.of("securechat.data", "/srv/data", "securechat.pki", "/etc/pki"));

    assertThat(settings.backup().dataFolder()).isEqualTo(Path.of("/srv/data"));
    assertThat(settings.monitoring().dataFolder()).isEqualTo(Path.of("/srv/data"));
    assertThat(settings.enrolment().folder()).isEqualTo(Path.of("/srv/data/enrolment"));
    assertThat(settings.revocation().network().cacheFolder()).isEqualTo(Path.of("/srv/data/crl"));
    assertThat(settings.revocation().listFile()).isEqualTo(Path.of("/etc/pki/crl.pem"));
    assertThat(settings.handshake().pki()).isEqualTo(Path.of("/etc/pki"));
    assertThat(settings.classic().issued()).isEqualTo(Path.of("/etc/pki/issued"));
    assertThat(settings.receipt().key()).isEqualTo(Path.of("/etc/pki/issued/receipt.key"));
    assertThat(settings.receipt().chain()).isEqualTo(Path.of("/etc/pki/issued/receipt.pem"));
    assertThat(settings.receipt().formerChains())
        .isEqualTo(Path.of("/etc/pki/issued/receipt.former"));
  }

  private static FileSettings files(Map<String, String> values) {
    return new SettingsProducer(new SettingsReader(TestConfig.withDefaults(values))).files();
  }

  @Test
  void filesAreTakenUnlessTheyMayHaveNoBytesOrServersShareTheDatabase() {
    assertThat(files(Map.of()).isTaken()).isTrue();
    assertThat(files(Map.of(Setting.FILES_MAX_SIZE.key(), "0")).isTaken()).isFalse();
    assertThat(files(Map.of(Setting.CLUSTER_NAME.key(), "north")).isTaken()).isFalse();
  }

  @Test
  void aClusterTakesFilesOnlyWithAFolderThatIsSaidToBeShared() {
    Map<String, String> cluster = new HashMap<>(Map.of(Setting.CLUSTER_NAME.key(), "north"));
    cluster.put(Setting.FILES_SHARED.key(), "true");
    assertThat(files(cluster).refusal().orElseThrow())
        .as("each server has a data folder of its own")
        .contains(Setting.FILES_FOLDER.key());

    cluster.put(Setting.FILES_FOLDER.key(), "/srv/files");
    assertThat(files(cluster).isTaken()).isTrue();
    assertThat(files(cluster).isShared()).isTrue();

    cluster.remove(Setting.FILES_SHARED.key());
    assertThat(files(cluster).refusal().orElseThrow()).contains(Setting.FILES_SHARED.key());
  }

  @Test
  void theScannerHasItsArgumentsWithoutAShell() {
    assertThat(files(Map.of()).scanner()).isEmpty();
    assertThat(files(Map.of(Setting.FILES_SCANNER.key(), "  ")).scanner()).isEmpty();
    FileSettings.Scanner scanner =
        files(Map.of(Setting.FILES_SCANNER.key(), " /usr/bin/scan  --quiet $(x) "))
            .scanner()
            .orElseThrow();
    assertThat(scanner.command()).containsExactly("/usr/bin/scan", "--quiet", "$(x)");
    assertThat(scanner.limit()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void wordsMayBeInAnyCaseAndSpaceAroundAValueDoesNotCount() {
    SettingsProducer settings =
        with(
            Map.of(
                "securechat.password-policy", " Never ",
                "securechat.crl", "ALLOW",
                "securechat.ocsp", "require",
                "securechat.ocsp.url", " http://ocsp.example.org ",
                "securechat.retention.days", "30",
                "securechat.keylog", "/tmp/keys",
                "securechat.ledger.queue-lines", " 16 "));

    assertThat(settings.account().passwordPolicy()).isEqualTo(PasswordPolicy.NEVER);
    assertThat(settings.revocation().policy()).isEqualTo(RevocationPolicy.ALLOW);
    assertThat(settings.revocation().network().ocsp()).isEqualTo(Ocsp.REQUIRE);
    assertThat(settings.revocation().network().responder()).contains("http://ocsp.example.org");
    assertThat(settings.retention().defaultRetention().days()).isEqualTo(30);
    assertThat(settings.handshake().keyLog()).contains(Path.of("/tmp/keys"));
    assertThat(settings.ledger().queueEntries()).isEqualTo(16);
  }

  @Test
  void oneBadSettingKeepsTheReaderFromAllOthers() {
    SettingsReader reader =
        new SettingsReader(TestConfig.withDefaults(Map.of("securechat.port", "http")));

    assertThatThrownBy(reader::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("securechat.port (SECURECHAT_PORT)");
  }

  @Test
  void aSettingWithoutAValueIsNamed() {
    SettingsReader reader = new SettingsReader(TestConfig.of(Map.of()));

    assertThatThrownBy(() -> reader.text(Setting.NAME))
        .hasMessage("securechat.name (SECURECHAT_NAME) has no value; set it");
  }
}
