package org.securechat.server.certificate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.securechat.server.testing.TestDatabase;

/** The real store; what the container does for reading, each call does here. */
public final class StoreInTransactions implements CertificateStore {
  private final TestDatabase database;
  private final CertificateStore joined;

  public StoreInTransactions(TestDatabase database) {
    this.database = database;
    this.joined = new JpaCertificateStore(database.joined());
  }

  private <T> T read(Function<CertificateStore, T> work) {
    return database.inTransaction(em -> work.apply(joined));
  }

  @Override
  public long revokedCount() {
    return read(CertificateStore::revokedCount);
  }

  @Override
  public List<CertificateKey> revokedKeys() {
    return read(CertificateStore::revokedKeys);
  }

  @Override
  public Optional<RevokedCertificate> revoked(String sha256) {
    return read(s -> s.revoked(sha256));
  }

  @Override
  public Map<String, RevokedCertificate> revoked(Collection<String> hashes) {
    return read(s -> s.revoked(hashes));
  }

  @Override
  public void add(RevokedCertificate certificate) {
    joined.add(certificate);
  }

  @Override
  public List<byte[]> issuers() {
    return read(CertificateStore::issuers);
  }

  @Override
  public Map<String, String> listHashes() {
    return read(CertificateStore::listHashes);
  }

  @Override
  public Optional<UploadedCrl> list(String authoritySha256) {
    return read(s -> s.list(authoritySha256));
  }

  @Override
  public void put(UploadedCrl list) {
    joined.put(list);
  }

  @Override
  public Map<String, byte[]> page(String after, int limit) {
    return read(s -> s.page(after, limit));
  }

  @Override
  public Optional<byte[]> der(String sha256) {
    return read(s -> s.der(sha256));
  }
}
