package org.securechat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.crypto.SecretBytes;

class DecoyAccountsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final AtomicInteger made = new AtomicInteger();
  private final AtomicReference<Thread> second = new AtomicReference<>();

  @Test
  void theSecretIsMadeOnceAlthoughTwoNeedItAtTheSameMoment() throws Exception {
    AtomicReference<DecoyAccounts> decoys = new AtomicReference<>();
    decoys.set(
        new DecoyAccounts(_ -> {
          if (made.incrementAndGet() == 1) {
            Thread other = Thread.ofPlatform().start(() -> decoys.get().password("bob"));
            second.set(other);
            await()
                .atMost(LIMIT)
                .until(() -> other.getState() == Thread.State.WAITING || !other.isAlive());
          }
          return SecretBytes.random(StoredPassword.KEY_LENGTH);
        }));

    byte[] first = decoys.get().password("alice").salt();
    assertThat(second.get().join(LIMIT)).isTrue();

    assertThat(made).hasValue(1);
    assertThat(decoys.get().password("alice").salt()).isEqualTo(first);
    assertThat(decoys.get().password("bob").salt()).isNotEqualTo(first);
  }
}
