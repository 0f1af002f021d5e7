package org.securechat.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;

class ServerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "localhost,localhost,7443",
    "localhost:1,localhost,1",
    "10.0.0.1:65535,10.0.0.1,65535",
    "[::1]:99,::1,99",
    "[::1],::1,7443",
    "::1,::1,7443"
  })
  void anAddressIsRead(String text, String host, int port) throws Exception {
    assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":1", "a:", "a:0", "a:65536", "a:b", "a:-1", "[::1", "[::1]x", "[]:1", "[::1]:"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("not a server's address");
  }

  @Test
  void itPrintsAsItIsTyped() throws Exception {
    assertThat(ServerAddress.parse("[::1]:9")).hasToString("[::1]:9");
    assertThat(ServerAddress.parse("[::1]:9").folderName()).isEqualTo("__1_9");
  }

  @Test
  void waitsGrowToHalfAMinuteAndVary() {
    ReconnectBackoff backoff = new ReconnectBackoff(new SecureRandom());
    Duration first = backoff.next();
    assertThat(first).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    for (int i = 0; i < 20; i++) {
      backoff.next();
    }
    assertThat(backoff.next()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }
}
