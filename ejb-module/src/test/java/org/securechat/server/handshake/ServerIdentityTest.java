package org.securechat.server.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.handshake.ServerHandshake;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.Revocation;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.key.Passphrase;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.server.renewal.Renewal;
import org.securechat.testkit.MutableClock;
import org.securechat.testkit.TestPki;

/** Files that are replaced while the server runs. */
class ServerIdentityTest {

  @TempDir private Path pki;
  private final TestPki authority = TestPki.create();
  private final Credentials first = authority.server("localhost").issue();
  private final Credentials second = authority.server("localhost").issue();
  private ServerIdentity identity;
  private Instant written = TestPki.NOW;
  private final MutableClock clock = new MutableClock(TestPki.NOW);
  private final List<X509Certificate> shownElsewhere = new ArrayList<>();
  private final Set<X509Certificate> revoked = new HashSet<>();

  @BeforeEach
  void load() throws IOException {
    Files.createDirectory(pki.resolve("issued"));
    PemFiles.writeCertificates(pki.resolve("ca.pem"), List.of(authority.certificate()));
    write(first);
    identity =
        new ServerIdentity(
            new HandshakeSettings(pki, Passphrase.none(), Optional.empty(), 200),
            Revocation.byLists(_ -> List.of(), RevocationPolicy.ALLOW)
                .withRevokedHere(revoked::contains),
            clock);
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

  private Renewal look() {
    return identity.renew((credentials, _) -> shownElsewhere.add(credentials.leaf()));
  }

  /** As many looks as a file may be unfit for without a word, and the one that tells. */
  private Renewal lookUntilItIsTold() {
    Renewal found = look();
    for (int i = 0; i < 10 && found instanceof Renewal.Pending; i++) {
      found = look();
    }
    return found;
  }

  @Test
  void whatIsNotTouchedIsNotRead() {
    assertThat(look()).isEqualTo(new Renewal.Untouched());
    assertThat(look()).isEqualTo(new Renewal.Untouched());
  }

  @Test
  void aPairIsTakenOnceItHasSettled() throws Exception {
    ServerHandshake before = identity.handshake();
    write(second);

    assertThat(look()).isEqualTo(new Renewal.Pending());
    assertThat(shown()).isEqualTo(first.leaf());
    assertThat(look()).isEqualTo(new Renewal.Renewed());
    assertThat(shown()).isEqualTo(second.leaf());
    assertThat(shownElsewhere).containsExactly(second.leaf());
    assertThat(identity.handshake()).isNotSameAs(before);
    assertThat(look()).isEqualTo(new Renewal.Untouched());
  }

  @Test
  void whileItIsWrittenNothingIsRead() throws Exception {
    for (int i = 0; i < 3; i++) {
      touch("issued/server.pem");
      assertThat(look()).isEqualTo(new Renewal.Pending());
    }
    assertThat(look()).isEqualTo(new Renewal.Same());
  }

  @Test
  void whatIsWrittenToForEverIsTold() throws Exception {
    Renewal found = new Renewal.Pending();
    for (int i = 0; i < 10; i++) {
      touch("issued/server.pem");
      found = look();
    }
    assertThat(found).isInstanceOf(Renewal.Failed.class);
  }

  private void changesNothing(String reason) {
    ServerHandshake before = identity.handshake();
    assertThat(look()).as("may be half of it").isEqualTo(new Renewal.Pending());
    assertThat(look()).isEqualTo(new Renewal.Pending());
    assertThat(lookUntilItIsTold())
        .isInstanceOfSatisfying(
            Renewal.Failed.class, failed -> assertThat(failed.reason()).contains(reason));
    assertThat(shown()).isEqualTo(first.leaf());
    assertThat(shownElsewhere).isEmpty();
    assertThat(identity.handshake()).isSameAs(before);
    assertThat(look()).as("for as long as it is so").isInstanceOf(Renewal.Failed.class);
  }

  @Test
  void halfOfAPairChangesNothingUntilTheOtherHalfIsThere() throws Exception {
    PemFiles.writeCertificates(pki.resolve("issued/server.pem"), second.chain());
    touch("issued/server.pem");
    changesNothing("cannot be used");

    writeKey(second);
    assertThat(look()).isInstanceOf(Renewal.Failed.class);
    assertThat(look()).isEqualTo(new Renewal.Renewed());
    assertThat(shown()).isEqualTo(second.leaf());
  }

  @Test
  void aDamagedFileChangesNothingUntilTheOldOneIsBack() throws Exception {
    Path file = pki.resolve("issued/server.pem");
    FileTime before = Files.getLastModifiedTime(file);
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() / 2));
    touch("issued/server.pem");
    changesNothing("cannot be used");

    Files.writeString(file, whole);
    Files.setLastModifiedTime(file, before);
    assertThat(look()).isEqualTo(new Renewal.Same());
  }

  @Test
  void aMissingFileChangesNothing() throws Exception {
    Files.delete(pki.resolve("ca.pem"));
    changesNothing("ca.pem");
  }

  @Test
  void whatHasEndedChangesNothing() throws Exception {
    write(
        authority
            .server("localhost")
            .valid(TestPki.NOW.minus(Duration.ofDays(3)), TestPki.NOW.minus(Duration.ofDays(1)))
            .issue());
    changesNothing("not valid now");
  }

  @Test
  void whatIsNotValidYetIsTakenWhenItIs() throws Exception {
    Instant begins = TestPki.NOW.plus(Duration.ofMinutes(10));
    Credentials early =
        authority.server("localhost").valid(begins, begins.plus(Duration.ofMinutes(10))).issue();
    write(early);
    changesNothing("not valid now");

    clock.advance(Duration.ofMinutes(11));
    assertThat(look()).isEqualTo(new Renewal.Renewed());
    assertThat(shown()).isEqualTo(early.leaf());
  }

  @Test
  void aGoodCertificateHasNoFault() {
    assertThat(identity.fault()).isEmpty();
  }

  @Test
  void whatIsLoadedAtAStartIsJudgedAsARenewalIs() throws Exception {
    Duration hour = Duration.ofHours(1);
    Instant now = TestPki.NOW;
    startWith(
        authority.server("localhost").valid(now.minus(hour.multipliedBy(3)), now.minus(hour)));
    isFaulty(AlertCode.CERTIFICATE_EXPIRED, "is not valid now");

    startWith(authority.server("localhost").valid(now.plus(hour), now.plus(hour.multipliedBy(3))));
    isFaulty(AlertCode.CERTIFICATE_EXPIRED, "is not valid now");
    clock.advance(hour.multipliedBy(2));
    assertThat(identity.fault()).as("its time has come").isEmpty();

    startWith(authority.client("localhost"));
    isFaulty(AlertCode.BAD_CERTIFICATE, "is not for this use");

    startWith(TestPki.create("Another", "p256").server("localhost"));
    isFaulty(AlertCode.UNKNOWN_AUTHORITY, "is of no authority in ca.pem");
  }

  private void startWith(TestPki.Order order) throws IOException {
    write(order.issue());
    identity.load();
  }

  private void isFaulty(AlertCode alert, String reason) {
    assertThat(identity.fault())
        .hasValueSatisfying(fault -> {
          assertThat(fault.alert()).isEqualTo(alert);
          assertThat(fault.reason()).contains("issued/server.pem", reason);
          assertThat(fault.isForEverybody()).isTrue();
        });
  }

  @Test
  void whatIsInUseHasAFaultFromItsEndOrItsRevocationOn() {
    revoked.add(first.leaf());
    isFaulty(AlertCode.CERTIFICATE_REVOKED, "is revoked");
  }

  @Test
  void whatIsOfNoAuthorityOfTheServerChangesNothing() throws Exception {
    write(TestPki.create("Another", "p256").server("localhost").issue());
    changesNothing("is of no authority in ca.pem");
  }

  @Test
  void authoritiesWithoutTheOneOfTheCertificateChangeNothing() throws Exception {
    TestPki other = TestPki.create("Another", "p256");
    PemFiles.writeCertificates(pki.resolve("ca.pem"), List.of(other.certificate()));
    touch("ca.pem");
    changesNothing("is of no authority in ca.pem");
    assertThat(identity.authorities()).containsExactly(authority.certificate());

    Credentials theirs = other.server("localhost").issue();
    write(theirs);
    look();
    assertThat(look()).isEqualTo(new Renewal.Renewed());
    assertThat(shown()).isEqualTo(theirs.leaf());
  }

  @Test
  void whatIsForClientsChangesNothing() throws Exception {
    write(authority.client("localhost").issue());
    changesNothing("is not for this use");
  }

  @Test
  void whatIsRevokedChangesNothing() throws Exception {
    revoked.add(second.leaf());
    write(second);
    changesNothing("is revoked");
  }

  @Test
  void whatCannotBeShownElsewhereIsNotShownHere() throws Exception {
    write(second);
    for (int i = 0; i < 10; i++) {
      identity.renew((_, _) -> {
        throw new IllegalStateException("no such port");
      });
    }
    assertThat(shown()).isEqualTo(first.leaf());
  }

  @Test
  void authoritiesAreTakenToo() throws Exception {
    TestPki other = TestPki.create("Another", "p256");
    PemFiles.writeCertificates(
        pki.resolve("ca.pem"), List.of(authority.certificate(), other.certificate()));
    touch("ca.pem");

    look();
    assertThat(look()).isEqualTo(new Renewal.Renewed());
    assertThat(identity.authorities())
        .containsExactly(authority.certificate(), other.certificate());
    assertThat(shown()).isEqualTo(first.leaf());
  }
}
