package org.securechat.protocol.identity.key;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyWorkTest {
  private static final Path FILE = Path.of("a.key");
  private static final byte[] SALT = new byte[16];

  @ParameterizedTest
  @CsvSource({"16384,8,1", "131072,8,1", "2,8,16"})
  void usualScryptIsAllowed(int cost, int block, int lanes) {
    assertThatCode(() -> KeyWork.check(FILE, scrypt(cost, block, lanes)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "1048576,8,1",
    "2,2147483647,1",
    "16384,8,17",
    "16384,8,2147483647",
    "-2,8,1",
    "0,8,1",
    "16384,-8,1",
    "16384,8,0"
  })
  void scryptThatTakesAllMemoryIsRefused(int cost, int block, int lanes) {
    assertThatThrownBy(() -> KeyWork.check(FILE, scrypt(cost, block, lanes)))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("are allowed");
  }

  @Test
  void twoNegativeNumbersDoNotPassAsAProduct() {
    assertThatThrownBy(() -> KeyWork.check(FILE, scrypt(-16384, -8, 1)))
        .isInstanceOf(KeyFileException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "5000000"})
  void bearableIterationsAreAllowed(String iterations) {
    assertThatCode(() -> KeyWork.check(FILE, pbkdf2(new BigInteger(iterations))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "5000001", "4294967297", "18446744073709551617"})
  void iterationsWithoutEndAreRefused(String iterations) {
    assertThatThrownBy(() -> KeyWork.check(FILE, pbkdf2(new BigInteger(iterations))))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("iterations");
  }

  @Test
  void anotherDerivationIsNotUnderstood() {
    assertThatThrownBy(() -> KeyWork.check(FILE, pbes2(new ASN1ObjectIdentifier("1.2.3.4"), null)))
        .hasMessageContaining("key derivation 1.2.3.4");
  }

  private static AlgorithmIdentifier scrypt(int cost, int block, int lanes) {
    return pbes2(MiscObjectIdentifiers.id_scrypt, new ScryptParams(SALT, cost, block, lanes));
  }

  private static AlgorithmIdentifier pbkdf2(BigInteger iterations) {
    DERSequence parameters =
        new DERSequence(
            new ASN1Encodable[] {new DEROctetString(SALT), new ASN1Integer(iterations)});
    return pbes2(PKCSObjectIdentifiers.id_PBKDF2, PBKDF2Params.getInstance(parameters));
  }

  private static AlgorithmIdentifier pbes2(ASN1ObjectIdentifier method, ASN1Encodable parameters) {
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBES2,
        new PBES2Parameters(
            new KeyDerivationFunc(method, parameters),
            new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC)));
  }
}
