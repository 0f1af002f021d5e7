package org.securechat.server.receipt;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.PemFiles;

/** The folder of the certificates under which this server signed before. */
final class FormerCertificates {
  private FormerCertificates() {}

  /** The certificates there; none if there is no folder. */
  static List<X509Certificate> in(Path folder) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pem")) {
        for (Path file : files) {
          found.add(PemFiles.certificates(file).getFirst());
        }
      }
    }
    return found;
  }

  /**
   * Puts a certificate there unless it is there.
   *
   * @param chain the certificate first
   * @throws IOException saying what an operator has to put where
   */
  static void keep(Path folder, List<X509Certificate> chain) throws IOException {
    if (in(folder).contains(chain.getFirst())) {
      return;
    }
    String sha256 = DerCertificate.sha256(chain.getFirst());
    try {
      OwnerOnly.createFolder(folder);
      OwnerOnly.writePublic(folder.resolve(sha256 + ".pem"), PemFiles.encode(chain));
    } catch (IOException e) {
      throw new IOException(
          "the certificate before it, of SHA-256 "
              + sha256
              + ", is not in "
              + folder
              + " and cannot be written there ("
              + e
              + "): put it there, or the next start does not know who has signed the record",
          e);
    }
  }
}
