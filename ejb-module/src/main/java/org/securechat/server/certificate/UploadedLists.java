package org.securechat.server.certificate;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.server.ServerLog;

/** The lists that administrators have uploaded, in memory. Thread-safe. */
public final class UploadedLists implements RevocationSource {

  private volatile Map<String, Loaded> loaded = Map.of();

  @Override
  public Collection<X509CRL> crlsFor(X509Certificate issuer) {
    return all().stream()
        .filter(crl -> crl.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()))
        .toList();
  }

  public List<X509CRL> all() {
    return loaded.values().stream().map(Loaded::crl).toList();
  }

  /**
   * Takes over what is stored, reading only what is new.
   *
   * @param hashes of the lists that are stored, by authority
   * @param reader the DER of an authority's list; null if it has gone meanwhile
   */
  public synchronized void replace(Map<String, String> hashes, Function<String, byte[]> reader) {
    Map<String, Loaded> next = new HashMap<>();
    hashes.forEach((authority, sha256) -> {
      Loaded known = loaded.get(authority);
      if (known != null && known.sha256.equals(sha256)) {
        next.put(authority, known);
      } else {
        read(reader.apply(authority), sha256).ifPresent(list -> next.put(authority, list));
      }
    });
    loaded = Map.copyOf(next);
  }

  private static Optional<Loaded> read(byte[] der, String sha256) {
    try {
      return der == null
          ? Optional.empty()
          : Optional.of(new Loaded(sha256, RevocationLists.parse(der)));
    } catch (RevocationDataException e) {
      ServerLog.revocationSourceFailed("uploaded list " + sha256, e.getMessage());
      return Optional.empty();
    }
  }

  private record Loaded(String sha256, X509CRL crl) {}
}
