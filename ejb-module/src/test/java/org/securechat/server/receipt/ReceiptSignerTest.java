package org.securechat.server.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.server.DomainException;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.renewal.CertificateFault;
import org.securechat.server.testing.TestDatabase;

class ReceiptSignerTest {
  private static final String SESSION = "ab".repeat(32);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  private final TestAuthority authority = new TestAuthority();
  private final Credentials alice = authority.issue("alice", KeyPurposeId.id_kp_clientAuth);
  private final UUID room = UUID.randomUUID();
  private ReceiptSettings settings;
  private TranscriptLedger ledger;
  private ReceiptSigner signer;
  private final TakenCertificates certificates = new TakenCertificates();

  @BeforeEach
  void write100Lines() throws IOException {
    settings = authority.receiptKey(folder, "receipts");
    open(settings);
    List<CompletableFuture<CommittedLine>> answers = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      answers.add(ledger.append(line("line " + i)).toCompletableFuture());
    }
    answers.forEach(CompletableFuture::join);
  }

  @AfterEach
  void close() {
    ledger.close(Duration.ofSeconds(10));
  }

  private void open(ReceiptSettings with) {
    ReceiptKey key = new ReceiptKey(with);
    ledger = LedgerAccess.ledger(database, key);
    signer =
        new ReceiptSigner(
            key,
            ledger,
            database.perCall(ReceiptStore.class, JpaReceiptStore::new),
            ReceiptAccess.lists(),
            certificates,
            java.time.Clock.systemUTC());
  }

  private LineRequest line(String text) {
    SignedMessage message =
        SignedMessage.sign(
            text.getBytes(StandardCharsets.UTF_8), alice.scheme(), alice.privateKey());
    return LineRequest.of(room, "room", "alice", SenderCertificate.of(alice.leaf()), message);
  }

  @Test
  void aReceiptThatNoVerifierTakesIsNotIssuedAndCanBeHadLater() {
    certificates.fault =
        Optional.of(new CertificateFault(AlertCode.CERTIFICATE_EXPIRED, "it is not valid now"));
    assertThatThrownBy(() -> signer.issue(room, "room", "alice", SESSION, 11, 90))
        .isInstanceOfSatisfying(
            ReceiptException.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(ReceiptException.Reason.CERTIFICATE_REFUSED))
        .hasMessage("it is not valid now");
    assertThat(signer.issued()).isZero();

    certificates.fault = Optional.empty();
    assertThat(signer.issue(room, "room", "alice", SESSION, 11, 90).json()).isNotEmpty();
  }

  @Test
  void aListThatTheServerLacksIsNoReasonToKeepAReceiptBack() {
    certificates.fault =
        Optional.of(new CertificateFault(AlertCode.REVOCATION_UNKNOWN, "it has no list"));
    assertThat(signer.issue(room, "room", "alice", SESSION, 11, 90).json()).isNotEmpty();
  }

  @Test
  void aReceiptSaysWhatTheTranscriptHolds() throws Exception {
    SignedReceipt signed = signer.issue(room, "room", "alice", SESSION, 11, 90);

    Receipt receipt = Receipt.parse(signed.json());
    List<String> lines =
        ledger.history(room, 10, 80, Integer.MAX_VALUE).entries().stream()
            .map(entry -> entry.line().format())
            .toList();
    assertThat(receipt.transcriptSha256()).isEqualTo(Receipt.transcriptSha256(lines));
    assertThat(receipt.previousChain()).isEqualTo(ledger.chainAt(room, 10));
    assertThat(receipt.chain()).isEqualTo(ledger.chainAt(room, 90));
    assertThat(receipt.server()).isEqualTo("chat.example.org");
    assertThat(receipt.channelBinding()).isEqualTo(SESSION);
    PeerIdentity signedBy =
        ReceiptSigning.verify(
            signed.json(),
            signed.signature(),
            new ReceiptKey(settings).credentials().chain(),
            authority.rules());
    assertThat(signedBy.namesServer("chat.example.org")).isTrue();
  }

  @Test
  void aReceiptOfTheWholeRoomVerifiesWithOpenSsl() throws Exception {
    assumeTrue(openSsl("version") == 0, "openssl is not installed");
    SignedReceipt signed = signer.issue(room, "room", "alice", SESSION, 1, 100);
    Files.write(folder.resolve("receipt.json"), signed.json());
    Files.write(folder.resolve("receipt.sig"), signed.signature());
    Files.write(
        folder.resolve("receipt.pub"),
        new ReceiptKey(settings).credentials().leaf().getPublicKey().getEncoded());
    String[] verify = {
      "dgst",
      "-sha256",
      "-verify",
      "receipt.pub",
      "-keyform",
      "DER",
      "-signature",
      "receipt.sig",
      "receipt.json"
    };

    assertThat(openSsl(verify)).isZero();

    Files.writeString(
        folder.resolve("receipt.json"),
        Files.readString(folder.resolve("receipt.json")).replace("alice", "mally"));
    assertThat(openSsl(verify)).isNotZero();
  }

  private int openSsl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  @Test
  void aSessionInWhichNothingWasSaidHasAReceiptToo() throws Exception {
    Receipt receipt = Receipt.parse(signer.issue(room, "room", "alice", SESSION, 101, 100).json());

    assertThat(receipt.last()).isEqualTo(100);
    assertThat(receipt.chain()).isEqualTo(receipt.previousChain());
    assertThat(receipt.transcriptSha256()).isEqualTo(Receipt.transcriptSha256(List.of()));
  }

  @Test
  void thereIsNoReceiptForLinesThatAreNotThere() {
    assertCode(ErrorCode.BAD_REQUEST, () -> issue(1, 101));
    assertCode(ErrorCode.BAD_REQUEST, () -> issue(5, 3));
    assertCode(ErrorCode.BAD_REQUEST, () -> issue(0, 3));
    assertCode(ErrorCode.BAD_REQUEST, () -> issue(102, 101));
    assertCode(ErrorCode.BAD_REQUEST, () -> issue(Long.MIN_VALUE, 3));
  }

  @Test
  void thereIsNoReceiptForATranscriptThatWasChanged() {
    tamper("UPDATE transcript_entry SET sender = 'mallory' WHERE position = 20");

    assertCode(ErrorCode.UNAVAILABLE, () -> issue(10, 30));
  }

  @Test
  void thereIsNoReceiptForLinesThatDoNotLeadToTheHead() {
    tamper("UPDATE transcript_entry SET sender = 'mallory' WHERE position = 60");

    assertCode(ErrorCode.UNAVAILABLE, () -> issue(10, 30));
  }

  @Test
  void theHeadOfAReceiptIsSigned() {
    issue(1, 100);

    Object position =
        database.inTransaction(
            em -> em.createNativeQuery("SELECT signed_position FROM room_head").getSingleResult());
    assertThat(position).isEqualTo(100L);
    close();
    open(settings);
    assertThat(ledger.head(room).position()).isEqualTo(100);
  }

  @Test
  void theSameReceiptAgainIsNoError() {
    for (int i = 0; i < 10; i++) {
      issue(1, 1);
    }
  }

  @Test
  void aNewKeyNeedsTheCertificateOfTheOldOne() throws Exception {
    close();
    ReceiptSettings next = authority.receiptKey(folder, "next");
    open(next);
    assertCode(ErrorCode.UNAVAILABLE, () -> ledger.head(room));
    close();

    Path former = Files.createDirectory(next.formerChains());
    Files.copy(settings.chain(), former.resolve("57d3.pem"));
    open(next);

    assertThat(ledger.append(line("more")).toCompletableFuture().join().entry().position())
        .isEqualTo(101);
  }

  @Test
  void aKeyThatIsMissingIsNamed() throws Exception {
    Files.delete(settings.key());

    assertThatThrownBy(() -> new ReceiptKey(settings).load())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("receipts.key");
  }

  @Test
  void aCountersignatureOfTheMemberIsKept() throws Exception {
    SignedReceipt receipt = issue(1, 100);
    byte[] statement = statement(receipt.json(), "alice", alice);
    byte[] later = statement(receipt.json(), "alice", alice);

    signer.countersign(statement, "alice", peer(alice), alice.sign(statement));
    signer.countersign(later, "alice", peer(alice), alice.sign(later));

    IssuedReceipt stored =
        database.inTransaction(em -> em.find(IssuedReceipt.class, receipt.sha256()));
    assertThat(stored.isCountersigned()).isTrue();
    assertThat(stored.countersignature()).isEqualTo(statement);
    assertThat(peer(alice).signed(statement, stored.countersignatureSignature())).isTrue();
    assertThat(ledger.certificate(stored.countersignedBy()))
        .hasValueSatisfying(der -> assertThat(der).isEqualTo(alice.encodedChain().get(0)));
  }

  @Test
  void aCountersignatureThatProvesNothingIsRefused() throws Exception {
    SignedReceipt receipt = issue(1, 100);
    Credentials mallory = authority.issue("mallory", KeyPurposeId.id_kp_clientAuth);
    byte[] good = statement(receipt.json(), "alice", alice);
    byte[] malloryNamed = statement(receipt.json(), "alice", mallory);
    byte[] mallorys = statement(receipt.json(), "mallory", mallory);
    byte[] ofNothing = statement(new byte[0], "alice", alice);

    refuses(ErrorCode.SIGNATURE_INVALID, good, alice, mallory.sign(good));
    refuses(ErrorCode.SIGNATURE_INVALID, good, alice, alice.sign(receipt.json()));
    refuses(ErrorCode.SIGNATURE_INVALID, good, alice, new byte[5000]);
    refuses(ErrorCode.BAD_REQUEST, receipt.json(), alice, alice.sign(receipt.json()));
    refuses(ErrorCode.BAD_REQUEST, malloryNamed, alice, alice.sign(malloryNamed));
    refuses(ErrorCode.BAD_REQUEST, mallorys, alice, alice.sign(mallorys));
    refuses(ErrorCode.BAD_REQUEST, ofNothing, alice, alice.sign(ofNothing));
    assertCode(
        ErrorCode.BAD_REQUEST,
        () -> signer.countersign(mallorys, "mallory", peer(mallory), mallory.sign(mallorys)));
    assertThat(
            database
                .inTransaction(em -> em.find(IssuedReceipt.class, receipt.sha256()))
                .isCountersigned())
        .isFalse();
  }

  private void refuses(ErrorCode code, byte[] statement, Credentials as, byte[] signature) {
    assertCode(code, () -> signer.countersign(statement, "alice", peer(as), signature));
  }

  private static byte[] statement(byte[] receipt, String user, Credentials signer) {
    return Countersignature.of(
            receipt, user, Digests.sha256Hex(signer.encodedChain().get(0)), Instant.now())
        .encode();
  }

  private PeerIdentity peer(Credentials credentials) throws Exception {
    return authority.rules().verify(credentials.chain(), Purpose.CLIENT);
  }

  private SignedReceipt issue(long first, long last) {
    return signer.issue(room, "room", "alice", SESSION, first, last);
  }

  private void tamper(String sql) {
    int rows = database.inTransaction(em -> em.createNativeQuery(sql).executeUpdate());
    assertThat(rows).isEqualTo(1);
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(ProtocolErrors.code(e)).isEqualTo(code));
  }
}
