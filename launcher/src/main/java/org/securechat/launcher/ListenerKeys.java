package org.securechat.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

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
  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "Ed25519");
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  private final Path keyStore;
  private final Path trustStore;
  private final String password;

  private ListenerKeys(Path keyStore, Path trustStore, String password) {
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
    Path authorities = pki.resolve("ca.pem");
    Path chain = pki.resolve("issued/server.pem");
    Path key = pki.resolve("issued/server.key");
    try {
      KeyStore keys = empty();
      keys.setKeyEntry(
          ALIAS,
          privateKey(key, reader),
          password.toCharArray(),
          certificates(chain).toArray(new Certificate[0]));
      KeyStore trust = empty();
      int number = 0;
      for (Certificate authority : certificates(authorities)) {
        trust.setCertificateEntry("ca-" + ++number, authority);
      }
      return new ListenerKeys(
          write(keys, folder.resolve("listener-key.p12"), password),
          write(trust, folder.resolve("listener-trust.p12"), password),
          password);
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

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(read(file)));
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no certificate");
    }
    return certificates;
  }

  private static PrivateKey privateKey(Path file, ApplicationKeys reader) throws IOException {
    byte[] encoded = encoded(file, reader);
    try {
      // PKCS#8 says itself of which kind the key is, but the JDK wants to be told first.
      for (String kind : KEY_KINDS) {
        try {
          return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
          // Then it is a key of another kind.
        }
      }
      throw new IOException(file + " holds a private key of an unsupported kind");
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
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
