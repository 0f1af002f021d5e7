package org.securechat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a wrong setting does not start, and says which one it is. */
class SettingsCheckTest {

  private static SettingsCheck check(Map<String, String> values) {
    return new SettingsCheck(TestConfig.of(values));
  }

  @ParameterizedTest
  @CsvSource({
    "securechat.port, 65536",
    "securechat.port, -1",
    "securechat.port, http",
    "securechat.cookie.above, 1e3",
    "securechat.password-policy, sometimes",
    "securechat.crl, ''",
    "securechat.name, ' '",
    "securechat.ledger.queue-lines, 15",
    "securechat.ledger.queue-bytes, 999999999999999999999",
    "securechat.ledger.doubt-limit, 20",
    "securechat.ledger.doubt-limit, PT0S",
    "securechat.ledger.doubt-limit, PT1H",
    "securechat.oidc.retry, 30",
    "securechat.proxy.networks, balancer.example",
    "securechat.proxy.networks, 10.0.0.1/8",
    "securechat.proxy.networks, '10.0.0.0/8,'",
    "securechat.proxy.header-millis, 0",
  })
  void whatIsOutOfBoundsIsNamed(String key, String text) {
    assertThat(check(Map.of(key, text)).faults())
        .singleElement()
        .asString()
        .startsWith(key + " (SECURECHAT_")
        .contains(" has an invalid value; allowed: ");
  }

  @ParameterizedTest
  @CsvSource({"600, 599", "60001, 60000", "60001, ''"})
  void moderatorsMayNotWriteLessThanMembers(String member, String moderator) {
    Map<String, String> values =
        moderator.isEmpty()
            ? Map.of("securechat.rooms.member-messages-per-minute", member)
            : Map.of(
                "securechat.rooms.member-messages-per-minute", member,
                "securechat.rooms.moderator-messages-per-minute", moderator);

    assertThat(check(values).faults())
        .singleElement()
        .asString()
        .contains("SECURECHAT_ROOMS_MODERATOR_MESSAGES_PER_MINUTE", "must not be less than");
  }

  @Test
  void allFaultsAreToldAtOnceAndNoValue() {
    assertThatThrownBy(
            () -> check(Map.of("securechat.port", "hunter2", "securechat.crl", "hunter3")).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("securechat.port", "securechat.crl")
        .hasMessageNotContaining("hunter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.org",
        "login.example.org",
        "https:///realms/us",
        "https://login.example.org/?realm=us",
        "https://me@login.example.org",
        "https://login example.org",
      })
  void aProviderThatCannotBeAskedOverTlsStopsTheStart(String issuer) {
    Map<String, String> values =
        Map.of("securechat.oidc.issuer", issuer, "securechat.oidc.audience", "securechat");

    assertThat(check(values).faults())
        .singleElement()
        .asString()
        .startsWith(
            "securechat.oidc.issuer (SECURECHAT_OIDC_ISSUER) has an invalid value; allowed: address"
                + " with https");
  }

  @Test
  void whatAProviderNeedsIsMissedAtTheStartAndNotWithTheFirstToken(@TempDir Path folder)
      throws Exception {
    String issuer = "https://login.example.org/realms/us";
    Path empty = Files.createFile(folder.resolve("ca.pem"));

    assertThat(check(Map.of("securechat.oidc.issuer", issuer)).faults())
        .containsExactly(
            "securechat.oidc.audience (SECURECHAT_OIDC_AUDIENCE) is needed with"
                + " securechat.oidc.issuer");
    for (Path file : new Path[] {folder.resolve("none.pem"), empty, folder}) {
      Map<String, String> values =
          Map.of(
              "securechat.oidc.issuer",
              issuer,
              "securechat.oidc.audience",
              "securechat",
              "securechat.oidc.ca",
              file.toString());
      assertThat(check(values).faults())
          .containsExactly(
              "securechat.oidc.ca (SECURECHAT_OIDC_CA) names no file with certificates");
    }
    assertThat(check(Map.of("securechat.oidc.audience", "securechat")).faults()).isEmpty();
    assertThat(check(Map.of("securechat.oidc.client-id", "securechat-console")).faults())
        .containsExactly(
            "securechat.oidc.issuer (SECURECHAT_OIDC_ISSUER) is needed with"
                + " securechat.oidc.client-id");
  }

  @ParameterizedTest
  @CsvSource({
    "securechat.crl.distribution, on",
    "securechat.ocsp, on",
    "securechat.ocsp, REQUIRE",
  })
  void whoIsSentToAddressesOfCertificatesNeedsAListOfHosts(String key, String text) {
    assertThat(check(Map.of(key, text)).faults())
        .singleElement()
        .asString()
        .startsWith("securechat.revocation.hosts (SECURECHAT_REVOCATION_HOSTS) must say");
    assertThat(check(Map.of(key, text, "securechat.revocation.hosts", "pki.example.org")).faults())
        .isEmpty();
  }

  @Test
  void aConfiguredResponderNeedsNoListOfHosts() {
    Map<String, String> values =
        Map.of("securechat.ocsp", "on", "securechat.ocsp.url", "http://ocsp.example.org");

    assertThat(check(values).faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "securechat.oidc.issuer, ''",
    "securechat.password-policy, NEVER",
    "securechat.port, ' 0 '",
    "securechat.ledger.doubt-limit, PT2.5S",
    "securechat.db.password, ''",
  })
  void whatIsInBoundsIsNot(String key, String text) {
    assertThat(check(Map.of(key, text)).faults()).isEmpty();
  }

  @Test
  void whatOnlyLooksLikeASettingIsFound() {
    assertThat(
            SettingsCheck.unknown(
                Set.of(
                    "SECURECHAT_PORT",
                    "SECURECHAT_PROT",
                    "SECURECHAT_COOKIE_ABOVE",
                    "SECURECHAT_DB_PASSWORD_FILE",
                    "SECURECHAT_SERVER",
                    "PATH")))
        .containsExactly("SECURECHAT_PROT");
  }

  @Test
  void everyVariableOfTheProgramsIsKnown() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> client = Files.walk(Path.of("../client-app/src/main/java"));
        Stream<Path> launcher = Files.walk(Path.of("../launcher/src/main/java"))) {
      List<Path> files =
          Stream.of(client, launcher, Stream.of(Path.of("../securechat")))
              .flatMap(all -> all)
              .filter(Files::isRegularFile)
              .toList();
      for (Path file : files) {
        Pattern.compile("SECURECHAT_[A-Z_]*[A-Z]")
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> named.add(found.group()));
      }
    }
    assertThat(named).contains("SECURECHAT_CACHE", "SECURECHAT_SERVER");
    assertThat(SettingsCheck.unknown(named)).as("told to be no setting").isEmpty();
  }
}
