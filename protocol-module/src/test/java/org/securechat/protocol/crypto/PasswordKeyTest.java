package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PasswordKeyTest {
  private static final KdfParameters CHEAP = new KdfParameters(8192, 1, 1);

  @Test
  void isArgon2idAsOthersComputeIt() {
    // argon2 (reference implementation): echo -n "pässword" | argon2 0123456789abcdef -id -t 2 -k
    // 19456 -p 1 -l 32
    byte[] salt = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    SecretBytes key =
        PasswordKey.derive("p\u00e4ssword".toCharArray(), salt, KdfParameters.DEFAULT);
    assertThat(HexFormat.of().formatHex(key.expose()))
        .isEqualTo("b6683c913ce624b920b9cda438621dde7162e9a9af44a5393eb49e6095ba4119");
  }

  @Test
  void dependsOnEverything() {
    byte[] salt = new byte[16];
    SecretBytes key = PasswordKey.derive("secret".toCharArray(), salt, CHEAP);
    assertThat(key.length()).isEqualTo(32);
    assertThat(PasswordKey.derive("secret".toCharArray(), salt, CHEAP)).isEqualTo(key);
    assertThat(PasswordKey.derive("Secret".toCharArray(), salt, CHEAP)).isNotEqualTo(key);
    assertThat(PasswordKey.derive("secret".toCharArray(), salt, new KdfParameters(8192, 2, 1)))
        .isNotEqualTo(key);
    assertThat(PasswordKey.derive("secret".toCharArray(), salt, new KdfParameters(8192, 1, 2)))
        .isNotEqualTo(key);
    salt[15] = 1;
    assertThat(PasswordKey.derive("secret".toCharArray(), salt, CHEAP)).isNotEqualTo(key);
    assertThatThrownBy(() -> PasswordKey.derive("secret".toCharArray(), new byte[15], CHEAP))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parametersOutOfBoundsDoNotExist() {
    int[][] outside = {
      {8191, 2, 1}, {262_145, 2, 1}, {19_456, 0, 1}, {19_456, 11, 1}, {19_456, 2, 0}, {19_456, 2, 5}
    };
    for (int[] p : outside) {
      assertThatThrownBy(() -> new KdfParameters(p[0], p[1], p[2]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new KdfParameters(262_144, 10, 4).memoryKib()).isEqualTo(262_144);
  }
}
