package org.securechat.server.certificate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the database holds about certificates. Thread-safe; reading needs no transaction. */
public interface CertificateStore {

  /** How many certificates are revoked. It only grows, so it tells whether there are new ones. */
  long revokedCount();

  /** By what all revoked certificates are found. */
  List<CertificateKey> revokedKeys();

  /** A certificate that was revoked here. */
  Optional<RevokedCertificate> revoked(String sha256);

  /** Those of these hashes that were revoked here, by hash. */
  Map<String, RevokedCertificate> revoked(Collection<String> hashes);

  /** Revokes, in the caller's transaction. */
  void add(RevokedCertificate certificate);

  /** The certificates of issuing authorities in accepted chains, DER. */
  List<byte[]> issuers();

  /** The hashes of the uploaded lists, by their slots. */
  Map<String, String> listHashes();

  /** The uploaded list of a slot. */
  Optional<UploadedCrl> list(String slot);

  /** Adds or replaces the list of a slot, in the caller's transaction. */
  void put(UploadedCrl list);

  /**
   * Certificates that have signed a line or were revoked here, by hash and in its order.
   *
   * @param after the last hash of the previous page, or the empty string
   * @param limit at most that many
   */
  Map<String, byte[]> page(String after, int limit);

  /** The DER of a certificate that has signed a line or was revoked here. */
  Optional<byte[]> der(String sha256);
}
