package org.securechat.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.StoredZip;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.handshake.KnownAuthorities;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.receipt.ReceiptAccess;
import org.securechat.server.receipt.ReceiptKey;
import org.securechat.server.receipt.ReceiptSearch;
import org.securechat.server.receipt.ReceiptSigner;
import org.securechat.server.receipt.SignedReceipt;
import org.securechat.server.receipt.TestAuthority;
import org.securechat.server.testing.TestDatabase;

class BundleMakerTest {
  private static final String EXPORT = "ee".repeat(32);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  private final TestAuthority authority = new TestAuthority();
  private final Credentials alice = authority.issue("alice", KeyPurposeId.id_kp_clientAuth);
  private final UUID room = UUID.randomUUID();
  private ReceiptKey key;
  private TranscriptLedger ledger;
  private ReceiptSigner signer;
  private BundleMaker bundles;
  private int said;

  @BeforeEach
  void aRoomWithThreeMessages() throws IOException {
    key = ReceiptAccess.key(authority.receiptKey(folder, "receipts"));
    ledger = LedgerAccess.ledger(database, key);
    signer = ReceiptAccess.signer(database, ledger, key, Clock.systemUTC());
    bundles =
        new BundleMaker(
            signer,
            key,
            ledger,
            ReceiptAccess.lists(),
            new KnownAuthorities(authority.certificates()),
            new EvidenceSettings(RevocationPolicy.REFUSE));
    byte[] created =
        EventPayload.create(
                "ops", room, EventPayload.Event.CREATED, "alice", "@server", Instant.now())
            .encode();
    ledger.append(LineRequest.event(room, "ops", key, created)).toCompletableFuture().join();
    say();
    say();
    say();
  }

  @AfterEach
  void close() {
    ledger.close(Duration.ofSeconds(10));
  }

  private void say() {
    say(alice, SenderCertificate.of(alice.leaf()));
  }

  private void say(Credentials speaker, SenderCertificate certificate) {
    byte[] payload =
        MessagePayload.create(
                Digests.sha256Hex(speaker.encodedChain().get(0)),
                "ops",
                room,
                "alice",
                ++said,
                new After(ledger.head(room).position(), ledger.head(room).chain()),
                Instant.now(),
                "hello " + said)
            .encode();
    SignedMessage message = SignedMessage.sign(payload, speaker.scheme(), speaker.privateKey());
    ledger
        .append(LineRequest.of(room, "ops", "alice", certificate, message))
        .toCompletableFuture()
        .join();
  }

  @Test
  void aBundleHasTheIssuersOfThoseWhoSpokeAndOfTheReceiptKey() throws Exception {
    TestAuthority issuing = authority.below("Issuing Authority");
    TestAuthority deeper = issuing.below("Deeper Authority");
    for (TestAuthority each : List.of(issuing, deeper)) {
      Credentials speaker = each.issue("alice", KeyPurposeId.id_kp_clientAuth);
      say(speaker, SenderCertificate.of(authority.rules().verify(speaker.chain(), Purpose.CLIENT)));
    }

    assertThat(verify(bundles.zip(room, "ops", 1, 6, EXPORT)).failures()).isEmpty();
    assertThat(verify(bundles.zip(room, "ops", 2, 4, EXPORT)).failures()).isEmpty();

    key = ReceiptAccess.key(deeper.receiptKey(folder, "renewed"));
    BundleMaker renewed =
        new BundleMaker(
            ReceiptAccess.signer(database, ledger, key, Clock.systemUTC()),
            key,
            ledger,
            ReceiptAccess.lists(),
            new KnownAuthorities(authority.certificates()),
            new EvidenceSettings(RevocationPolicy.REFUSE));
    assertThat(verify(renewed.zip(room, "ops", 1, 6, EXPORT)).failures()).isEmpty();
    assertThat(verify(renewed.zip(room, "ops", 2, 4, EXPORT)).failures()).isEmpty();
  }

  @Test
  void issuersAreKeptOnceAndAsManyAsReceiptsCanAnswerFor() {
    TestAuthority issuing = authority.below("Issuing Authority");
    SenderCertificate first = used(issuing, "alice");
    ledger.keepIssuers(first);
    ledger.keepIssuers(first);
    ledger.keepIssuers(used(issuing, "bob"));
    assertThat(ledger.issuers()).hasSize(1);

    for (int i = 1; i < 32; i++) {
      ledger.keepIssuers(used(authority.below("Authority " + i), "alice"));
    }
    SenderCertificate tooMany = used(authority.below("Authority 32"), "alice");
    assertThatThrownBy(() -> ledger.keepIssuers(tooMany)).isInstanceOf(LedgerException.class);
    assertThat(ledger.issuers()).hasSize(32);
    ledger.keepIssuers(first);
  }

  private SenderCertificate used(TestAuthority issuing, String name) {
    try {
      List<X509Certificate> chain = issuing.issue(name, KeyPurposeId.id_kp_clientAuth).chain();
      return SenderCertificate.of(authority.rules().verify(chain, Purpose.CLIENT));
    } catch (ProtocolException e) {
      throw new AssertionError(e);
    }
  }

  private void erase(long first, long last) {
    ledger
        .erase(room, "ops", Positions.range(first, last), "@server", "test", () -> {})
        .toCompletableFuture()
        .join();
  }

  @Test
  void aBundleOfTheWholeRoomVerifies() throws Exception {
    VerificationReport report = verify(bundles.zip(room, "ops", 1, 4, EXPORT));

    assertThat(report.failures()).isEmpty();
    assertThat(ReceiptAccess.store(database).find(newest()))
        .singleElement()
        .satisfies(receipt -> {
          assertThat(receipt.username()).isEqualTo("@server");
          assertThat(receipt.channelBinding()).isEqualTo(EXPORT);
        });
  }

  @Test
  void aBundleCarriesItsRecordForReading() throws Exception {
    byte[] zip = bundles.zip(room, "ops", 1, 4, EXPORT);
    String page = new String(StoredZip.read(zip).get("report.html"), StandardCharsets.UTF_8);

    // By the rules that hold for everybody: without a list no message counts as its author's.
    assertThat(page)
        .contains("This page proves nothing.", "no revocation list covers the time of its use")
        .doesNotContain("hello 3");
    // What a page says changes no verdict.
    SortedMap<String, byte[]> files = StoredZip.read(zip);
    files.put("report.html", "<h1>VERIFIED</h1>".getBytes(StandardCharsets.UTF_8));
    assertThat(
            new EvidenceVerifier(authority.certificates(), RevocationPolicy.ALLOW)
                .verify(files)
                .failures())
        .isEmpty();
  }

  @Test
  void aBundleOfAPartAndOneOfNothingVerify() throws Exception {
    assertThat(verify(bundles.zip(room, "ops", 3, 4, EXPORT)).failures()).isEmpty();
    assertThat(verify(bundles.zip(room, "ops", 5, 4, EXPORT)).failures()).isEmpty();
  }

  @Test
  void aBundleOfTheAuditLogVerifiesAndIsNobodysToCountersign() throws Exception {
    audit("user.disable");
    audit("audit.export");

    assertThat(
            verify(bundles.zip(AuditPayload.ROOM_ID, AuditPayload.ROOM, 1, 2, EXPORT)).failures())
        .isEmpty();
    // What is no line of the audit log proves nothing in it, though the same key has signed it.
    byte[] event =
        EventPayload.create("ops", room, EventPayload.Event.LEFT, "alice", "@server", Instant.now())
            .encode();
    ledger
        .append(LineRequest.event(AuditPayload.ROOM_ID, AuditPayload.ROOM, key, event))
        .toCompletableFuture()
        .join();
    assertThat(
            verify(bundles.zip(AuditPayload.ROOM_ID, AuditPayload.ROOM, 1, 3, EXPORT)).failures())
        .extracting(VerificationReport.Check::subject)
        .contains("messages/3.json");
    assertThat(ReceiptAccess.store(database).find(newest()))
        .allSatisfy(receipt -> assertThat(receipt.username()).isEqualTo("@server"));
  }

  private void audit(String action) {
    byte[] payload =
        AuditPayload.create(
                action,
                AuditPayload.Outcome.SUCCESS,
                "root",
                "administrator",
                "password",
                "alice",
                "192.0.2.7",
                1,
                Instant.now(),
                new TreeMap<>())
            .encode();
    ledger
        .append(LineRequest.event(AuditPayload.ROOM_ID, AuditPayload.ROOM, key, payload))
        .toCompletableFuture()
        .join();
  }

  @Test
  void afterAnErasureNewBundlesVerifyAndOldReceiptsAreIncomplete() throws Exception {
    SignedReceipt before = signer.issue(room, "ops", "alice", EXPORT, 1, 4);
    say();
    erase(2, 3);

    VerificationReport now = verify(bundles.zip(room, "ops", 1, 6, EXPORT));
    assertThat(now.failures()).isEmpty();
    assertThat(now.remarks()).contains("erased when the receipt was issued: lines 2-3");

    VerificationReport old = verify(around(before, 4).zip());
    assertThat(old.verdict()).isEqualTo(Verdict.INCOMPLETE);
    assertThat(old.failures())
        .extracting(VerificationReport.Check::name, VerificationReport.Check::subject)
        .containsExactly(tuple("erased", "messages/2.json"), tuple("erased", "messages/3.json"));
  }

  /** What a member would pack who has an old receipt, and what the server still gives out. */
  private BundleWriter around(SignedReceipt receipt, long last) throws Exception {
    BundleWriter bundle =
        new BundleWriter(receipt.json(), receipt.signature()).members(receipt.members());
    List<LedgerEntry> entries = ledger.history(room, 0, (int) last, 1 << 20).entries();
    for (LedgerEntry entry : entries) {
      bundle.line(entry.line().format(), entry.message());
    }
    bundle.certificate(alice.leaf()).certificate(key.credentials().leaf());
    return bundle.authority(authority.certificates().iterator().next());
  }

  @Test
  void whatIsTooMuchForOneIsRefused() {
    assertThatThrownBy(() -> bundles.zip(room, "ops", 1, BundleMaker.MAX_LINES + 1, EXPORT))
        .isInstanceOfSatisfying(
            AdministrationException.class, e -> assertThat(e.field()).contains("to"));
  }

  private static ReceiptSearch newest() {
    return new ReceiptSearch(Optional.empty(), Optional.empty(), Optional.empty(), 10);
  }

  private VerificationReport verify(byte[] zip) throws IOException {
    Path file = Files.createTempFile(folder, "bundle", ".zip");
    Files.write(file, zip);
    return new EvidenceVerifier(authority.certificates(), RevocationPolicy.ALLOW).verify(file);
  }
}
