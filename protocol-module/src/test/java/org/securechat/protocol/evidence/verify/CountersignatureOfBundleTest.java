package org.securechat.protocol.evidence.verify;

import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.BOB;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.bytes;
import static org.securechat.protocol.evidence.verify.Judged.fails;
import static org.securechat.protocol.evidence.verify.Judged.talk;
import static org.securechat.protocol.evidence.verify.Judged.verifies;
import static org.securechat.protocol.evidence.verify.Judged.with;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.identity.Credentials;
import org.securechat.testkit.TestPki;

/** The tenth step: what members say of the receipt (PROTOCOL.md §10.2 and §11.2). */
class CountersignatureOfBundleTest {
  private static final String STATEMENT = "countersignatures/alice.json";
  private static final String SIGNATURE = "countersignatures/alice.sig";

  private final Conversation talk = talk();
  private final byte[] receipt = talk.receipt(1, 5);

  private byte[] statement(String user, Credentials signer, Instant at) {
    return Countersignature.of(receipt, user, Conversation.sha256(signer.chain()), at).encode();
  }

  private BundleWriter bundle(byte[] statement, Credentials signer) throws Exception {
    return talk.bundle(receipt, 1, 5)
        .certificate(signer.leaf())
        .countersignature(statement, signer.sign(statement));
  }

  private BundleWriter signed(String user, Credentials signer) throws Exception {
    return bundle(statement(user, signer, TestPki.NOW.plusSeconds(5)), signer);
  }

  @Test
  void membersAndOthersMaySign() throws Exception {
    Credentials carol = PKI.client("carol").key("p384").issue();
    byte[] bobs = statement("bob", BOB, TestPki.NOW);
    byte[] carols = statement("carol", carol, TestPki.NOW);
    verifies(
        signed("alice", ALICE)
            .countersignature(bobs, BOB.sign(bobs))
            .certificate(carol.leaf())
            .countersignature(carols, carol.sign(carols)));
  }

  @Test
  void aSignatureForAnotherReceiptFails() throws Exception {
    byte[] other =
        Countersignature.of(
                talk.receipt(1, 4), "alice", Conversation.sha256(ALICE.chain()), TestPki.NOW)
            .encode();
    fails(bundle(other, ALICE), "countersignature " + STATEMENT + ": for another receipt");
  }

  @Test
  void aSignatureByAnotherKeyFails() throws Exception {
    BundleWriter bundle = signed("alice", ALICE);
    byte[] statement = bundle.files().get(STATEMENT);
    for (byte[] bad : List.of(BOB.sign(statement), new byte[0], new byte[4097])) {
      fails(with(bundle, SIGNATURE, bad), "countersignature " + STATEMENT + ": does not verify");
    }
  }

  @Test
  void aSignatureByWhomTheCertificateDoesNotNameFails() throws Exception {
    fails(
        signed("alice", BOB),
        "name certificates/" + Conversation.sha256(BOB.chain()) + ".der: does not name alice");
  }

  @Test
  void aStatementOutOfFormFails() throws Exception {
    BundleWriter bundle = signed("alice", ALICE);
    String good = new String(bundle.files().get(STATEMENT), StandardCharsets.UTF_8);
    for (String bad :
        List.of(
            good + "\n",
            good.replace("{\"type\"", "{ \"type\""),
            "{}",
            good.replace("/1\"", "/2\""))) {
      fails(with(bundle, STATEMENT, bytes(bad)), "countersignature " + STATEMENT + ": ");
    }
  }

  @Test
  void aStatementUnderAnothersNameFails() throws Exception {
    BundleWriter bundle = signed("alice", ALICE);
    SortedMap<String, byte[]> files = with(bundle, SIGNATURE, null);
    files.put("countersignatures/bob.json", files.remove(STATEMENT));
    files.put("countersignatures/bob.sig", bundle.files().get(SIGNATURE));
    fails(
        files,
        "countersignature countersignatures/bob.json: for another receipt, or by another user",
        "countersignature countersignatures/bob.json: does not verify");
  }

  @Test
  void aStatementThatDoesNotBelongHereSaysNothingOfItsSignersLines() throws Exception {
    byte[] statement = statement("carol", ALICE, TestPki.NOW);
    SortedMap<String, byte[]> files = talk.bundle(receipt, 1, 5).files();
    files.put("countersignatures/bob.json", statement);
    files.put("countersignatures/bob.sig", ALICE.sign(statement));
    fails(
        files,
        "countersignature countersignatures/bob.json: for another receipt",
        "countersignature countersignatures/bob.json: does not verify");
  }

  @Test
  void aCertificateThatIsNotGoodForItFails() throws Exception {
    Credentials revoked = PKI.client("carol").issue();
    talk.lists = List.of(PKI.crl(revoked.leaf()));
    byte[] own = talk.receipt(1, 5);
    byte[] statement =
        Countersignature.of(own, "carol", Conversation.sha256(revoked.chain()), TestPki.NOW)
            .encode();
    fails(
        talk.bundle(own, 1, 5)
            .certificate(revoked.leaf())
            .countersignature(statement, revoked.sign(statement)),
        "revocation countersignatures/carol.json: signed with a certificate that was revoked");
  }

  @Test
  void aMissingCertificateFails() throws Exception {
    Credentials carol = PKI.client("carol").issue();
    byte[] statement = statement("carol", carol, TestPki.NOW);
    fails(
        talk.bundle(receipt, 1, 5).countersignature(statement, carol.sign(statement)),
        "file certificates/" + Conversation.sha256(carol.chain()) + ".der: missing",
        "countersignature countersignatures/carol.json: does not verify");
  }

  @Test
  void aCertificateForReceiptsCountersignsNothing() throws Exception {
    fails(
        signed("receipts", talk.receiptSigner),
        "certificate certificates/",
        "countersignature countersignatures/receipts.json: does not verify");
  }
}
