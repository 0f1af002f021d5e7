package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 5869 appendix A. */
class HkdfTest {
  private final Hkdf hkdf = new Hkdf(CipherSuite.AES128GCM_SHA256);

  @Test
  void testCase1() {
    byte[] secret = hkdf.extract(hex("000102030405060708090a0b0c"), hex("0b".repeat(22)));
    assertThat(secret)
        .isEqualTo(hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"));
    assertThat(hkdf.expand(secret, hex("f0f1f2f3f4f5f6f7f8f9"), 42))
        .isEqualTo(
            hex(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                    + "34007208d5b887185865"));
  }

  @Test
  void testCase3EmptySaltAndInfo() {
    byte[] secret = hkdf.extract(new byte[0], hex("0b".repeat(22)));
    assertThat(secret)
        .isEqualTo(hex("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"));
    assertThat(hkdf.expand(secret, new byte[0], 42))
        .isEqualTo(
            hex(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                    + "9d201395faa4b61a96c8"));
  }

  @Test
  void moreThan255BlocksAreRefused() {
    byte[] secret = new byte[32];
    assertThat(hkdf.expand(secret, new byte[0], 255 * 32)).hasSize(8160);
    assertThatThrownBy(() -> hkdf.expand(secret, new byte[0], 255 * 32 + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherProtocolsPrefixYieldsAnotherKey() {
    byte[] secret = new byte[32];
    Hkdf tls = new Hkdf(CipherSuite.AES128GCM_SHA256, "tls13 ");
    assertThat(hkdf.expandLabel(secret, "key", new byte[0], 16))
        .isNotEqualTo(tls.expandLabel(secret, "key", new byte[0], 16));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
