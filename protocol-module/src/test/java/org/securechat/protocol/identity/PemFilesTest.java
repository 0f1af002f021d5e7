package org.securechat.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.identity.key.KeyFile;
import org.securechat.protocol.identity.key.Passphrase;
import org.securechat.testkit.TestPki;

class PemFilesTest {
  private final TestPki pki = TestPki.create();
  @TempDir private Path folder;
  private Path certificate;
  private Path key;

  @BeforeEach
  void files() {
    certificate = folder.resolve("alice.pem");
    key = folder.resolve("alice.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "p256", "rsa2048"})
  void credentialsAreReadAsWritten(String kind) throws Exception {
    Credentials written = pki.intermediate("Branch").client("alice").key(kind).issue();
    PemFiles.writeCertificates(certificate, written.chain());
    PemFiles.writePrivateKey(key, written.privateKey());
    Credentials read = PemFiles.credentials(certificate, key);
    assertThat(read.chain()).isEqualTo(written.chain());
    assertThat(read.scheme()).isEqualTo(written.scheme());
  }

  @Test
  void privateKeyIsItsOwnersOnlyAndNeverOverwritten() throws Exception {
    Credentials alice = pki.client("alice").issue();
    PemFiles.writePrivateKey(key, alice.privateKey());
    assertThat(Files.getPosixFilePermissions(key))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThatThrownBy(() -> PemFiles.writePrivateKey(key, alice.privateKey()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    PemFiles.writeCertificates(certificate, pki.client("alice").issue().chain());
    PemFiles.writePrivateKey(key, pki.client("bob").issue().privateKey());
    assertThatThrownBy(() -> PemFiles.credentials(certificate, key))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not the certificate's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"
      })
  void malformedFilesAreRefused(String content) throws Exception {
    Files.writeString(key, content);
    assertThatThrownBy(() -> KeyFile.read(key, Passphrase.none())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PemFiles.certificates(key)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> PemFiles.crls(key)).isInstanceOf(IOException.class);
  }

  @Test
  void credentialsDoNotPrintTheKey() {
    assertThat(pki.client("alice").issue().toString()).isEqualTo("Credentials[CN=alice, ed25519]");
  }

  @Test
  void revocationListIsReadAgainWhenTheFileChanges() throws Exception {
    Credentials alice = pki.client("alice").issue();
    Path file = folder.resolve("crl.pem");
    CrlFile source = new CrlFile(file);
    assertThat(source.crlsFor(pki.certificate())).isEmpty();
    assertThat(source.fault()).contains("there is no such file");

    PemFiles.writeCrl(file, pki.crl());
    assertThat(source.crlsFor(pki.certificate()))
        .singleElement()
        .matches(crl -> !crl.isRevoked(alice.leaf()));
    assertThat(source.crlsFor(alice.leaf())).isEmpty();

    PemFiles.writeCrl(file, pki.crl(alice.leaf()));
    assertThat(source.crlsFor(pki.certificate()))
        .singleElement()
        .matches(crl -> crl.isRevoked(alice.leaf()));
  }

  @Test
  void damagedRevocationListLeavesTheLastGoodOne() throws Exception {
    Path file = folder.resolve("crl.pem");
    CrlFile source = new CrlFile(file);
    PemFiles.writeCrl(file, pki.crl());
    List<?> good = List.copyOf(source.crlsFor(pki.certificate()));
    Files.writeString(file, "half a li");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    assertThat(List.<Object>copyOf(source.crlsFor(pki.certificate()))).isEqualTo(good);
    assertThat(source.fault()).isPresent();
    PemFiles.writeCrl(file, pki.crl());
    assertThat(source.fault()).isEmpty();
    Files.delete(file);
    assertThat(source.crlsFor(pki.certificate())).isEmpty();
  }
}
