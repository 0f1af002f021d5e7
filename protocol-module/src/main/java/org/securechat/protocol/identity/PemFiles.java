package org.securechat.protocol.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.file.Pem;
import org.securechat.protocol.identity.key.FoundKey;
import org.securechat.protocol.identity.key.KeyFile;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * Certificates, keys and revocation lists in PEM files (RFC 7468), as OpenSSL reads and writes
 * them. Thread-safe.
 */
public final class PemFiles {
  private PemFiles() {}

  /**
   * All certificates of a PEM file, or the one of a DER file, in the order of the file.
   *
   * @throws IOException if the file cannot be read or holds no certificate
   */
  public static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      for (Certificate certificate : factory().generateCertificates(in)) {
        certificates.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      throw new IOException(file + " holds something that is no certificate", e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no certificate");
    }
    return List.copyOf(certificates);
  }

  /**
   * All revocation lists of a PEM file, or the one of a DER file.
   *
   * @throws IOException if the file cannot be read or holds no list
   */
  public static List<X509CRL> crls(Path file) throws IOException {
    List<X509CRL> crls = new ArrayList<>();
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      for (CRL crl : factory().generateCRLs(in)) {
        crls.add((X509CRL) crl);
      }
    } catch (CRLException | CertificateException e) {
      throw new IOException(file + " holds something that is no revocation list", e);
    }
    if (crls.isEmpty()) {
      throw new IOException(file + " holds no revocation list");
    }
    return List.copyOf(crls);
  }

  /**
   * A chain and its key, which is not encrypted.
   *
   * @throws IOException if a file cannot be read, or if chain and key do not fit
   */
  public static Credentials credentials(Path chain, Path key) throws IOException {
    return credentials(chain, key, Passphrase.none());
  }

  /**
   * A chain and its key.
   *
   * @param chain the same file as the key's if that is a PKCS#12 file with both
   * @param passphrase asked if the key is encrypted
   * @throws IOException if a file cannot be read, or if chain and key do not fit
   */
  public static Credentials credentials(Path chain, Path key, Passphrase passphrase)
      throws IOException {
    FoundKey found = KeyFile.read(key, passphrase);
    boolean both = chain.equals(key) && !found.chain().isEmpty();
    try {
      return new Credentials(both ? found.chain() : certificates(chain), found.key());
    } catch (IllegalArgumentException e) {
      throw new IOException(chain + " and " + key + ": " + e.getMessage(), e);
    }
  }

  /** Writes certificates, replacing the file in one step. */
  public static void writeCertificates(Path file, Collection<X509Certificate> certificates)
      throws IOException {
    replace(file, encode(certificates));
  }

  /** The content of a file of certificates. */
  public static byte[] encode(Collection<X509Certificate> certificates) throws IOException {
    StringBuilder pem = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        pem.append(Pem.encode("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (CertificateException e) {
      throw new IOException("a certificate has no encoding", e);
    }
    return pem.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes a revocation list, replacing the file in one step. */
  public static void writeCrl(Path file, X509CRL crl) throws IOException {
    try {
      replace(file, Pem.encode("X509 CRL", crl.getEncoded()).getBytes(StandardCharsets.US_ASCII));
    } catch (CRLException e) {
      throw new IOException("a revocation list has no encoding", e);
    }
  }

  /**
   * Writes a private key, for its owner only (mode 0600 where the file system has modes).
   *
   * @throws java.nio.file.FileAlreadyExistsException rather than overwriting a key
   */
  public static void writePrivateKey(Path file, PrivateKey key) throws IOException {
    byte[] pem = Pem.encode(key);
    // With its mode from the first moment: a chmod afterwards would come too late.
    try (FileChannel channel = OwnerOnly.create(file);
        OutputStream out = Channels.newOutputStream(channel)) {
      out.write(pem);
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, content);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }
}
