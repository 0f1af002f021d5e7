package org.securechat.server.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.handshake.ServerHandshake;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.key.Passphrase;
import org.securechat.testkit.TestPki;

/** Files that are replaced while the server runs. */
class ServerIdentityTest {

  @TempDir private Path pki;
  private final TestPki authority = TestPki.create();
  private final Credentials first = authority.server("localhost").issue();
  private final Credentials second = authority.server("localhost").issue();
  private ServerIdentity identity;
  private Instant written = TestPki.NOW;

  @BeforeEach
  void load() throws IOException {
    Files.createDirectory(pki.resolve("issued"));
    PemFiles.writeCertificates(pki.resolve("ca.pem"), List.of(authority.certificate()));
    write(first);
    identity =
        new ServerIdentity(
            new HandshakeSettings(pki, Passphrase.none(), Optional.empty(), 200),
            Revocation.byLists(_ -> List.of(), RevocationPolicy.ALLOW),
            TestPki.CLOCK);
    identity.load();
  }

  private void write(Credentials credentials) throws IOException {
    PemFiles.writeCertificates(pki.resolve("issued/server.pem"), credentials.chain());
    touch("issued/server.pem");
    writeKey(credentials);
  }

  private void writeKey(Credentials credentials) throws IOException {
    Files.deleteIfExists(pki.resolve("issued/server.key"));
    PemFiles.writePrivateKey(pki.resolve("issued/server.key"), credentials.privateKey());
    touch("issued/server.key");
  }

  /** Each time a different time, however coarse the file system's clock is. */
  private void touch(String name) throws IOException {
    written = written.plus(Duration.ofSeconds(1));
    Files.setLastModifiedTime(pki.resolve(name), FileTime.from(written));
  }

  private X509Certificate shown() {
    return identity.certificate();
  }

  @Test
  void whatIsNotTouchedIsNotRead() {
    assertThat(identity.renew()).isEqualTo(Renewal.UNTOUCHED);
    assertThat(identity.renew()).isEqualTo(Renewal.UNTOUCHED);
  }

  @Test
  void aPairIsTakenOnceItHasSettled() throws Exception {
    ServerHandshake before = identity.handshake();
    write(second);

    assertThat(identity.renew()).isEqualTo(Renewal.UNTOUCHED);
    assertThat(shown()).isEqualTo(first.leaf());
    assertThat(identity.renew()).isEqualTo(Renewal.RENEWED);
    assertThat(shown()).isEqualTo(second.leaf());
    assertThat(identity.handshake()).isNotSameAs(before);
    assertThat(identity.renew()).isEqualTo(Renewal.UNTOUCHED);
  }

  @Test
  void whileItIsWrittenNothingIsRead() throws Exception {
    for (int i = 0; i < 3; i++) {
      touch("issued/server.pem");
      assertThat(identity.renew()).isEqualTo(Renewal.UNTOUCHED);
    }
    assertThat(identity.renew()).isEqualTo(Renewal.SAME);
  }

  private void changesNothing(String reason) {
    ServerHandshake before = identity.handshake();
    assertThat(identity.renew()).isEqualTo(Renewal.UNTOUCHED);
    assertThatThrownBy(identity::renew)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(reason);
    assertThat(shown()).isEqualTo(first.leaf());
    assertThat(identity.handshake()).isSameAs(before);
    // Told once: the files are as they were.
    assertThat(identity.renew()).isEqualTo(Renewal.UNTOUCHED);
  }

  @Test
  void halfOfAPairChangesNothingUntilTheOtherHalfIsThere() throws Exception {
    PemFiles.writeCertificates(pki.resolve("issued/server.pem"), second.chain());
    touch("issued/server.pem");
    changesNothing("cannot be used");

    writeKey(second);
    identity.renew();
    assertThat(identity.renew()).isEqualTo(Renewal.RENEWED);
    assertThat(shown()).isEqualTo(second.leaf());
  }

  @Test
  void aDamagedFileChangesNothing() throws Exception {
    String whole = Files.readString(pki.resolve("issued/server.pem"));
    Files.writeString(pki.resolve("issued/server.pem"), whole.substring(0, whole.length() / 2));
    touch("issued/server.pem");
    changesNothing("cannot be used");
  }

  @Test
  void aMissingFileChangesNothing() throws Exception {
    Files.delete(pki.resolve("ca.pem"));
    changesNothing("ca.pem");
  }

  @Test
  void whatIsNotValidNowChangesNothing() throws Exception {
    write(
        authority
            .server("localhost")
            .valid(TestPki.NOW.minus(Duration.ofDays(3)), TestPki.NOW.minus(Duration.ofDays(1)))
            .issue());
    changesNothing("not valid now");
  }

  @Test
  void authoritiesAreTakenToo() throws Exception {
    TestPki other = TestPki.create("Another", "p256");
    PemFiles.writeCertificates(
        pki.resolve("ca.pem"), List.of(authority.certificate(), other.certificate()));
    touch("ca.pem");

    identity.renew();
    assertThat(identity.renew()).isEqualTo(Renewal.RENEWED);
    assertThat(identity.authorities())
        .containsExactly(authority.certificate(), other.certificate());
    assertThat(shown()).isEqualTo(first.leaf());
  }
}
