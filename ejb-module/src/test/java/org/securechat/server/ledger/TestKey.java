package org.securechat.server.ledger;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SignatureScheme;

/** A server's key without files; its certificate is any bytes. */
final class TestKey implements LedgerKey {
  private final KeyPair pair;
  private final SenderCertificate certificate;

  TestKey(String name) {
    this(name, Providers.keyPairGenerator("Ed25519").generateKeyPair());
  }

  private TestKey(String name, KeyPair pair) {
    this.pair = pair;
    this.certificate =
        SenderCertificate.of(("certificate of " + name).getBytes(StandardCharsets.UTF_8));
  }

  /** The key of RFC 8032's first test, the same in every process. */
  static TestKey fixed() {
    HexFormat hex = HexFormat.of();
    byte[] secret =
        hex.parseHex(
            "302e020100300506032b657004220420"
                + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    byte[] key =
        hex.parseHex(
            "302a300506032b6570032100"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    try {
      KeyFactory factory = Providers.keyFactory("Ed25519");
      return new TestKey(
          "receipts",
          new KeyPair(
              factory.generatePublic(new X509EncodedKeySpec(key)),
              factory.generatePrivate(new PKCS8EncodedKeySpec(secret))));
    } catch (InvalidKeySpecException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String serverName() {
    return "test";
  }

  @Override
  public SenderCertificate certificate() {
    return certificate;
  }

  @Override
  public byte[] signEvent(byte[] payload) {
    return SignatureScheme.ED25519.sign(pair.getPrivate(), payload);
  }

  @Override
  public byte[] signHead(byte[] statement) {
    return SignatureScheme.ED25519.sign(pair.getPrivate(), statement);
  }

  @Override
  public boolean isOwn(String certificateSha256) {
    return certificateSha256.equals(certificate.sha256());
  }

  @Override
  public boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature) {
    return isOwn(certificateSha256)
        && SignatureScheme.ED25519.verify(pair.getPublic(), statement, signature);
  }
}
