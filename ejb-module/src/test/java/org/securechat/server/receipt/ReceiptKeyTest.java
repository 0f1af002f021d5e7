package org.securechat.server.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.server.renewal.Renewal;

/** A receipt key that is replaced while the server runs. */
class ReceiptKeyTest {
  private static final byte[] STATEMENT = {1, 2, 3};

  @TempDir private Path folder;
  private final TestAuthority authority = new TestAuthority();
  private final Credentials second = authority.issue("second", TestAuthority.RECEIPTS);
  private ReceiptSettings settings;
  private ReceiptKey key;
  private Consumer<LoadedReceiptKey> judge = _ -> {};
  private Instant written = Instant.EPOCH;

  @BeforeEach
  void load() throws IOException {
    settings = authority.receiptKey(folder, "receipt");
    key = new ReceiptKey(settings);
    key.load();
  }

  private void write(Credentials credentials) throws IOException {
    writeCertificate(credentials);
    writeKey(credentials);
  }

  private void writeCertificate(Credentials credentials) throws IOException {
    PemFiles.writeCertificates(settings.chain(), credentials.chain());
    touch(settings.chain());
  }

  private void writeKey(Credentials credentials) throws IOException {
    Files.delete(settings.key());
    PemFiles.writePrivateKey(settings.key(), credentials.privateKey());
    touch(settings.key());
  }

  private void touch(Path file) throws IOException {
    written = written.plusSeconds(1);
    Files.setLastModifiedTime(file, FileTime.from(written));
  }

  private Renewal look() {
    return key.renew(loaded -> judge.accept(loaded));
  }

  private Renewal settle() {
    Renewal found = look();
    for (int i = 0; i < 10 && found instanceof Renewal.Pending; i++) {
      found = look();
    }
    return found;
  }

  private void changesNothing(String reason) {
    String before = key.certificate().sha256();
    assertThat(settle())
        .isInstanceOfSatisfying(
            Renewal.Failed.class, failed -> assertThat(failed.reason()).contains(reason));
    assertThat(key.certificate().sha256()).isEqualTo(before);
  }

  @Test
  void whatWasSignedBeforeStillVerifies() throws Exception {
    String before = key.certificate().sha256();
    byte[] signed = key.signHead(STATEMENT);
    write(second);

    assertThat(settle()).isEqualTo(new Renewal.Renewed());

    String after = key.certificate().sha256();
    assertThat(after).isNotEqualTo(before);
    assertThat(key.verifyHead(after, STATEMENT, key.signHead(STATEMENT))).isTrue();
    assertThat(key.verifyHead(before, STATEMENT, signed)).isTrue();
    assertThat(key.verifyHead(after, STATEMENT, signed)).isFalse();
    assertThat(new ReceiptKey(settings).verifyHead(before, STATEMENT, signed))
        .as("after the next start, too")
        .isTrue();
  }

  @Test
  void whatHasBegunToSignEndsWithTheSameCertificate() throws Exception {
    LoadedReceiptKey begun = key.now();
    write(second);
    settle();

    assertThat(key.verifyHead(begun.certificate().sha256(), STATEMENT, begun.signHead(STATEMENT)))
        .isTrue();
  }

  @Test
  void theFormerCertificateIsNotKeptTwice() throws Exception {
    Path kept = Files.createDirectory(settings.formerChains()).resolve("first.pem");
    Files.copy(settings.chain(), kept);
    write(second);

    assertThat(settle()).isEqualTo(new Renewal.Renewed());
    assertThat(settings.formerChains()).isDirectoryContaining(kept::equals);
    try (var files = Files.list(settings.formerChains())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void withoutAPlaceForTheFormerOneTheKeyIsNotRenewed() throws Exception {
    Files.createFile(settings.formerChains());
    write(second);
    changesNothing("put it there");

    Files.delete(settings.formerChains());
    assertThat(look()).isEqualTo(new Renewal.Renewed());
  }

  @Test
  void halfOfAPairChangesNothingUntilTheOtherHalfIsThere() throws Exception {
    writeCertificate(second);
    changesNothing("cannot be used");

    writeKey(second);
    look();
    assertThat(look()).isEqualTo(new Renewal.Renewed());
  }

  @Test
  void aCertificateThatNamesNoServerChangesNothing() throws Exception {
    write(authority.issue("alice", KeyPurposeId.id_kp_clientAuth));
    changesNothing("receipt.pem");
  }

  @Test
  void whatIsRefusedChangesNothingUntilItIsNot() throws Exception {
    judge =
        _ -> {
          throw new IllegalStateException("of no authority");
        };
    write(second);
    changesNothing("of no authority");
    assertThat(settings.formerChains()).as("nothing is former yet").doesNotExist();

    judge = _ -> {};
    assertThat(look()).isEqualTo(new Renewal.Renewed());
  }
}
