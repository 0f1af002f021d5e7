package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.BOB;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.bytes;
import static org.securechat.protocol.evidence.verify.Judged.hers;
import static org.securechat.protocol.evidence.verify.Judged.room;
import static org.securechat.protocol.evidence.verify.Judged.talk;
import static org.securechat.protocol.evidence.verify.Judged.with;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.report.ReportContext;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.testkit.TestPki;

/** The record for reading: what it says, and what it keeps to itself. */
class ReportOfBundleTest {

  @Test
  void itSaysWhoIsBehindItAndWhatEachSaid() throws Exception {
    Page page = Page.of(talk().bundle().files());

    assertThat(page.text("h1")).isEqualTo("lobby");
    assertThat(page.text("header")).contains("VERIFIED").doesNotContain("FAILED");
    assertThat(page.text("dl"))
        .contains("CN=receipts", "chat.example.org", "lobby", "1 to 5", "From the file ca.pem.")
        .contains(Conversation.ROOM_ID.toString(), "2026-11-22 12:00:01 UTC", "program 1.0")
        .contains(Conversation.sha256(List.of(PKI.certificate())));
    assertThat(page.line(3)).contains("alice", "hello", "12:00:00 UTC").endsWith("hello");
    assertThat(page.state(3)).isEqualTo("verified");
    assertThat(page.line(1)).contains("alice made the room");
    assertThat(page.section("participants"))
        .contains("names the user by its common name", "not revoked", "member, 2 lines")
        .contains(Conversation.sha256(ALICE.chain()), Conversation.sha256(BOB.chain()))
        .contains(ALICE.leaf().getSerialNumber().toString(16));
    assertThat(page.section("timeline"))
        .contains("bob joined", "3 messages from 2 people", "the receipt was issued");
  }

  @Test
  void everyCheckIsThereInTheVerifiersOrderAndWords() throws Exception {
    SortedMap<String, byte[]> files = with(talk().bundle(), "messages/4.sig", new byte[] {1});
    VerificationReport report = Judged.judge(files);

    String expected =
        String.join(
            "\n",
            report.checks().stream()
                .map(check ->
                    (check.passed() ? "✓ " : "✗ ")
                        + check.name()
                        + " "
                        + check.subject()
                        + (check.passed() ? "" : ": " + check.detail()))
                .toList());
    assertThat(report.checks()).hasSizeGreaterThan(40);
    assertThat(Page.of(files).text("details/pre").strip()).isEqualTo(expected);
  }

  @Test
  void whatWasErasedHasItsTimeAndItsReason() throws Exception {
    Conversation talk = talk();
    talk.erase(4);
    Page page = Page.of(talk.bundle().files());

    assertThat(page.state(4)).isEqualTo("erased");
    assertThat(page.line(4)).contains("bob", "erased by the server at ").endsWith("says line 6");
    assertThat(page.section("erased")).contains("line 4", "its audit log says which, and why");
  }

  @Test
  void anErasureThatIsToldAfterTheRecordIsCalledOne() throws Exception {
    Conversation talk = talk();
    talk.erase(4);
    Page page = Page.of(talk.bundle(1, 5).files());

    assertThat(page.state(4)).isEqualTo("erased");
    assertThat(page.line(4)).contains("a line after this record says by whom");
  }

  @Test
  void whatIsNotProvenIsNotShownAndTheRestProvesNothing() throws Exception {
    BundleWriter bundle = talk().bundle();
    Page page = Page.of(with(bundle, "messages/4.json", bundle.files().get("messages/5.json")));

    assertThat(page.text("header")).contains("FAILED", "proves nothing");
    assertThat(page.text("main")).contains("What it claims, without proof");
    assertThat(page.state(4)).isEqualTo("failed");
    assertThat(page.line(4))
        .contains("not shown", "payload: not the payload of its line", "signature: does not verify")
        .doesNotContain("bye");
    assertThat(page.state(3)).isEqualTo("not proven");
    assertThat(page.line(3)).contains("hello");
  }

  @Test
  void aForgedReceiptLeavesNoLineVerified() throws Exception {
    BundleWriter bundle = talk().bundle();
    Page page = Page.of(with(bundle, "receipt.sig", ALICE.sign(new byte[] {1})));

    assertThat(page.text("header")).contains("FAILED", "signature receipt.sig: does not verify");
    for (int position = 1; position <= 5; position++) {
      assertThat(page.state(position)).isEqualTo("not proven");
    }
  }

  @Test
  void underAnotherAuthorityNothingIsShown() throws Exception {
    TestPki other = TestPki.create();
    String page =
        Page.write(
            new EvidenceVerifier(List.of(other.certificate()), RevocationPolicy.REFUSE)
                .examine(talk().bundle().files()),
            Page.ASKED);
    assertThat(page).contains("FAILED").doesNotContain("hello").doesNotContain("bye");
  }

  @Test
  void aMissingTextAndAnUnknownKindAreSaid() throws Exception {
    Page missing = Page.of(with(talk().bundle(), "messages/4.json", null));
    assertThat(missing.text("header")).contains("INCOMPLETE");
    assertThat(missing.state(4)).isEqualTo("missing");
    assertThat(missing.state(3)).isEqualTo("verified");

    Conversation talk = room();
    String poll = hers(talk).replace("securechat/message/1", "securechat/poll/1");
    Page unknown = Page.of(talk.append("alice", ALICE, bytes(poll)).bundle().files());
    assertThat(unknown.text("header")).contains("NEEDS A NEWER VERIFIER");
    assertThat(unknown.state(3)).isEqualTo("unknown kind");
    assertThat(unknown.line(3)).contains("of a kind unknown to this version: poll/1");
  }

  @Test
  void linesWithARevokedCertificateAreInDoubt() throws Exception {
    Conversation talk = talk().later(Duration.ofSeconds(9)).say("alice", "after the loss");
    Instant lost = TestPki.NOW.plusSeconds(5);
    talk.lists = List.of(PKI.crl(lost, lost.plus(Duration.ofDays(1)), ALICE.leaf()));
    talk.revoked = "6";
    Page page = Page.of(talk.bundle().files());

    assertThat(page.text("header")).contains("VERIFIED", "Who wrote line 6 is in doubt");
    assertThat(page.state(6)).isEqualTo("author in doubt");
    assertThat(page.line(6)).contains("after the loss", "was revoked when this was said");
    assertThat(page.state(5)).isEqualTo("verified");
    assertThat(page.section("participants")).contains("revoked from 2026-11-22 12:00:05 UTC on");
  }

  @Test
  void countersignaturesAreNamedWithTheirState() throws Exception {
    Conversation talk = talk();
    BundleWriter bundle = talk.bundle();
    byte[] receipt = bundle.files().get("receipt.json");
    String certificate = Conversation.sha256(ALICE.chain());
    byte[] statement = Countersignature.of(receipt, "alice", certificate, talk.now).encode();
    bundle.countersignature(statement, ALICE.sign(statement));
    Page good = Page.of(bundle.files());
    assertThat(good.section("countersignatures")).contains("alice", "✓ verified");
    assertThat(good.section("timeline")).contains("alice countersigned");

    Page bad = Page.of(with(bundle, "countersignatures/alice.sig", BOB.sign(statement)));
    assertThat(bad.section("countersignatures")).contains("alice", "✗ failed", "does not verify");
    assertThat(bad.section("timeline")).doesNotContain("countersigned");
  }

  @Test
  void membersWhoSaidNothingAreNamed() throws Exception {
    Conversation talk = talk().event(EventPayload.Event.JOINED, "carol", "alice");
    assertThat(Page.of(talk.bundle().files()).section("participants"))
        .contains("signed nothing in this stretch, and so have no certificate here: carol.");
  }

  @Test
  void aBundleWithoutReceiptSaysSo() throws Exception {
    Page page = Page.of(new TreeMap<>(with(talk().bundle(), "receipt.json", bytes("{"))));
    assertThat(page.text("h1")).isEqualTo("A bundle without a receipt");
    assertThat(page.text("header")).contains("FAILED", "receipt receipt.json: ");
    assertThat(page.text("main")).doesNotContain("hello").contains("How to repeat it");
  }

  @Test
  void theAuditLogReadsAsSentences() throws Exception {
    Page page = Page.of(Conversation.auditLog(PKI).bundle().files());
    assertThat(page.text("header")).contains("record of administration", "VERIFIED");
    assertThat(page.line(1))
        .contains("user.disable, success: by root as administrator, authenticated by password")
        .contains("on \"quoted\" \\ 😀 | ' $(id)", "from 192.0.2.7", "reason }{\",\"");
  }

  @Test
  void oneBundleInOneContextIsOnePage() throws Exception {
    SortedMap<String, byte[]> files = talk().bundle().files();
    String page = Page.write(Page.examined(files), Page.ASKED);
    assertThat(Page.write(Page.examined(files), Page.ASKED)).isEqualTo(page);

    String later =
        Page.write(
            Page.examined(files),
            ReportContext.asked(
                "program 1.0", TestPki.NOW.plusSeconds(1), "From the file ca.pem."));
    assertThat(later).isNotEqualTo(page);
    assertThat(later.replace("12:00:01", "12:00:00"))
        .isEqualTo(page.replace("12:00:01", "12:00:00"));
  }

  @Test
  void aPackedReportProvesNothingAndSaysSo() throws Exception {
    SortedMap<String, byte[]> files = talk().bundle().files();
    Page page = new Page(Page.write(Page.examined(files), Page.PACKED));
    assertThat(page.text("header")).contains("This page proves nothing.");
    assertThat(page.section("repeat")).contains("sh verify.sh", "securechat verify BUNDLE");
  }

  @Test
  void whatDoesNotFitIsLeftOutWithAWord() throws Exception {
    Conversation talk = room();
    for (int i = 0; i < 200; i++) {
      talk.say("alice", "word " + i + " " + "x".repeat(2_000));
    }
    ReportContext small = new ReportContext("program 1.0", Optional.empty(), "", true, 100_000);
    String written = Page.write(Page.examined(talk.bundle().files()), small);

    assertThat(written.length()).isLessThan(120_000);
    Page page = new Page(written);
    assertThat(page.section("conversation"))
        .contains("word 10 ")
        .doesNotContain("word 199 ")
        .contains("left out here for length");
    assertThat(page.section("repeat")).contains("sh verify.sh");
  }
}
