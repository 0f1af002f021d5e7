package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretBytesTest {
  @Test
  void copiesInAndOut() {
    byte[] source = {1, 2, 3};
    SecretBytes secret = SecretBytes.copyOf(source);
    source[0] = 9;
    secret.expose()[1] = 9;
    assertThat(secret.expose()).containsExactly(1, 2, 3);
  }

  @Test
  void neverPrintsItsContent() {
    assertThat(SecretBytes.copyOf(new byte[] {77, 78}))
        .hasToString("SecretBytes[2 bytes, redacted]");
  }

  @Test
  void isGoneOnceClosed() {
    byte[] adopted = {1, 2, 3};
    SecretBytes secret = SecretBytes.adopt(adopted);
    SecretBytes equal = SecretBytes.copyOf(adopted);
    assertThat(secret).isEqualTo(equal).hasSameHashCodeAs(equal);
    secret.close();
    assertThat(adopted).containsOnly(0);
    assertThatThrownBy(secret::expose).isInstanceOf(IllegalStateException.class);
    assertThat(secret).isNotEqualTo(equal).isNotEqualTo(SecretBytes.copyOf(new byte[3]));
  }

  @Test
  void digestsRecogniseOnlyTheirOwnText() {
    assertThat(
            Digests.sha256Hex(
                "a".getBytes(StandardCharsets.UTF_8), "bc".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Digests.isHex("a".repeat(64))).isTrue();
    assertThat(Digests.isHex("A".repeat(64))).isFalse();
    assertThat(Digests.isHex("g".repeat(64))).isFalse();
    assertThat(Digests.isHex("a".repeat(63))).isFalse();
  }
}
