package org.securechat.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.securechat.launcher.listener.PrivateKeys;

/**
 * Key and trust of the administration's listener, in the form in which Payara reads them: two
 * PKCS#12 files beside what the runtime unpacks, made anew at every start and readable by the owner
 * alone. Their password is random and known to this process only; what protects the key is the mode
 * of the file, as it protects the PEM file that it comes from.
 */
final class ListenerKeys {

  /** Under which the key lies in its store. */
  static final String ALIAS = "server";

  private static final int PASSWORD_BYTES = 32;
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  private final Path keyStore;
  private final Path trustStore;
  private final String password;
  private final List<X509Certificate> chain;
  private final List<X509Certificate> authorities;

  private ListenerKeys(
      Path keyStore,
      Path trustStore,
      String password,
      List<X509Certificate> chain,
      List<X509Certificate> authorities) {
    this.chain = chain;
    this.authorities = authorities;
    this.keyStore = keyStore;
    this.trustStore = trustStore;
    this.password = password;
  }

  /**
   * Makes the stores from the server's certificate and the authorities.
   *
   * @param pki the folder with {@code ca.pem} and {@code issued/server.pem} and {@code .key}
   * @param folder an existing folder for the two files
   * @param reader of keys that are not plain PKCS#8
   * @throws StartException naming the file that is missing or unusable
   */
  static ListenerKeys make(Path pki, Path folder, ApplicationKeys reader) throws StartException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Path key = pki.resolve("issued/server.key");
    try {
      List<X509Certificate> authorities = certificates(pki.resolve("ca.pem"));
      List<X509Certificate> chain = certificates(pki.resolve("issued/server.pem"));
      KeyStore keys = empty();
      keys.setKeyEntry(
          ALIAS,
          privateKey(key, reader),
          password.toCharArray(),
          chain.toArray(Certificate[]::new));
      KeyStore trust = empty();
      int number = 0;
      for (Certificate authority : authorities) {
        trust.setCertificateEntry("ca-" + ++number, authority);
      }
      return new ListenerKeys(
          write(keys, folder.resolve("listener-key.p12"), password),
          write(trust, folder.resolve("listener-trust.p12"), password),
          password,
          chain,
          authorities);
    } catch (GeneralSecurityException | IOException e) {
      throw new StartException(
          "the certificate for administration cannot be used: " + e.getMessage(), e);
    }
  }

  Path keyStore() {
    return keyStore;
  }

  Path trustStore() {
    return trustStore;
  }

  String password() {
    return password;
  }

  /** What the listener shows when it starts. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** Whose clients it asks for a certificate when it starts. */
  List<X509Certificate> authorities() {
    return authorities;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Path write(KeyStore store, Path file, String password)
      throws GeneralSecurityException, IOException {
    try (OutputStream out = Channels.newOutputStream(OwnerOnlyPaths.createFile(file))) {
      store.store(out, password.toCharArray());
    }
    return file;
  }

  private static List<X509Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(read(file)))) {
      certificates.add((X509Certificate) certificate);
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no certificate");
    }
    return certificates;
  }

  private static PrivateKey privateKey(Path file, ApplicationKeys reader) throws IOException {
    return PrivateKeys.decode(encoded(file, reader), file.toString());
  }

  /** The form that nearly all have is read here, which spares the start a class loader. */
  private static byte[] encoded(Path file, ApplicationKeys reader) throws IOException {
    byte[] content = read(file);
    try {
      String text = new String(content, StandardCharsets.ISO_8859_1).strip();
      return text.startsWith(KEY_BEGIN) && text.endsWith(KEY_END)
          ? Base64.getMimeDecoder()
              .decode(text.substring(KEY_BEGIN.length(), text.length() - KEY_END.length()))
          : reader.read(file);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds a private key that cannot be used");
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static byte[] read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(file + " cannot be read");
    }
    return Files.readAllBytes(file);
  }

  @Override
  public String toString() {
    return "ListenerKeys[" + keyStore + ", " + trustStore + "]";
  }
}
