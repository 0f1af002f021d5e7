package org.securechat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server with a wrong setting does not start, and says which one it is. */
class SettingsCheckTest {

  private static SettingsCheck check(Map<String, String> values) {
    Config config =
        (Config)
            Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (proxy, method, args) -> Optional.ofNullable(values.get(args[0])));
    return new SettingsCheck(config);
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
  })
  void whatIsOutOfBoundsIsNamed(String key, String text) {
    assertThat(check(Map.of(key, text)).faults())
        .singleElement()
        .asString()
        .startsWith(key + " (SECURECHAT_")
        .contains(" is no ");
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
  @CsvSource({
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
}
