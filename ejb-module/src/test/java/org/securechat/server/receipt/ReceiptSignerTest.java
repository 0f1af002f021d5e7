package org.securechat.server.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.server.DomainException;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
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
            java.time.Clock.systemUTC());
  }

  private LineRequest line(String text) {
    SignedMessage message =
        SignedMessage.sign(
            text.getBytes(StandardCharsets.UTF_8), alice.scheme(), alice.privateKey());
    return LineRequest.of(room, "room", "alice", SenderCertificate.of(alice.leaf()), message);
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
    PeerIdentity signedBy = ReceiptSigning.verify(signed.json(), signed.p7s(), authority.rules());
    assertThat(signedBy.namesServer("chat.example.org")).isTrue();
  }

  @Test
  void aReceiptOfTheWholeRoomVerifiesWithOpenSsl() throws Exception {
    assumeTrue(openSsl("version") == 0, "openssl is not installed");
    SignedReceipt signed = signer.issue(room, "room", "alice", SESSION, 1, 100);
    Files.write(folder.resolve("receipt.json"), signed.json());
    Files.write(folder.resolve("receipt.json.p7s"), signed.p7s());
    String[] verify = {
      "cms",
      "-verify",
      "-binary",
      "-inform",
      "DER",
      "-in",
      "receipt.json.p7s",
      "-content",
      "receipt.json",
      "-CAfile",
      "ca.pem",
      "-purpose",
      "any",
      "-out",
      "verified"
    };

    assertThat(openSsl(verify)).isZero();

    Files.writeString(
        folder.resolve("receipt.json"),
        Files.readString(folder.resolve("receipt.json")).replace("\"last\":100", "\"last\":101"));
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
    byte[] signature = alice.sign(receipt.json());

    signer.countersign(receipt.sha256(), "alice", peer(alice), signature);
    signer.countersign(receipt.sha256(), "alice", peer(alice), alice.sign(receipt.json()));

    IssuedReceipt stored =
        database.inTransaction(em -> em.find(IssuedReceipt.class, receipt.sha256()));
    assertThat(stored.isCountersigned()).isTrue();
    assertThat(stored.countersignature()).isEqualTo(signature);
    assertThat(ledger.certificate(stored.countersignedBy()))
        .hasValueSatisfying(der -> assertThat(der).isEqualTo(alice.encodedChain().get(0)));
  }

  @Test
  void aCountersignatureThatProvesNothingIsRefused() throws Exception {
    SignedReceipt receipt = issue(1, 100);
    Credentials mallory = authority.issue("mallory", KeyPurposeId.id_kp_clientAuth);

    assertCode(
        ErrorCode.SIGNATURE_INVALID,
        () ->
            signer.countersign(
                receipt.sha256(), "alice", peer(alice), mallory.sign(receipt.json())));
    assertCode(
        ErrorCode.SIGNATURE_INVALID,
        () ->
            signer.countersign(
                receipt.sha256(),
                "alice",
                peer(alice),
                alice.sign("else".getBytes(StandardCharsets.UTF_8))));
    assertCode(
        ErrorCode.SIGNATURE_INVALID,
        () -> signer.countersign(receipt.sha256(), "alice", peer(alice), new byte[2000]));
    assertCode(
        ErrorCode.BAD_REQUEST,
        () ->
            signer.countersign(
                receipt.sha256(), "mallory", peer(mallory), mallory.sign(receipt.json())));
    assertCode(
        ErrorCode.BAD_REQUEST,
        () ->
            signer.countersign("00".repeat(32), "alice", peer(alice), alice.sign(receipt.json())));
    assertThat(
            database
                .inTransaction(em -> em.find(IssuedReceipt.class, receipt.sha256()))
                .isCountersigned())
        .isFalse();
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
