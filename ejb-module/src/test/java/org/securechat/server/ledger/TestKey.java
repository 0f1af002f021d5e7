package org.securechat.server.ledger;

import java.security.KeyPair;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SignatureScheme;

/** A server's key without files; its certificate is any bytes. */
final class TestKey implements LedgerKey {
  private final KeyPair pair;
  private final SenderCertificate certificate;

  TestKey(String name) {
    this.pair = Providers.keyPairGenerator("Ed25519").generateKeyPair();
    this.certificate = SenderCertificate.of(("certificate of " + name).getBytes());
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
  public boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature) {
    return certificateSha256.equals(certificate.sha256())
        && SignatureScheme.ED25519.verify(pair.getPublic(), statement, signature);
  }
}
