package org.securechat.client.identity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.securechat.client.ClientException;

/**
 * Where the user's files are.
 *
 * @param user the account's name, if it was given
 * @param certificate the chain, leaf first
 * @param key its key
 * @param authorities certificates of those whose certificates count
 * @param revocations their revocation lists
 */
public record IdentityFiles(
    Optional<String> user, Path certificate, Path key, Path authorities, Path revocations) {

  /**
   * Finds the files: those named, or else the usual ones in a folder as {@code pki} makes it.
   *
   * @param folder where {@code ca.pem}, {@code crl.pem} and {@code issued/NAME.pem} or {@code
   *     NAME.pem} are looked for
   */
  public static IdentityFiles find(
      Path folder,
      Optional<String> user,
      Optional<Path> certificate,
      Optional<Path> key,
      Optional<Path> authorities,
      Optional<Path> revocations)
      throws ClientException {
    if (certificate.isEmpty() && user.isEmpty()) {
      throw new ClientException(
          "who are you?", "Give --as NAME or --cert and --key (or set SECURECHAT_USER).");
    }
    Path chain = certificate.isPresent() ? certificate.get() : usual(folder, user.get(), ".pem");
    return new IdentityFiles(
        user,
        chain,
        key.isPresent() ? key.get() : beside(chain),
        authorities.orElse(folder.resolve("ca.pem")),
        revocations.orElse(folder.resolve("crl.pem")));
  }

  private static Path usual(Path folder, String user, String ending) {
    Path issued = folder.resolve("issued").resolve(user + ending);
    Path plain = folder.resolve(user + ending);
    return !Files.exists(issued) && Files.exists(plain) ? plain : issued;
  }

  private static Path beside(Path chain) {
    String name = chain.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return chain.resolveSibling(stem + ".key");
  }
}
