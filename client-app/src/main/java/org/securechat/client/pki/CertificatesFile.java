package org.securechat.client.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.securechat.client.ClientException;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.protocol.identity.key.KeyFile;
import org.securechat.protocol.identity.key.KeyFileException;
import org.securechat.protocol.identity.key.Passphrase;

/** Certificates as authorities send them: PEM, DER, PKCS#7 in either, PKCS#12. */
public final class CertificatesFile {
  private static final int MAX_BYTES = 1 << 20;

  private CertificatesFile() {}

  /**
   * All certificates of a file, in its order.
   *
   * @param passphrase of a PKCS#12 file
   */
  public static List<X509Certificate> read(Path file, Passphrase passphrase)
      throws ClientException {
    try {
      if (IdentityFiles.isPkcs12(file)) {
        return KeyFile.read(file, passphrase).chain();
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is too long");
      }
      List<X509Certificate> found = parse(Files.readAllBytes(file));
      if (found.isEmpty()) {
        throw new IOException("it holds none");
      }
      return found;
    } catch (KeyFileException e) {
      throw new ClientException(e.getMessage(), e.remedy(), e);
    } catch (IOException | CertificateException | RuntimeException e) {
      throw new ClientException(
          "no certificates can be read from " + file + ": " + e.getMessage(),
          "It has to be PEM, DER, PKCS#7 or PKCS#12.",
          e);
    }
  }

  private static List<X509Certificate> parse(byte[] content)
      throws IOException, CertificateException {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (!text.contains("-----BEGIN ")) {
      return certificates(content);
    }
    List<X509Certificate> found = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        switch (block.getType()) {
          case "CERTIFICATE", "X509 CERTIFICATE", "PKCS7", "CMS" ->
              found.addAll(certificates(block.getContent()));
          default -> {
            // Such as the key beside its certificate.
          }
        }
      }
    }
    return found;
  }

  /** One certificate, or those of a PKCS#7 structure: the JDK's parser tells them apart. */
  private static List<X509Certificate> certificates(byte[] der) throws CertificateException {
    Collection<? extends Certificate> parsed =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der));
    return parsed.stream().map(X509Certificate.class::cast).toList();
  }
}
