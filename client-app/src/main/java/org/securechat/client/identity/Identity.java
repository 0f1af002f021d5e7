package org.securechat.client.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.identity.StatedName;
import org.securechat.protocol.identity.key.KeyFile;
import org.securechat.protocol.identity.key.KeyFileException;
import org.securechat.protocol.identity.key.Passphrase;
import org.securechat.protocol.name.Names;

/**
 * Who the user is and whom they trust, read from files.
 *
 * @param user the account's name
 * @param credentials certificate and key
 * @param authorities whose certificates count
 * @param revocations their revocation lists
 * @param policy what to do without a current one
 */
public record Identity(
    String user,
    Credentials credentials,
    List<X509Certificate> authorities,
    RevocationSource revocations,
    RevocationPolicy policy) {

  /** Reads what the files name; the key is not encrypted. */
  public static Identity load(IdentityFiles files, RevocationPolicy policy) throws ClientException {
    return load(files, Passphrase.none(), policy);
  }

  /**
   * Reads what the files name.
   *
   * @param passphrase asked if the key is encrypted
   */
  public static Identity load(IdentityFiles files, Passphrase passphrase, RevocationPolicy policy)
      throws ClientException {
    Credentials credentials = credentials(files.certificate(), files.key(), passphrase);
    List<X509Certificate> authorities = authorities(files.authorities());
    RevocationSource revocations = new CrlFile(files.revocations());
    if (policy != RevocationPolicy.ALLOW && !Files.exists(files.revocations())) {
      throw new ClientException(
          "there is no revocation list at " + files.revocations(),
          "Get crl.pem from your authority and name it with --crl, or go without: --no-crl.");
    }
    String user =
        files.user().isPresent()
            ? username(files.user().get(), OwnNames.of(credentials.leaf()))
            : userOf(credentials, files);
    return new Identity(user, credentials, authorities, revocations, policy);
  }

  /** The rules by which the server's certificate is judged. */
  public CertificateRules rules(Clock clock) {
    return new CertificateRules(authorities, revocations, policy, clock);
  }

  /** The usernames that the certificate states, by whichever kind of name. */
  public List<StatedName> statedNames() {
    return StatedName.in(credentials.leaf());
  }

  /** The authorities' certificates in that file. */
  public static List<X509Certificate> authorities(Path file) throws ClientException {
    if (!Files.exists(file)) {
      throw new ClientException(
          "there is no authority's certificate at " + file,
          "Get ca.pem from the server's operator and name it with --ca.");
    }
    try {
      return PemFiles.certificates(file);
    } catch (IOException e) {
      throw new ClientException(
          "the authority's certificate " + file + " cannot be read: " + e.getMessage(),
          "It must be a PEM file.",
          e);
    }
  }

  private static Credentials credentials(Path certificate, Path key, Passphrase passphrase)
      throws ClientException {
    for (Path file : List.of(certificate, key)) {
      if (!KeyFile.isToken(file) && !Files.exists(file)) {
        throw new ClientException(
            "there is no " + file,
            "Make a certificate with 'securechat pki issue NAME', or name yours with --cert and"
                + " --key.");
      }
    }
    try {
      return PemFiles.credentials(certificate, key, passphrase);
    } catch (KeyFileException e) {
      throw new ClientException("your key cannot be used: " + e.getMessage(), e.remedy(), e);
    } catch (IOException e) {
      throw new ClientException(
          "your certificate or key cannot be used: " + e.getMessage(),
          "The key must belong to the certificate. " + KeyFileException.UNDERSTOOD,
          e);
    }
  }

  private static String userOf(Credentials credentials, IdentityFiles files)
      throws ClientException {
    OwnNames names = OwnNames.of(credentials.leaf());
    return names.accounts().stream()
        .findFirst()
        .orElseThrow(() ->
            new ClientException(
                files.certificate() + " states no username", names.advice(Optional.empty())));
  }

  private static String username(String typed, OwnNames own) throws ClientException {
    try {
      return username(typed);
    } catch (ClientException e) {
      throw new ClientException(e.getMessage(), e.remedy() + " " + own.sentence());
    }
  }

  /**
   * A username as somebody typed it.
   *
   * @throws ClientException for what cannot be one, with what was probably meant
   */
  public static String username(String typed) throws ClientException {
    if (Names.isUsername(typed)) {
      return typed;
    }
    String folded = Names.lowerCase(typed);
    throw new ClientException(
        "'" + typed + "' cannot be a user's name",
        Names.isUsername(folded)
            ? "Usernames are lower case: " + folded + "?"
            : "Usernames have 1 to 128 of a-z, 0-9, '.', '_', '+', '-' and at most one '@', with a"
                + " letter or digit first and, where there is an '@', last.");
  }
}
