package org.securechat.server.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.util.Optional;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.server.ServerLog;

/**
 * Fetched lists on disk, so that a server that starts while a distribution point is away knows what
 * it knew before. What is read is as little trusted as what is fetched: the user of a list checks
 * its signature.
 */
final class CrlDiskCache {

  private final Path folder;

  CrlDiskCache(Path folder) {
    this.folder = folder;
  }

  Optional<X509CRL> read(String address) {
    try {
      return Optional.of(RevocationLists.parse(Files.readAllBytes(file(address))));
    } catch (IOException | RevocationDataException e) {
      return Optional.empty();
    }
  }

  /** Failing to keep it is no reason not to use it. */
  void write(String address, X509CRL crl) {
    Path file = file(address);
    try {
      Files.createDirectories(folder);
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.write(draft, crl.getEncoded());
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | CRLException e) {
      ServerLog.revocationSourceFailed("stored copy of " + address, e.toString());
    }
  }

  private Path file(String address) {
    return folder.resolve(Digests.sha256Hex(address.getBytes(StandardCharsets.UTF_8)) + ".crl");
  }
}
