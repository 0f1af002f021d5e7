package org.securechat.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is a valid signature is the same by Java alone, by the native provider and by OpenSSL
 * (PROTOCOL.md 3.8). Where the native provider does not load, the other two are compared.
 */
class ProviderVerdictsTest {
  private static final byte[] DATA = "what was said".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1"})
  void ecdsa(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair pair = generator.generateKeyPair();
    SignatureScheme scheme = SignatureScheme.forKey(pair.getPublic()).orElseThrow();
    String hash = scheme == SignatureScheme.ECDSA_SECP256R1_SHA256 ? "sha256" : "sha384";
    List<String> options = List.of(hash);
    for (Map.Entry<String, byte[]> each : ecdsaSignatures(scheme, pair.getPrivate()).entrySet()) {
      boolean valid = each.getKey().startsWith("good");
      assertVerdict(each.getKey(), scheme, pair.getPublic(), each.getValue(), options, valid);
    }
  }

  private static Map<String, byte[]> ecdsaSignatures(SignatureScheme scheme, PrivateKey key)
      throws Exception {
    BigInteger order = ((ECPrivateKey) key).getParams().getOrder();
    Map<String, byte[]> cases = new LinkedHashMap<>();
    byte[] good = scheme.sign(key, DATA);
    var integers = org.bouncycastle.asn1.ASN1Sequence.getInstance(good);
    BigInteger r = ASN1Integer.getInstance(integers.getObjectAt(0)).getValue();
    BigInteger s = ASN1Integer.getInstance(integers.getObjectAt(1)).getValue();
    cases.put("good", good);
    cases.put("good, the other s of the pair", der(r, order.subtract(s)));
    cases.put("r = 0", der(BigInteger.ZERO, s));
    cases.put("s = 0", der(r, BigInteger.ZERO));
    cases.put("both 0", der(BigInteger.ZERO, BigInteger.ZERO));
    cases.put("r = n", der(order, s));
    cases.put("s = n", der(r, order));
    cases.put("s + n", der(r, s.add(order)));
    cases.put("r + n", der(r.add(order), s));
    cases.put("r negative", der(r.negate(), s));
    cases.put("s negative", der(r, s.negate()));
    cases.put("r = 1, s = 1", der(BigInteger.ONE, BigInteger.ONE));
    cases.put("exchanged", der(s, r));
    cases.put("trailing byte", Arrays.copyOf(good, good.length + 1));
    cases.put("cut short", Arrays.copyOf(good, good.length - 1));
    cases.put("three integers", der(r, s, BigInteger.ONE));
    cases.put("one integer", der(r));
    cases.put("empty", new byte[0]);
    cases.put("superfluous zero in r", zeroBeforeFirst(good));
    cases.put("length in two bytes", longLength(good));
    cases.put("indefinite length", indefinite(good));
    cases.put("raw r and s", raw(r, s, (order.bitLength() + 7) / 8));
    Signature other =
        Signature.getInstance(
            scheme == SignatureScheme.ECDSA_SECP256R1_SHA256
                ? "SHA384withECDSA"
                : "SHA256withECDSA");
    other.initSign(key);
    other.update(DATA);
    cases.put("wrong hash", other.sign());
    return cases;
  }

  @Test
  void rsaPss() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    Map<String, byte[]> cases = new LinkedHashMap<>();
    byte[] good = pss(pair.getPrivate(), "SHA-256", "SHA-256", 32);
    cases.put("good", good);
    cases.put("salt of 0", pss(pair.getPrivate(), "SHA-256", "SHA-256", 0));
    cases.put("salt of 20", pss(pair.getPrivate(), "SHA-256", "SHA-256", 20));
    cases.put("salt of 33", pss(pair.getPrivate(), "SHA-256", "SHA-256", 33));
    cases.put("wrong hash", pss(pair.getPrivate(), "SHA-384", "SHA-256", 32));
    cases.put("wrong mask", pss(pair.getPrivate(), "SHA-256", "SHA-384", 32));
    cases.put("trailing byte", Arrays.copyOf(good, good.length + 1));
    cases.put("cut short", Arrays.copyOf(good, good.length - 1));
    cases.put("leading zero", raw(new BigInteger(1, good), BigInteger.ZERO, good.length + 1));
    cases.put("a number above the modulus", aboveModulus(pair.getPublic(), good));
    cases.put("empty", new byte[0]);
    cases.put("zeros", new byte[good.length]);
    Signature pkcs1 = Signature.getInstance("SHA256withRSA");
    pkcs1.initSign(pair.getPrivate());
    pkcs1.update(DATA);
    cases.put("PKCS 1 version 1.5", pkcs1.sign());
    for (Map.Entry<String, byte[]> each : cases.entrySet()) {
      assertRsaVerdict(each.getKey(), pair.getPublic(), each.getValue());
    }
  }

  /** A short signature: a number that happens to begin with zeros, and is still of full length. */
  @Test
  void rsaSignatureWithLeadingZeros() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    byte[] signature = pss(pair.getPrivate(), "SHA-256", "SHA-256", 32);
    for (int i = 0; signature[0] != 0 && i < 5_000; i++) {
      signature = pss(pair.getPrivate(), "SHA-256", "SHA-256", 32);
    }
    assumeTrue(signature[0] == 0);
    assertRsaVerdict("good", pair.getPublic(), signature);
    // PROTOCOL.md 3.8: as many bytes as the modulus; OpenSSL leaves that to its caller.
    byte[] cut = Arrays.copyOfRange(signature, 1, signature.length);
    for (Optional<Provider> engine : engines()) {
      assertThat(SignatureScheme.RSA_PSS_RSAE_SHA256.verify(engine, pair.getPublic(), DATA, cut))
          .as("without its zero by %s", engine)
          .isFalse();
    }
  }

  /** AWS-LC takes none above 33 bits, and a verdict must not depend on it. */
  @ParameterizedTest
  @ValueSource(strings = {"3", "65537", "1ffffffff", "8000000000000001", "ffffffffffffffc5"})
  void rsaExponents(String exponent) throws Exception {
    BigInteger number =
        exponent.length() > 5 ? new BigInteger(exponent, 16) : new BigInteger(exponent);
    KeyPair pair = null;
    while (pair == null) {
      pair = rsa(number);
    }
    byte[] good = pss(pair.getPrivate(), "SHA-256", "SHA-256", 32);
    assertRsaVerdict("good", pair.getPublic(), good);
    good[17] ^= 1;
    assertRsaVerdict("one bit changed", pair.getPublic(), good);
  }

  @Test
  void evenModulus() throws Exception {
    RSAPublicKey key = (RSAPublicKey) rsa(BigInteger.valueOf(65537)).getPublic();
    PublicKey even =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(key.getModulus().clearBit(0), key.getPublicExponent()));
    assertRsaVerdict("no odd modulus", even, new byte[256]);
  }

  @Test
  void ed25519KeysWithTheirPublicKeyBesideThemSign() throws Exception {
    KeyPair pair =
        KeyPairGenerator.getInstance("Ed25519", Providers.bouncyCastle()).generateKeyPair();
    byte[] signature = SignatureScheme.ED25519.sign(pair.getPrivate(), DATA);
    for (Optional<Provider> engine : engines()) {
      assertThat(SignatureScheme.ED25519.verify(engine, pair.getPublic(), DATA, signature))
          .isTrue();
    }
  }

  private void assertRsaVerdict(String name, PublicKey key, byte[] signature) throws Exception {
    List<String> options =
        List.of(
            "sha256",
            "-pkeyopt",
            "rsa_padding_mode:pss",
            "-pkeyopt",
            "rsa_pss_saltlen:32",
            "-pkeyopt",
            "rsa_mgf1_md:sha256");
    SignatureScheme scheme = SignatureScheme.RSA_PSS_RSAE_SHA256;
    assertVerdict(name, scheme, key, signature, options, name.startsWith("good"));
  }

  private void assertVerdict(
      String name,
      SignatureScheme scheme,
      PublicKey key,
      byte[] signature,
      List<String> openSsl,
      boolean valid)
      throws Exception {
    for (Optional<Provider> engine : engines()) {
      assertThat(scheme.verify(engine, key, DATA, signature))
          .as("%s by %s", name, engine.map(Object::toString).orElse("Java"))
          .isEqualTo(valid);
    }
    assertThat(verifiedByOpenSsl(key, signature, openSsl))
        .as("%s by OpenSSL", name)
        .isEqualTo(valid);
  }

  /** Java alone, and the native provider where it loads. */
  static List<Optional<Provider>> engines() {
    return KeyFamily.EC
        .nativeProvider()
        .map(provider -> List.of(Optional.<Provider>empty(), Optional.of(provider)))
        .orElse(List.of(Optional.empty()));
  }

  private boolean verifiedByOpenSsl(PublicKey key, byte[] signature, List<String> options)
      throws IOException, InterruptedException {
    Files.write(folder.resolve("key"), key.getEncoded());
    Files.write(folder.resolve("message"), DATA);
    Files.write(folder.resolve("signature"), signature);
    String start =
        "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key -in message"
            + " -sigfile signature -digest";
    List<String> command = new ArrayList<>(List.of(start.split(" ", -1)));
    command.addAll(options);
    return new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static KeyPair rsa(BigInteger exponent) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", Providers.bouncyCastle());
    generator.initialize(new RSAKeyGenParameterSpec(2048, exponent));
    return generator.generateKeyPair();
  }

  private static byte[] pss(PrivateKey key, String hash, String mask, int salt) throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mask), salt, 1));
    // Bouncy Castle makes no mask of another hash.
    signature.initSign(
        (PrivateKey) KeyFactory.getInstance("RSA").translateKey((RSAPrivateKey) key));
    signature.update(DATA);
    return signature.sign();
  }

  private static byte[] aboveModulus(PublicKey key, byte[] signature) {
    BigInteger number = new BigInteger(1, signature).add(((RSAPublicKey) key).getModulus());
    byte[] bytes = number.toByteArray();
    return Arrays.copyOfRange(bytes, bytes.length - signature.length, bytes.length);
  }

  private static byte[] der(BigInteger... integers) throws IOException {
    ASN1EncodableVector vector = new ASN1EncodableVector();
    for (BigInteger integer : integers) {
      vector.add(new ASN1Integer(integer));
    }
    return new DERSequence(vector).getEncoded();
  }

  private static byte[] raw(BigInteger first, BigInteger second, int length) {
    byte[] bytes = new byte[second.signum() == 0 ? length : 2 * length];
    System.arraycopy(Padding.left(first, length), 0, bytes, 0, length);
    if (second.signum() != 0) {
      System.arraycopy(Padding.left(second, length), 0, bytes, length, length);
    }
    return bytes;
  }

  private static byte[] zeroBeforeFirst(byte[] der) {
    byte[] padded = new byte[der.length + 1];
    System.arraycopy(der, 0, padded, 0, 4);
    System.arraycopy(der, 4, padded, 5, der.length - 4);
    padded[1]++;
    padded[3]++;
    return padded;
  }

  private static byte[] longLength(byte[] der) {
    byte[] longer = new byte[der.length + 1];
    longer[0] = der[0];
    longer[1] = (byte) 0x81;
    System.arraycopy(der, 1, longer, 2, der.length - 1);
    return longer;
  }

  private static byte[] indefinite(byte[] der) {
    byte[] longer = Arrays.copyOf(der, der.length + 2);
    longer[1] = (byte) 0x80;
    return longer;
  }
}
