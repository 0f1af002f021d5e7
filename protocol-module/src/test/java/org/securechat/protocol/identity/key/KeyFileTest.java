package org.securechat.protocol.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.Providers;

/** The files were made by OpenSSL, OpenSSH and keytool; see generate.sh beside them. */
class KeyFileTest {
  private static final String PASSPHRASE = "correct horse";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p256.pkcs8.pem",
        "p256.encrypted.pem",
        "p256.scrypt.pem",
        "p256.sec1.pem",
        "p256.with-certificate.pem",
        "p256.p12",
        "p256.legacy.p12",
        "p384.pkcs8.pem",
        "p384.encrypted.pem",
        "p384.sha512.pem",
        "p384.sec1.pem",
        "rsa2048.pkcs8.pem",
        "rsa2048.encrypted.pem",
        "rsa2048.pkcs1.pem",
        "rsa2048.p12",
        "ed25519.pkcs8.pem",
        "ed25519.encrypted.pem"
      })
  void everyFormOfAKeyGivesTheSameKey(String name) throws Exception {
    Path plain = file(name.substring(0, name.indexOf('.')) + ".pkcs8.pem");
    byte[] expected = bouncyCastle(plain, Passphrase.none());

    assertThat(bouncyCastle(file(name), typed())).isEqualTo(expected);
    assertThat(KeyFile.read(file(name), typed()).key().getAlgorithm())
        .isEqualTo(KeyFile.read(plain, Passphrase.none()).key().getAlgorithm());
  }

  @Test
  void pkcs12BringsTheChain() throws Exception {
    assertThat(KeyFile.read(file("p256.p12"), typed()).chain())
        .extracting(each -> each.getSubjectX500Principal().getName())
        .containsExactly("CN=alice");
    assertThat(KeyFile.read(file("p256.pkcs8.pem"), Passphrase.none()).chain()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refused.former-encryption.pem | former method",
        "refused.pbes1.pem | old method",
        "refused.iterations.pem | asks for 5000001 iterations",
        "refused.p521.pem | the kind P-521",
        "refused.p521.sec1.pem | the kind P-521",
        "refused.secp256k1.pem | the kind secp256k1",
        "refused.explicit.pem | spelled out",
        "refused.rsa1024.pem | the kind RSA 1024",
        "refused.rsa-pss.pem | id-RSASSA-PSS",
        "refused.ed448.pem | the kind Ed448",
        "refused.x25519.pem | cannot sign",
        "refused.der | binary (DER)",
        "refused.public.pem | holds no private key, but 'PUBLIC KEY'",
        "refused.certificate.pem | holds no private key, but 'CERTIFICATE'",
        "refused.openssh.pem | OpenSSH",
        "refused.no-key.p12 | holds 0 keys",
        "refused.two-keys.p12 | holds 2 keys",
        "refused.jks | JKS",
        "refused.damaged.pem | damaged",
        "refused.empty | is empty"
      })
  void whatIsNoKeyOfOursIsToldAsWhatItIs(String name, String told) {
    KeyFileException refusal =
        catchThrowableOfType(KeyFileException.class, () -> KeyFile.read(file(name), typed()));

    assertThat(refusal).hasMessageStartingWith(file(name) + " ").hasMessageContaining(told);
    assertThat(refusal.remedy()).isNotEmpty();
    assertThat(refusal.getCause()).as("a cause may quote the key").isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256.encrypted.pem", "p256.scrypt.pem", "p256.p12", "p256.legacy.p12"})
  void wrongPassphraseIsAskedForAgainAndThenTold(String name) {
    List<Integer> attempts = new ArrayList<>();
    Passphrase wrong =
        (_, attempt) -> {
          attempts.add(attempt);
          return Optional.of("incorrect horse".toCharArray());
        };

    assertThatThrownBy(() -> KeyFile.read(file(name), wrong))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("the passphrase is wrong");
    assertThat(attempts).containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256.encrypted.pem", "p256.p12"})
  void passphraseIsMissedAndWiped(String name) throws Exception {
    assertThatThrownBy(() -> KeyFile.read(file(name), Passphrase.none()))
        .hasMessageContaining("there is no passphrase for it");

    char[] given = PASSPHRASE.toCharArray();
    KeyFile.read(file(name), (_, _) -> Optional.of(given));
    assertThat(given).containsOnly('\0');
  }

  @Test
  void secondAttemptOpensTheKey() throws Exception {
    Passphrase mistyped =
        (_, attempt) -> Optional.of((attempt == 0 ? "oops" : PASSPHRASE).toCharArray());
    assertThat(KeyFile.read(file("p384.encrypted.pem"), mistyped).key().getAlgorithm())
        .isEqualTo("EC");
  }

  @Test
  void passphraseOfAFileIsItsOwnersAlone() throws Exception {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, PASSPHRASE + "\r\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    Passphrase passphrase = Passphrase.inFile(secret);
    assertThatThrownBy(() -> KeyFile.read(file("p256.encrypted.pem"), passphrase))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("can be read by others: chmod 600");

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("r--------"));
    assertThat(KeyFile.read(file("p256.encrypted.pem"), passphrase).key()).isNotNull();

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(secret, "\n");
    assertThatThrownBy(() -> KeyFile.read(file("p256.encrypted.pem"), passphrase))
        .hasMessageContaining("is empty");
    assertThatThrownBy(
            () -> KeyFile.read(file("p256.p12"), Passphrase.inFile(folder.resolve("none"))))
        .hasMessageContaining("there is no passphrase file");
  }

  @Test
  void hugeFileIsNotRead() throws Exception {
    Path huge = folder.resolve("huge.key");
    Files.write(huge, new byte[KeyFile.MAX_BYTES + 1]);
    assertThatThrownBy(() -> KeyFile.read(huge, Passphrase.none()))
        .hasMessageContaining("too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256.encrypted.pem", "p256.sec1.pem", "rsa2048.pkcs1.pem", "p256.p12"})
  void cutAndChangedFilesAreRefusedWithoutSurprise(String name) throws Exception {
    byte[] whole = Files.readAllBytes(file(name));
    Path changed = folder.resolve("changed");
    for (int i = 1; i < whole.length; i += whole.length / 20) {
      Files.write(changed, Arrays.copyOf(whole, i));
      refusedOrRead(changed);
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x15;
      Files.write(changed, flipped);
      refusedOrRead(changed);
    }
  }

  private static void refusedOrRead(Path file) throws IOException {
    try {
      KeyFile.read(file, typed());
    } catch (KeyFileException e) {
      assertThat(e.getCause()).isNull();
    }
  }

  @Test
  void launcherGetsTheEncodingOfAnEncryptedKey() throws Exception {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, PASSPHRASE);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));

    assertThat(new PlainKey().apply(file("rsa2048.encrypted.pem"), Optional.of(secret)))
        .isEqualTo(bouncyCastle(file("rsa2048.pkcs8.pem"), Passphrase.none()));
    assertThatThrownBy(() -> new PlainKey().apply(file("rsa2048.encrypted.pem"), Optional.empty()))
        .hasMessageContaining("there is no passphrase for it");
  }

  private static byte[] bouncyCastle(Path file, Passphrase passphrase) throws IOException {
    return KeyFile.read(file, passphrase, Providers.bouncyCastle()).key().getEncoded();
  }

  private static Passphrase typed() {
    return (_, _) -> Optional.of(PASSPHRASE.toCharArray());
  }

  private static Path file(String name) {
    return Path.of("src/test/resources/keys", name);
  }
}
