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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.securechat.protocol.identity.Credentials;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.renewal.RenewableFiles;
import org.securechat.server.renewal.Renewal;

/** The receipt key, read from its files on first use and when they are replaced. Thread-safe. */
@Singleton
@LocalBean
@Local(LedgerKey.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ReceiptKey implements LedgerKey {
  private final Supplier<ReceiptSettings> settings;
  private volatile LoadedReceiptKey loaded;

  /** Guarded by this. */
  private RenewableFiles<LoadedReceiptKey> files;

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

  /**
   * Reads the files again if they have been replaced: what is signed from now on is signed by the
   * new key. The certificate before it is kept in {@link ReceiptSettings#formerChains}, if it is
   * not there yet: without it no start would know who has signed the record so far.
   *
   * @param judge refuses a key by an exception that says why
   */
  public synchronized Renewal renew(Consumer<LoadedReceiptKey> judge) {
    return files.look(next -> take(next, judge));
  }

  private boolean take(LoadedReceiptKey next, Consumer<LoadedReceiptKey> judge) {
    if (next.credentials().chain().equals(loaded.credentials().chain())) {
      return false;
    }
    judge.accept(next);
    try {
      FormerCertificates.keep(settings.get().formerChains(), loaded.credentials().chain());
      // Again, since there is one more now.
      loaded = next.knowing(new ReceiptCertificates(settings.get()));
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return true;
  }

  /** The key with its certificate and those between it and the authority. */
  public Credentials credentials() {
    return loaded().credentials();
  }

  @Override
  public LoadedReceiptKey now() {
    return loaded();
  }

  @Override
  public String serverName() {
    return loaded().serverName();
  }

  @Override
  public SenderCertificate certificate() {
    return loaded().certificate();
  }

  @Override
  public byte[] signEvent(byte[] payload) {
    return loaded().signEvent(payload);
  }

  @Override
  public byte[] signHead(byte[] statement) {
    return loaded().signHead(statement);
  }

  @Override
  public boolean isOwn(String certificateSha256) {
    return loaded().isOwn(certificateSha256);
  }

  @Override
  public boolean verifyHead(String certificateSha256, byte[] statement, byte[] signature) {
    return loaded().verifyHead(certificateSha256, statement, signature);
  }

  private LoadedReceiptKey loaded() {
    LoadedReceiptKey present = loaded;
    return present == null ? loadOnce() : present;
  }

  private synchronized LoadedReceiptKey loadOnce() {
    if (loaded == null) {
      ReceiptSettings from = settings.get();
      files = new RenewableFiles<>(List.of(from.chain(), from.key()), this::read);
      loaded = read();
      ReceiptLog.loaded(loaded.serverName(), loaded.certificate().sha256());
    }
    return loaded;
  }

  private LoadedReceiptKey read() {
    try {
      return LoadedReceiptKey.read(settings.get());
    } catch (IOException e) {
      throw new IllegalStateException("the receipt key cannot be used: " + e.getMessage(), e);
    }
  }
}
