package org.securechat.server.receipt;

import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.server.ledger.HeadVerifier;
import org.securechat.server.ledger.SenderCertificate;

/** The certificates under which this server signs and has signed, without any key. Immutable. */
public final class ReceiptCertificates implements HeadVerifier {
  private final String serverName;
  private final Map<String, PublicKey> own = new HashMap<>();

  /**
   * Reads the certificates' files; the key's is not touched.
   *
   * @throws IOException naming the file that is missing or unusable
   */
  public ReceiptCertificates(ReceiptSettings settings) throws IOException {
    serverName = settings.serverName();
    add(PemFiles.certificates(settings.chain()).getFirst());
    FormerCertificates.in(settings.formerChains()).forEach(this::add);
  }

  private void add(X509Certificate leaf) {
    own.put(SenderCertificate.of(leaf).sha256(), leaf.getPublicKey());
  }

  @Override
  public String serverName() {
    return serverName;
  }

  @Override
  public boolean isOwn(String certificateSha256) {
    return own.containsKey(certificateSha256);
  }

  @Override
  public boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature) {
    PublicKey key = own.get(certificateSha256);
    return Optional.ofNullable(key)
        .flatMap(SignatureScheme::forKey)
        .map(scheme -> scheme.verify(key, statement, signature))
        .orElse(false);
  }
}
