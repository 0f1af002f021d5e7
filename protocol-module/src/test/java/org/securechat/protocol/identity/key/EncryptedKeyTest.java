package org.securechat.protocol.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.crypto.HeldKey;
import org.securechat.protocol.file.Pem;
import org.securechat.testkit.TestPki;

/** What is written is read again, here and by openssl, with the passphrase and not without. */
class EncryptedKeyTest {
  private static final String PASSPHRASE = "vier Wörter, die bleiben";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "p256", "p384", "rsa2048"})
  void isReadWithItsPassphraseAlone(String kind) throws Exception {
    KeyPair pair = TestPki.keys(kind);
    Path file = write(EncryptedKey.encode(pair.getPrivate(), PASSPHRASE.toCharArray()));

    assertThat(Files.readString(file, StandardCharsets.US_ASCII))
        .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    assertThat(KeyFile.read(file, typed(PASSPHRASE)).key().getAlgorithm())
        .isEqualTo(KeyFile.read(plain(pair), Passphrase.none()).key().getAlgorithm());
    assertThatThrownBy(() -> KeyFile.read(file, typed("vier Worte")))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("the passphrase is wrong");
    assertThatThrownBy(() -> KeyFile.read(file, Passphrase.none()))
        .isInstanceOf(KeyFileException.class);
    assertThat(openssl(file, PASSPHRASE)).isZero();
    assertThat(openssl(file, "vier Worte")).isNotZero();
  }

  @Test
  void costsAThiefAsMuchAsItSays() throws Exception {
    Path file =
        write(EncryptedKey.encode(TestPki.keys("p256").getPrivate(), PASSPHRASE.toCharArray()));
    Process shown = new ProcessBuilder("openssl", "asn1parse", "-in", file.toString()).start();
    shown.getOutputStream().close();
    String text = new String(shown.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(text)
        .contains(":PBES2", ":PBKDF2", ":hmacWithSHA256", ":aes-256-cbc")
        .contains(Integer.toHexString(EncryptedKey.ITERATIONS).toUpperCase(Locale.ROOT));
  }

  @Test
  void keyOnATokenHasNothingToEncrypt() {
    HeldKey held =
        new HeldKey(TestPki.keys("rsa2048").getPrivate(), Security.getProvider("SunRsaSign"));
    assertThatThrownBy(() -> EncryptedKey.encode(held, PASSPHRASE.toCharArray()))
        .hasMessageContaining("on a token");
  }

  private static Passphrase typed(String text) {
    return (_, attempt) -> attempt == 0 ? Optional.of(text.toCharArray()) : Optional.empty();
  }

  private Path write(byte[] pem) throws Exception {
    return Files.write(folder.resolve("own.key"), pem);
  }

  private Path plain(KeyPair pair) throws Exception {
    return Files.write(folder.resolve("plain.key"), Pem.encode(pair.getPrivate()));
  }

  private int openssl(Path file, String passphrase) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), passphrase + "\n");
    Process read =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "pkey",
                    "-in",
                    file.toString(),
                    "-noout",
                    "-passin",
                    "file:" + secret))
            .redirectErrorStream(true)
            .start();
    read.getOutputStream().close();
    read.getInputStream().readAllBytes();
    assertThat(read.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return read.exitValue();
  }
}
