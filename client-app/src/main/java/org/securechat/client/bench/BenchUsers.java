package org.securechat.client.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;

/**
 * The users of benchmarks: made once, with certificates of the server's authority, and kept. Their
 * login keys lie in a folder of their own, for their owner alone.
 */
public final class BenchUsers {
  /** A certificate is used only if it is good for so long. */
  private static final Duration RUN = Duration.ofDays(1);

  private final Path folder;
  private final Path pki;
  private final Clock clock;

  private BenchUsers(Path folder, Path pki, Clock clock) {
    this.folder = folder;
    this.pki = pki;
    this.clock = clock;
  }

  /**
   * The users in a folder.
   *
   * @param pki the folder of the server's authority
   * @throws ClientException if that authority's key is not there, as with a server that real users
   *     have
   */
  static BenchUsers in(Path folder, Path pki, Clock clock) throws ClientException {
    if (!Files.isReadable(pki.resolve("ca.key"))) {
      throw new ClientException(
          "this is no server for benchmarks: the key of its authority is not in " + pki,
          "Make one: 'securechat up --data DATA --pki PKI' with new folders. Then name PKI with"
              + " --pki.");
    }
    return new BenchUsers(folder, pki, clock);
  }

  /** That many users of a series; those who are not there yet are made. */
  List<BenchUser> take(String series, int count) throws ClientException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      names.add(String.format(Locale.ROOT, "%s-%05d", series, i));
    }
    try {
      OwnerOnly.createFolder(folder);
      List<String> missing = names.stream().filter(name -> !isUsable(name)).toList();
      issue(missing);
      List<BenchUser> users = new ArrayList<>();
      for (String name : names) {
        users.add(load(name, missing.contains(name)));
      }
      return users;
    } catch (IOException e) {
      throw new ClientException(
          "the users for benchmarks cannot be kept in " + folder + ": " + e.getMessage(),
          "Name another folder with --users.",
          e);
    }
  }

  private boolean isUsable(String name) {
    try {
      return Files.exists(login(name))
          && PemFiles.certificates(certificate(name))
              .getFirst()
              .getNotAfter()
              .toInstant()
              .isAfter(clock.instant().plus(RUN));
    } catch (IOException _) {
      return false;
    }
  }

  private void issue(List<String> names) throws ClientException, IOException {
    if (names.isEmpty()) {
      return;
    }
    CertificateAuthority.open(pki, clock)
        .issueAll(
            names.stream()
                .map(name -> CertificateOrder.of(name, CertificateKind.CLIENT).replacing())
                .toList());
    for (String name : names) {
      // A new certificate goes on with the account that is there.
      if (!Files.exists(login(name))) {
        writeLogin(name);
      }
    }
  }

  private void writeLogin(String name) throws IOException {
    byte[] secret = SecretBytes.random(PasswordKey.SALT_LENGTH + PasswordKey.LENGTH).expose();
    byte[] text = Base64.getEncoder().encode(secret);
    OwnerOnly.writeNew(login(name), text);
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(text, (byte) 0);
  }

  private BenchUser load(String name, boolean fresh) throws IOException {
    byte[] secret;
    try {
      secret =
          Base64.getDecoder()
              .decode(Files.readString(login(name), StandardCharsets.US_ASCII).strip());
    } catch (IllegalArgumentException e) {
      throw new IOException(login(name) + " is damaged", e);
    }
    if (secret.length != PasswordKey.SALT_LENGTH + PasswordKey.LENGTH) {
      throw new IOException(login(name) + " is damaged");
    }
    Credentials credentials =
        PemFiles.credentials(certificate(name), pki.resolve("issued").resolve(name + ".key"));
    byte[] salt = Arrays.copyOf(secret, PasswordKey.SALT_LENGTH);
    byte[] key = Arrays.copyOfRange(secret, PasswordKey.SALT_LENGTH, secret.length);
    Arrays.fill(secret, (byte) 0);
    return new BenchUser(name, credentials, salt, SecretBytes.adopt(key), fresh);
  }

  private Path login(String name) {
    return folder.resolve(name + ".login");
  }

  private Path certificate(String name) {
    return pki.resolve("issued").resolve(name + ".pem");
  }
}
