package org.securechat.client.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import org.securechat.client.storage.IssuedFiles;
import org.securechat.protocol.identity.key.KeyFile;
import org.securechat.protocol.name.Names;

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
  /** How the names of PKCS#12 files end, which have key and chain in one. */
  public static final List<String> PKCS12 = List.of(".p12", ".pfx");

  /**
   * Finds the files: those named, or else the usual ones in a folder as {@code pki} makes it.
   *
   * @param folder where {@code ca.pem}, {@code crl.pem} and {@code issued/NAME.pem} or {@code
   *     NAME.pem} are looked for, and after these the same with {@code .p12} and {@code .pfx}
   */
  public static IdentityFiles find(
      Path folder,
      Optional<String> user,
      Optional<Path> certificate,
      Optional<Path> key,
      Optional<Path> authorities,
      Optional<Path> revocations)
      throws ClientException {
    if (certificate.isEmpty() && user.isEmpty() && key.filter(IdentityFiles::hasBoth).isEmpty()) {
      throw new ClientException(
          "who are you?", "Give --as NAME or --cert and --key (or set SECURECHAT_USER).");
    }
    Path chain = certificate.or(() -> key.filter(IdentityFiles::hasBoth)).orElse(null);
    if (chain == null) {
      chain = usual(folder, Identity.username(user.orElseThrow()));
    } else {
      finish(chain.toAbsolutePath());
    }
    return new IdentityFiles(
        user,
        chain,
        key.isPresent() ? key.get() : beside(chain),
        authorities.orElse(folder.resolve("ca.pem")),
        revocations.orElse(folder.resolve("crl.pem")));
  }

  /** Of what is there, a file of its own for the chain before one with the key in it. */
  private static Path usual(Path folder, String user) throws ClientException {
    finish(folder, user);
    Path issued = folder.resolve("issued").resolve(user + ".pem");
    return Stream.concat(
            Stream.of(issued, folder.resolve(user + ".pem")),
            PKCS12.stream()
                .flatMap(ending ->
                    Stream.of(
                        folder.resolve("issued").resolve(user + ending),
                        folder.resolve(user + ending))))
        .filter(Files::exists)
        .findFirst()
        .orElse(issued);
  }

  /** The same for one that is named by its file in such a folder. */
  private static void finish(Path chain) throws ClientException {
    Path issued = chain.getParent();
    String file = chain.getFileName().toString();
    if (issued != null && issued.endsWith("issued") && file.endsWith(".pem")) {
      finish(issued.getParent(), file.substring(0, file.length() - ".pem".length()));
    }
  }

  /** A new certificate may have been decided on, and the process been ended that put it here. */
  private static void finish(Path folder, String user) throws ClientException {
    if (!Names.isUsername(user)) {
      return;
    }
    try {
      IssuedFiles.finishIn(folder, user, Clock.systemUTC().instant());
    } catch (IOException e) {
      throw new ClientException(
          "the new certificate of " + user + " cannot be put in place: " + e.getMessage(),
          "Check that you may write to " + folder + ".",
          e);
    }
  }

  /** Whether it is a PKCS#12 file by its name, or on a token: key and chain in one. */
  private static boolean hasBoth(Path file) {
    return KeyFile.isToken(file) || isPkcs12(file);
  }

  /** Whether it is a PKCS#12 file by its name. */
  public static boolean isPkcs12(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return PKCS12.stream().anyMatch(name::endsWith);
  }

  private static Path beside(Path chain) {
    if (hasBoth(chain)) {
      return chain;
    }
    String name = chain.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return chain.resolveSibling(stem + ".key");
  }
}
