package org.securechat.it.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;

/** Reads an authority's folder as a client does. */
public final class Trust {

  private Trust() {}

  /** The rules of a peer that trusts that authority. */
  public static CertificateRules in(Path pki) {
    return in(pki, RevocationPolicy.REFUSE);
  }

  /** The rules of a peer that was told that the root publishes no list. */
  public static CertificateRules excusingRoots(Path pki) {
    return in(pki, RevocationPolicy.EXCUSE_ROOTS);
  }

  private static CertificateRules in(Path pki, RevocationPolicy policy) {
    try {
      return new CertificateRules(
          PemFiles.certificates(pki.resolve("ca.pem")),
          new CrlFile(pki.resolve("crl.pem")),
          policy,
          Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rules of a peer that does not ask for revocation lists. */
  public static CertificateRules withoutLists(Path pki) {
    try {
      return new CertificateRules(
          PemFiles.certificates(pki.resolve("ca.pem")),
          RevocationSource.none(),
          RevocationPolicy.ALLOW,
          Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A certificate and its key. */
  public static Credentials credentials(CertificateFiles files) {
    try {
      return PemFiles.credentials(files.certificate(), files.key());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
