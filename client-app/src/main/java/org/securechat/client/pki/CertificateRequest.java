package org.securechat.client.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.io.pem.PemReader;
import org.securechat.client.ClientException;
import org.securechat.client.storage.FolderLock;
import org.securechat.client.storage.IssuedFiles;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.key.KeyFile;
import org.securechat.protocol.identity.key.KeyFileException;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * A request to an authority that is not ours (PKCS#10, RFC 2986), and the key that it is for.
 *
 * @param request the file for the authority
 * @param key the key, which stays here
 */
public record CertificateRequest(Path request, Path key) {

  /** What is asked for, in the name of that key. */
  @FunctionalInterface
  private interface Wish {
    PKCS10CertificationRequest of(CertificateWriter writer, KeyPair keys)
        throws GeneralSecurityException, IOException, ClientException;
  }

  /**
   * Makes a request in {@code issued/}.
   *
   * @param root the folder of certificates, made if missing
   * @param order names, purpose and kind of key; what an authority decides is left to it
   * @param existing the key to ask for a certificate for; empty for a new one
   * @param passphrase of that key, if it is encrypted
   * @param form how a new key is written
   */
  public static CertificateRequest make(
      Path root,
      CertificateOrder order,
      Optional<Path> existing,
      Passphrase passphrase,
      KeyForm form)
      throws ClientException {
    return make(
        root, order, existing, passphrase, form, (writer, keys) -> writer.request(order, keys));
  }

  /**
   * Makes a request for what a certificate has already: its subject and its names, byte for byte
   * (RFC 7030, section 4.2.2).
   *
   * @param order with the name of the files and the kind of the new key
   * @param present the certificate to be renewed
   */
  public static CertificateRequest renewing(
      Path root,
      CertificateOrder order,
      X509Certificate present,
      Optional<Path> existing,
      Passphrase passphrase,
      KeyForm form)
      throws ClientException {
    return make(
        root, order, existing, passphrase, form, (writer, keys) -> writer.renewal(present, keys));
  }

  /**
   * The key of an earlier request whose certificate has not come, so that asking again does not
   * leave it behind.
   */
  public static Optional<Path> pendingKey(Path root, String name) {
    IssuedFiles files = new AuthorityFolder(root).files(name);
    if (Files.exists(files.nextKey())) {
      return Optional.of(files.nextKey());
    }
    return Files.exists(files.key()) && !Files.exists(files.chain())
        ? Optional.of(files.key())
        : Optional.empty();
  }

  private static CertificateRequest make(
      Path root,
      CertificateOrder order,
      Optional<Path> existing,
      Passphrase passphrase,
      KeyForm form,
      Wish wish)
      throws ClientException {
    order.check();
    AuthorityFolder folder = new AuthorityFolder(root);
    try (FolderLock _ = folder.lock()) {
      OwnerOnly.createFolder(folder.issued());
      folder.files(order.name()).finish(Clock.systemUTC().instant());
      CertificateWriter writer =
          new CertificateWriter(Providers.bouncyCastle(), Providers.random());
      Path file;
      KeyPair keys;
      if (existing.isPresent()) {
        file = existing.get();
        PrivateKey key = KeyFile.read(file, passphrase, Providers.bouncyCastle()).key();
        keys = new KeyPair(PublicHalf.of(key), key);
      } else {
        file = freeKeyFile(folder, order.name());
        keys = writer.generate(order.key());
      }
      PKCS10CertificationRequest made = wish.of(writer, keys);
      if (existing.isEmpty()) {
        write(file, form.encode(keys.getPrivate()));
      }
      Path request = folder.request(order.name());
      OwnerOnly.writePublic(
          request,
          PemText.of("CERTIFICATE REQUEST", made.getEncoded()).getBytes(StandardCharsets.US_ASCII));
      return new CertificateRequest(request, file);
    } catch (KeyFileException e) {
      throw new ClientException(e.getMessage(), e.remedy(), e);
    } catch (IOException | GeneralSecurityException e) {
      throw new ClientException(
          "no request can be made in " + folder.root() + ": " + e.getMessage(),
          "Check that you may write to the folder.",
          e);
    }
  }

  /** The request itself, DER. */
  public byte[] encoded() throws ClientException {
    try (PemReader reader = new PemReader(Files.newBufferedReader(request))) {
      return reader.readPemObject().getContent();
    } catch (IOException e) {
      throw new ClientException("the request " + request + " cannot be read", e);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try {
      OwnerOnly.write(file, content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /** A key that is in use stays until the certificate for the new one has come. */
  private static Path freeKeyFile(AuthorityFolder folder, String name) throws ClientException {
    if (!Files.exists(folder.issuedKey(name))) {
      return folder.issuedKey(name);
    }
    Path next = folder.nextKey(name);
    if (Files.exists(next)) {
      throw new ClientException(
          "there is a key of an earlier request already, " + next,
          "Import its certificate with 'securechat pki import "
              + name
              + " FILE', ask again for the"
              + " same key with --key-file "
              + next
              + ", or delete it.");
    }
    return next;
  }
}
