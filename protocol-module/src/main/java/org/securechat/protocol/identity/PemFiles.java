package org.securechat.protocol.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.securechat.protocol.crypto.Providers;

/**
 * Certificates, keys and revocation lists in PEM files (RFC 7468), as OpenSSL reads and writes
 * them. Thread-safe.
 */
public final class PemFiles {
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

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
   * The private key of a PEM file, PKCS#8 without encryption.
   *
   * @throws IOException if the file cannot be read or holds no such key; never with its content
   */
  public static PrivateKey privateKey(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    byte[] encoded = null;
    try {
      String text = new String(content, StandardCharsets.US_ASCII);
      int begin = text.indexOf(KEY_BEGIN);
      int end = text.indexOf(KEY_END);
      if (begin < 0 || end < begin) {
        throw new IOException(file + " holds no unencrypted PKCS#8 private key");
      }
      encoded = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
      String algorithm = algorithm(encoded);
      return Providers.keyFactory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds a private key that cannot be used");
    } finally {
      Arrays.fill(content, (byte) 0);
      if (encoded != null) {
        Arrays.fill(encoded, (byte) 0);
      }
    }
  }

  /**
   * A chain and its key.
   *
   * @throws IOException if a file cannot be read, or if chain and key do not fit
   */
  public static Credentials credentials(Path chain, Path key) throws IOException {
    try {
      return new Credentials(certificates(chain), privateKey(key));
    } catch (IllegalArgumentException e) {
      throw new IOException(chain + " and " + key + ": " + e.getMessage(), e);
    }
  }

  /** Writes certificates, replacing the file in one step. */
  public static void writeCertificates(Path file, Collection<X509Certificate> certificates)
      throws IOException {
    StringBuilder pem = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        pem.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (CertificateException e) {
      throw new IOException("a certificate has no encoding", e);
    }
    replace(file, pem.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes a revocation list, replacing the file in one step. */
  public static void writeCrl(Path file, X509CRL crl) throws IOException {
    try {
      replace(file, pem("X509 CRL", crl.getEncoded()).getBytes(StandardCharsets.US_ASCII));
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
    byte[] encoded = key.getEncoded();
    byte[] pem = pem("PRIVATE KEY", encoded).getBytes(StandardCharsets.US_ASCII);
    // With its mode from the first moment: a chmod afterwards would come too late.
    try {
      Files.createFile(file, ownerOnly());
      Files.write(file, pem, StandardOpenOption.WRITE);
    } finally {
      Arrays.fill(encoded, (byte) 0);
      Arrays.fill(pem, (byte) 0);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, content);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String pem(String type, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, LINES.encodeToString(encoded), type);
  }

  private static String algorithm(byte[] encoded) throws IOException {
    String oid =
        PrivateKeyInfo.getInstance(encoded).getPrivateKeyAlgorithm().getAlgorithm().getId();
    return switch (oid) {
      case "1.3.101.112" -> "Ed25519";
      case "1.2.840.10045.2.1" -> "EC";
      case "1.2.840.113549.1.1.1" -> "RSA";
      default -> throw new IOException("private keys of type " + oid + " are not supported");
    };
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }
}
