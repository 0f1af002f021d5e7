package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

class NamedGroupTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @ParameterizedTest
  @EnumSource
  void bothSidesAgree(NamedGroup group) throws Exception {
    try (KeyExchange client = group.offer(RANDOM);
        KeyAnswer server = group.answer(client.share(), RANDOM)) {
      assertThat(client.agree(server.share())).isEqualTo(server.secret());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X25519MLKEM768, 1216, 1120, 64",
    "X25519, 32, 32, 32",
    "SECP256R1, 65, 65, 32",
    "FFDHE3072, 384, 384, 384",
    "FFDHE2048, 256, 256, 256"
  })
  void sharesAndSecretHaveTheirLengths(NamedGroup group, int client, int server, int secret)
      throws Exception {
    try (KeyExchange exchange = group.offer(RANDOM)) {
      KeyAnswer answer = group.answer(exchange.share(), RANDOM);
      assertThat(exchange.share()).hasSize(client);
      assertThat(answer.share()).hasSize(server);
      assertThat(answer.secret().length()).isEqualTo(secret);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shareOfWrongLengthIsRefused(NamedGroup group) {
    KeyExchange exchange = group.offer(RANDOM);
    byte[] share = exchange.share();
    for (int length : new int[] {0, 1, share.length - 1, share.length + 1}) {
      assertRefused(() -> group.answer(Arrays.copyOf(share, length), RANDOM));
    }
    assertRefused(() -> exchange.agree(new byte[7]));
  }

  @Test
  void x25519IsThatOfRfc7748() throws Exception {
    X25519Agreement x25519 = new X25519Agreement();
    byte[] alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    byte[] bobShare = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    byte[] encoded = Arrays.copyOf(hex("302e020100300506032b656e04220420"), 16 + 32);
    System.arraycopy(alice, 0, encoded, 16, 32);
    KeyPair pair =
        new KeyPair(
            null, Providers.keyFactory("X25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    assertThat(JcaExchange.of("X25519", pair, x25519).agree(bobShare).expose())
        .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
      })
  void x25519PointOfSmallOrderIsRefused(String share) {
    assertRefused(() -> NamedGroup.X25519.answer(hex(share), RANDOM));
  }

  @Test
  void hybridWithSmallOrderX25519IsRefused() {
    byte[] share = NamedGroup.X25519MLKEM768.offer(RANDOM).share();
    Arrays.fill(share, 1184, share.length, (byte) 0);
    assertRefused(() -> NamedGroup.X25519MLKEM768.answer(share, RANDOM));
  }

  @Test
  void hybridWithCoefficientAboveTheModulusIsRefused() {
    byte[] share = NamedGroup.X25519MLKEM768.offer(RANDOM).share();
    share[0] = (byte) 0xff;
    share[1] |= 0x0f;
    assertRefused(() -> NamedGroup.X25519MLKEM768.answer(share, RANDOM));
  }

  @Test
  void hybridWithAlteredCiphertextAgreesOnNothing() throws Exception {
    KeyExchange client = NamedGroup.X25519MLKEM768.offer(RANDOM);
    KeyAnswer server = NamedGroup.X25519MLKEM768.answer(client.share(), RANDOM);
    byte[] altered = server.share();
    altered[5] ^= 1;
    assertThat(client.agree(altered)).isNotEqualTo(server.secret());
  }

  @Test
  void p256PointOffTheCurveIsRefused() {
    byte[] share = NamedGroup.SECP256R1.offer(RANDOM).share();
    share[64] ^= 1;
    assertRefused(() -> NamedGroup.SECP256R1.answer(share, RANDOM));
  }

  @Test
  void p256CompressedOrInfinityIsRefused() {
    byte[] share = NamedGroup.SECP256R1.offer(RANDOM).share();
    share[0] = 2;
    assertRefused(() -> NamedGroup.SECP256R1.answer(Arrays.copyOf(share, 33), RANDOM));
    assertRefused(() -> NamedGroup.SECP256R1.answer(share, RANDOM));
    assertRefused(() -> NamedGroup.SECP256R1.answer(new byte[] {0}, RANDOM));
    assertRefused(() -> NamedGroup.SECP256R1.answer(new byte[65], RANDOM));
  }

  @Test
  void p256CoordinateAboveTheFieldIsRefused() {
    byte[] share = new byte[65];
    Arrays.fill(share, (byte) 0xff);
    share[0] = 4;
    assertRefused(() -> NamedGroup.SECP256R1.answer(share, RANDOM));
  }

  @ParameterizedTest
  @EnumSource(names = {"FFDHE2048", "FFDHE3072"})
  void ffdheValueOutOfRangeIsRefused(NamedGroup group) throws Exception {
    BigInteger p = prime(group);
    int length = p.bitLength() / 8;
    for (BigInteger bad :
        new BigInteger[] {
          BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE), p, p.add(BigInteger.TWO)
        }) {
      assertRefused(() -> group.answer(Padding.left(bad, length), RANDOM));
    }
    group.answer(Padding.left(BigInteger.TWO, length), RANDOM).close();
    group.answer(Padding.left(p.subtract(BigInteger.TWO), length), RANDOM).close();
  }

  /** RFC 7919 appendix A: p = 2^b - 2^(b-64) + (floor(2^(b-130) e) + x) 2^64 - 1. */
  @ParameterizedTest
  @CsvSource({"FFDHE2048, 2048, 560316", "FFDHE3072, 3072, 2625351"})
  void ffdhePrimeIsThatOfRfc7919(NamedGroup group, int bits, int x) {
    BigDecimal e = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    MathContext precision = new MathContext(1000);
    for (int n = 1; n < 500; n++) {
      term = term.divide(BigDecimal.valueOf(n), precision);
      e = e.add(term, precision);
    }
    BigInteger middle =
        e.multiply(new BigDecimal(power(bits - 130)))
            .toBigInteger()
            .add(BigInteger.valueOf(x))
            .shiftLeft(64);
    BigInteger p = power(bits).subtract(power(bits - 64)).add(middle).subtract(BigInteger.ONE);
    assertThat(prime(group)).isEqualTo(p);
  }

  @Test
  void paddingNeverCutsANumber() {
    assertThat(Padding.left(BigInteger.valueOf(255), 3)).containsExactly(0, 0, 255);
    assertThatThrownBy(() -> Padding.left(BigInteger.valueOf(256), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unknownGroupHasNoName() {
    assertThat(NamedGroup.of("x25519")).contains(NamedGroup.X25519);
    assertThat(NamedGroup.of("X25519")).isEmpty();
    assertThat(CipherSuite.of("aes128gcm")).isEmpty();
  }

  private static BigInteger prime(NamedGroup group) {
    return group == NamedGroup.FFDHE2048
        ? DHStandardGroups.rfc7919_ffdhe2048.getP()
        : DHStandardGroups.rfc7919_ffdhe3072.getP();
  }

  private static BigInteger power(int exponent) {
    return BigInteger.ONE.shiftLeft(exponent);
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.alert()).isEqualTo(AlertCode.BAD_FRAME));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
