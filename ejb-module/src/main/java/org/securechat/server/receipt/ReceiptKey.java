package org.securechat.server.receipt;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.ServerNames;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.SenderCertificate;

/** The receipt key, read from its files on first use. Thread-safe. */
@Singleton
@LocalBean
@Local(LedgerKey.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ReceiptKey implements LedgerKey {
  private final Supplier<ReceiptSettings> settings;
  private volatile Loaded loaded;

  /** For the container's proxy. */
  public ReceiptKey() {
    this((Supplier<ReceiptSettings>) null);
  }

  @Inject
  public ReceiptKey(Instance<ReceiptSettings> settings) {
    this((Supplier<ReceiptSettings>) settings::get);
  }

  ReceiptKey(ReceiptSettings settings) {
    this(() -> settings);
  }

  private ReceiptKey(Supplier<ReceiptSettings> settings) {
    this.settings = settings;
  }

  /**
   * Reads the files, if that has not been done yet.
   *
   * @throws IllegalStateException naming the file that is missing or unusable
   */
  public void load() {
    loaded();
  }

  /** The key with its certificate and those between it and the authority. */
  public Credentials credentials() {
    return loaded().credentials;
  }

  @Override
  public String serverName() {
    return loaded().serverName;
  }

  @Override
  public SenderCertificate certificate() {
    return loaded().certificate;
  }

  @Override
  public byte[] signEvent(byte[] payload) {
    return credentials().sign(payload);
  }

  @Override
  public byte[] signHead(byte[] statement) {
    return credentials().sign(statement);
  }

  @Override
  public boolean isOwn(String certificateSha256) {
    return loaded().own.isOwn(certificateSha256);
  }

  @Override
  public boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature) {
    return loaded().own.verifyHead(certificateSha256, statement, signature);
  }

  private Loaded loaded() {
    Loaded present = loaded;
    return present == null ? read() : present;
  }

  private synchronized Loaded read() {
    if (loaded == null) {
      try {
        loaded = new Loaded(settings.get());
      } catch (IOException e) {
        throw new IllegalStateException("the receipt key cannot be used: " + e.getMessage(), e);
      }
      ReceiptLog.loaded(loaded.serverName, loaded.certificate.sha256());
    }
    return loaded;
  }

  private static final class Loaded {
    final String serverName;
    final Credentials credentials;
    final SenderCertificate certificate;
    final ReceiptCertificates own;

    Loaded(ReceiptSettings settings) throws IOException {
      serverName = settings.serverName();
      credentials = PemFiles.credentials(settings.chain(), settings.key(), settings.passphrase());
      certificate = SenderCertificate.of(issuedChain(credentials));
      // PROTOCOL.md §6: no verifier accepts what another certificate signs in this name.
      Optional<String> fault = ServerNames.receiptFault(serverName, credentials.leaf());
      if (fault.isPresent()) {
        throw new IOException(settings.chain() + " " + fault.get());
      }
      own = new ReceiptCertificates(settings);
    }

    /** An authority that names itself may be in the file, but is no issuer to be kept. */
    private static List<X509Certificate> issuedChain(Credentials credentials) {
      return credentials.chain().stream()
          .filter(each -> each.equals(credentials.leaf()) || !NameBytes.isNamedBy(each, each))
          .toList();
    }
  }
}
