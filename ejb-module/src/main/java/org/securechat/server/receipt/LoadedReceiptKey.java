package org.securechat.server.receipt;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.ServerNames;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.SenderCertificate;

/**
 * A receipt key as its files were at one moment.
 *
 * @param serverName in whose name it signs
 * @param credentials the key with its certificate and those between it and the authority
 * @param certificate the certificate with its issuers, as the ledger keeps them
 * @param own those under which this server signs and has signed
 */
public record LoadedReceiptKey(
    String serverName,
    Credentials credentials,
    SenderCertificate certificate,
    ReceiptCertificates own)
    implements LedgerKey {

  static LoadedReceiptKey read(ReceiptSettings settings) throws IOException {
    Credentials credentials =
        PemFiles.credentials(settings.chain(), settings.key(), settings.passphrase());
    // PROTOCOL.md §6: no verifier accepts what another certificate signs in this name.
    Optional<String> fault = ServerNames.receiptFault(settings.serverName(), credentials.leaf());
    if (fault.isPresent()) {
      throw new IOException(settings.chain() + " " + fault.get());
    }
    return new LoadedReceiptKey(
        settings.serverName(),
        credentials,
        SenderCertificate.of(issuedChain(credentials)),
        new ReceiptCertificates(settings));
  }

  /** An authority that names itself may be in the file, but is no issuer to be kept. */
  private static List<X509Certificate> issuedChain(Credentials credentials) {
    return credentials.chain().stream()
        .filter(each -> each.equals(credentials.leaf()) || !NameBytes.isNamedBy(each, each))
        .toList();
  }

  LoadedReceiptKey knowing(ReceiptCertificates all) {
    return new LoadedReceiptKey(serverName, credentials, certificate, all);
  }

  @Override
  public byte[] signEvent(byte[] payload) {
    return credentials.sign(payload);
  }

  @Override
  public byte[] signHead(byte[] statement) {
    return credentials.sign(statement);
  }

  @Override
  public boolean isOwn(String certificateSha256) {
    return own.isOwn(certificateSha256);
  }

  @Override
  public boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature) {
    return own.verifyHead(certificateSha256, statement, signature);
  }
}
