package org.securechat.client.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.NameBytes;

/**
 * The certificates between those of people and the authorities, a file each, named by its hash, in
 * the folder {@code issuers} beside the former. For one thread.
 */
public final class IssuerFolder {
  private static final int MOST = 256;

  private final Path folder;
  private final Map<String, X509Certificate> known = new LinkedHashMap<>();

  /**
   * Reads those that are kept.
   *
   * @param certificates the folder of people's certificates
   */
  public IssuerFolder(Path certificates) {
    this.folder = certificates.resolve("issuers");
    for (Path file : files(folder)) {
      try {
        byte[] der = Files.readAllBytes(file);
        known.put(Digests.sha256Hex(der), DerCertificate.require(der));
      } catch (IOException | GeneralSecurityException _) {
        // As if it were not there: it can be fetched again.
      }
    }
  }

  /** Whether the certificate with that hash is here. */
  public boolean has(String sha256) {
    return known.containsKey(sha256);
  }

  /** All of them. */
  public List<X509Certificate> all() {
    return List.copyOf(known.values());
  }

  /** Those whose subject is a certificate's issuer. */
  public List<X509Certificate> issuersOf(X509Certificate certificate) {
    return known.values().stream()
        .filter(issuer -> NameBytes.isNamedBy(issuer, certificate))
        .toList();
  }

  /** Those of a certificate, theirs, and so on, by their names (PROTOCOL.md §11.1). */
  public List<X509Certificate> allAbove(X509Certificate certificate) {
    List<X509Certificate> found = new ArrayList<>();
    collect(certificate, found, new TreeSet<>());
    return found;
  }

  private void collect(X509Certificate below, List<X509Certificate> found, Set<String> names) {
    if (names.add(NameBytes.issuer(below))) {
      for (X509Certificate issuer : issuersOf(below)) {
        found.add(issuer);
        collect(issuer, found, names);
      }
    }
  }

  /** Keeps one, unless it is here or there are too many. */
  public void keep(byte[] der) throws IOException, GeneralSecurityException {
    String sha256 = Digests.sha256Hex(der);
    if (!known.containsKey(sha256) && known.size() < MOST) {
      X509Certificate certificate = DerCertificate.require(der);
      OwnerOnly.createFolder(folder);
      OwnerOnly.write(folder.resolve(sha256 + ".der"), der);
      known.put(sha256, certificate);
    }
  }

  private static List<Path> files(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.der")) {
      files.forEach(found::add);
    } catch (IOException _) {
      // There is none yet.
    }
    return found;
  }
}
