package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.verify.VerificationReport.Check;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.testkit.TestPki;

/**
 * Bundles, and what the verifier has to say of them. Each person has one key for all tests, and no
 * bundle is written to the disk, so that each rule can have its tests.
 */
final class Judged {
  static final TestPki PKI = TestPki.create();
  static final Credentials RECEIPTS = PKI.receipt().key("p256").issue();
  static final Credentials ALICE = PKI.client("alice").issue();
  static final Credentials BOB = PKI.client("bob").key("p256").issue();

  private Judged() {}

  /** Alice has made a room, which is line 1, and Bob has entered it, which is line 2. */
  static Conversation room() {
    return new Conversation(PKI, RECEIPTS).enter("alice", ALICE).enter("bob", BOB);
  }

  /** Five lines; those from the third are messages. */
  static Conversation talk() {
    return room().say("alice", "hello").say("bob", "hi").say("alice", "bye");
  }

  /** What a client of Alice's signs as her first message after the room's last line. */
  static String hers(Conversation talk) {
    byte[] payload =
        MessagePayload.create(
                Conversation.session("alice"),
                talk.room,
                talk.roomId,
                "alice",
                1,
                talk.after(),
                talk.now,
                "hi")
            .encode();
    return new String(payload, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static VerificationReport judge(SortedMap<String, byte[]> files, X509CRL... outside) {
    return new EvidenceVerifier(
            List.of(PKI.certificate()), List.of(outside), RevocationPolicy.REFUSE)
        .verify(files);
  }

  static VerificationReport verifies(BundleWriter bundle) {
    VerificationReport report = judge(bundle.files());
    assertThat(report.failures()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
    return report;
  }

  static void fails(BundleWriter bundle, String... expected) {
    fails(bundle.files(), expected);
  }

  static void fails(SortedMap<String, byte[]> files, String... expected) {
    VerificationReport report = judge(files);
    finds(report, expected);
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.verdict().exitCode()).isEqualTo(1);
  }

  /**
   * Exactly these findings, in any order, and each as often as it likes.
   *
   * @param expected each begins a finding: its code word, a blank, its subject, a colon, a blank,
   *     and the reason
   */
  static void finds(VerificationReport report, String... expected) {
    List<String> found = report.failures().stream().map(Judged::text).toList();
    assertThat(found).allMatch(finding -> Arrays.stream(expected).anyMatch(finding::startsWith));
    assertThat(expected)
        .allMatch(each -> found.stream().anyMatch(finding -> finding.startsWith(each)));
  }

  private static String text(Check check) {
    return check.name() + " " + check.subject() + ": " + check.detail();
  }

  /** The same bundle with another file in place of one, or beside them; null for none. */
  static SortedMap<String, byte[]> with(BundleWriter bundle, String name, byte[] content) {
    SortedMap<String, byte[]> files = new TreeMap<>(bundle.files());
    if (content == null) {
      assertThat(files.remove(name)).isNotNull();
    } else {
      files.put(name, content);
    }
    return files;
  }

  static byte[] flipped(byte[] content, int position, int bits) {
    byte[] changed = content.clone();
    changed[position] ^= (byte) bits;
    return changed;
  }
}
