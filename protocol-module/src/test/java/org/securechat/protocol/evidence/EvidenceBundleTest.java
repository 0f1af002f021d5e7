package org.securechat.protocol.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.testkit.TestPki;

/** Each bundle is judged twice, by the Java verifier and by its own script; the two must agree. */
class EvidenceBundleTest {
  private static final TestPki PKI = TestPki.create();
  private static final boolean SCRIPTS = OpenSsl.isInstalled();

  /** The script is slow, and treats all files of a sort alike; so it judges one of each. */
  private static final Pattern SIGNED =
      Pattern.compile("transcript.*|receipt.*|crl.*|messages/[12]\\..*");

  private static final Pattern SUMMED = Pattern.compile("[A-Z].*|verify.*|messages/(2.json|3.*)");
  private static final Pattern NEEDED = Pattern.compile("transcript.*|crl.*|messages/2.*");

  @TempDir Path temp;
  private Path folder;
  private int folders;

  @BeforeEach
  void nextFolder() {
    folder = temp.resolve("bundle-" + folders++);
  }

  @Test
  void aTrueRecordPasses() throws Exception {
    Conversation talk = Conversation.ofEverything(PKI);
    passes(talk.bundle());
    nextFolder();
    passes(talk.bundle(4, 6));
    nextFolder();
    passes(talk.bundle(3, 2));
  }

  @Test
  void anAuditLogPasses() throws Exception {
    Conversation log = Conversation.auditLog(PKI);
    passes(log.bundle());
    nextFolder();
    passes(log.bundle(2, 2));
  }

  @Test
  void anAuditLineInARoomAndAnEventInTheAuditLogFail() throws Exception {
    Conversation.start(PKI).audit("user.disable", "alice").bundle().writeFolder(folder);
    fails("messages/1.json");

    nextFolder();
    Conversation log = Conversation.auditLog(PKI);
    log.room = "lobby";
    log.event(EventPayload.Event.JOINED, "alice", "alice");
    log.room = AuditPayload.ROOM;
    log.bundle().writeFolder(folder);
    fails("messages/3.json");
  }

  @Test
  void aMessageInTheAuditLogFails() throws Exception {
    Credentials alice = PKI.client("alice").issue();
    String session = Conversation.session("alice");
    byte[] hello = MessagePayload.create(session, "lobby", "alice", 1, TestPki.NOW, "hi").encode();
    Conversation.auditLog(PKI).append("alice", alice, hello).bundle().writeFolder(folder);
    fails("messages/3.json");
  }

  @Test
  void theErasedMessageIsRemarkedUpon() throws Exception {
    Conversation.ofEverything(PKI).bundle().writeFolder(folder);
    assertThat(verify().remarks())
        .anyMatch(remark -> remark.contains("line 7") && remark.contains("as line 8 says"));
    assertThat(folder.resolve("messages/7.json")).doesNotExist();
    assertThat(folder.resolve("messages/7.erased.txt")).exists();
  }

  @Test
  void oneEventAccountsForManyErasedMessages() throws Exception {
    Conversation talk = Conversation.ofEverything(PKI).erase(1, 6);
    passes(talk.bundle());
    int event = talk.lines().size();
    for (int line = 4; line <= 6; line++) {
      String remark = "line " + line + ": its payload has been erased, as line " + event + " says";
      assertThat(verify().remarks()).contains(remark);
      if (SCRIPTS) {
        assertThat(OpenSsl.run(folder, "sh", "verify.sh").output()).contains(remark);
      }
    }
  }

  @Test
  void anEventBeforeTheMessageDoesNotAccountForIt() throws Exception {
    Conversation talk = Conversation.ofEverything(PKI);
    talk.event(EventPayload.Event.ERASED, "4-99", TranscriptLine.SERVER).say("bob", "later");
    int said = talk.lines().size();
    talk.forget(said).bundle().writeFolder(folder);
    String remark = "line " + said + ": its payload has been erased, but no line";
    assertThat(verify().remarks()).anyMatch(each -> each.startsWith(remark));
    if (SCRIPTS) {
      assertThat(OpenSsl.run(folder, "sh", "verify.sh").output()).contains(remark);
    }
  }

  @Test
  void aZipPassesLikeItsFolderAndIsAlwaysTheSame() throws Exception {
    BundleWriter bundle = Conversation.small(PKI).bundle();
    Path zip = temp.resolve("bundle.zip");
    bundle.writeZip(zip);
    assertThat(verifier().verify(zip).failures()).isEmpty();
    Path again = temp.resolve("again.zip");
    bundle.writeZip(again);
    assertThat(zip).hasSameBinaryContentAs(again);
  }

  @Test
  void anyChangedByteOfAZipFails() throws Exception {
    Path zip = temp.resolve("bundle.zip");
    Conversation.small(PKI).bundle().writeZip(zip);
    byte[] good = Files.readAllBytes(zip);
    for (int i = 0; i < good.length; i += 97) {
      Files.write(zip, flipped(good, i, 0x04));
      assertThat(verifier().verify(zip).passed()).as("byte %d", i).isFalse();
    }
    Files.write(zip, Arrays.copyOf(good, good.length - 1));
    assertThat(verifier().verify(zip).passed()).isFalse();
    Files.write(zip, Arrays.copyOf(good, good.length + 1));
    assertThat(verifier().verify(zip).passed()).isFalse();
  }

  @Test
  void anyChangedByteOfAnyFileFails() throws Exception {
    Conversation.small(PKI).bundle().writeFolder(folder);
    SoftAssertions all = new SoftAssertions();
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      for (int position : List.of(0, good.length / 3, good.length - 1)) {
        Files.write(file, flipped(good, position, 0x01));
        all.assertThat(verify().passed()).as("%s byte %d", file, position).isFalse();
      }
      if (judgedByScript(SUMMED, folder.relativize(file).toString())) {
        all.assertThat(script()).as("script, %s", file).isNotZero();
      }
      Files.write(file, good);
    }
    all.assertThat(verify().failures()).isEmpty();
    all.assertAll();
  }

  /** Whoever can change a file can also correct the sums; then the rest has to notice. */
  @Test
  void anyChangedByteFailsEvenWithCorrectedSums() throws Exception {
    SortedMap<String, byte[]> good = Conversation.small(PKI).bundle().files();
    SoftAssertions all = new SoftAssertions();
    for (Map.Entry<String, byte[]> file : good.entrySet()) {
      String name = file.getKey();
      // Nobody signs the explanations, the authority is the caller's, and what its owner adds to
      // PEM between the lines changes no certificate.
      if (List.of("SHA256SUMS", "README.txt", "verify.sh", "ca.pem").contains(name)) {
        continue;
      }
      byte[] content = file.getValue();
      for (int position : List.of(content.length / 3, content.length / 2)) {
        SortedMap<String, byte[]> changed = new TreeMap<>(good);
        changed.put(name, flipped(content, position, 0x01));
        nextFolder();
        write(changed);
        all.assertThat(verify().passed()).as("%s byte %d", name, position).isFalse();
        if (position == content.length / 2 && judgedByScript(SIGNED, name)) {
          all.assertThat(script()).as("script, %s byte %d", name, position).isNotZero();
        }
      }
    }
    all.assertAll();
  }

  @Test
  void aMissingFileFails() throws Exception {
    SortedMap<String, byte[]> good = Conversation.small(PKI).bundle().files();
    for (String name : good.keySet()) {
      SortedMap<String, byte[]> changed = new TreeMap<>(good);
      changed.remove(name);
      nextFolder();
      write(changed, !name.equals("SHA256SUMS"));
      assertThat(verify().passed()).as(name).isFalse();
      if (judgedByScript(NEEDED, name)) {
        assertThat(script()).as(name).isNotZero();
      }
    }
  }

  @Test
  void anExtraFileFails() throws Exception {
    SortedMap<String, byte[]> files = Conversation.small(PKI).bundle().files();
    files.put("messages/99.json", files.get("messages/4.json"));
    write(files);
    fails("does not belong");
  }

  @Test
  void aPayloadBesideTheNoteThatItWasErasedFails() throws Exception {
    SortedMap<String, byte[]> files = Conversation.small(PKI).bundle().files();
    files.put("messages/4.erased.txt", BundleLayout.erasedNote(4));
    write(files);
    fails("does not belong");
  }

  @Test
  void reorderedLinesFail() throws Exception {
    Conversation talk = Conversation.small(PKI);
    SortedMap<String, byte[]> files = talk.bundle().files();
    List<String> lines = talk.lines();
    Collections.swap(lines, 3, 4);
    files.put("transcript.txt", text(lines));
    write(files);
    fails("expected 4", "chain does not end", "not the transcript");
  }

  @Test
  void aRemovedLastLineFails() throws Exception {
    Conversation talk = Conversation.small(PKI);
    SortedMap<String, byte[]> files = talk.bundle().files();
    int last = talk.lines().size();
    talk.lines().remove(last - 1);
    files.put("transcript.txt", text(talk.lines()));
    files.remove("messages/" + last + ".json");
    files.remove("messages/" + last + ".sig");
    write(files);
    fails("not the lines 1 to " + last, "chain does not end", "not the transcript");
  }

  @Test
  void swappedMessagesFail() throws Exception {
    SortedMap<String, byte[]> files = Conversation.small(PKI).bundle().files();
    byte[] fourth = files.get("messages/4.json");
    files.put("messages/4.json", files.get("messages/6.json"));
    files.put("messages/6.json", fourth);
    write(files);
    fails("not the payload of its line", "does not verify");
  }

  @Test
  void anotherRoomsReceiptFails() throws Exception {
    Conversation talk = Conversation.small(PKI);
    Conversation other = new Conversation(PKI, talk.receiptSigner);
    other.room = "cellar";
    byte[] receipt = other.event(EventPayload.Event.CREATED, "alice", "alice").receipt(1, 1);
    byte[] signature = ReceiptSigning.sign(talk.receiptSigner, receipt);
    talk.bundle(receipt, signature, 1, talk.lines().size()).writeFolder(folder);
    fails("chain does not end", "said in another room");
  }

  @Test
  void aChainThatDoesNotStartWithItsRoomFails() throws Exception {
    Conversation talk = Conversation.small(PKI);
    String receipt =
        new String(talk.receipt(1, talk.lines().size()), StandardCharsets.UTF_8)
            .replace("0191a1b2", "0191a1b3");
    byte[] changed = receipt.getBytes(StandardCharsets.UTF_8);
    byte[] signature = ReceiptSigning.sign(talk.receiptSigner, changed);
    talk.bundle(changed, signature, 1, talk.lines().size()).writeFolder(folder);
    fails("chain does not start");
  }

  @Test
  void aReceiptBySomebodyElsesCertificateFails() throws Exception {
    for (Credentials signer :
        List.of(
            PKI.client("alice").key("p256").issue(),
            PKI.server("chat.example.org").key("p256").issue())) {
      nextFolder();
      Conversation talk = new Conversation(PKI, signer);
      talk.enter("bob", PKI.client("bob").issue()).say("bob", "hello").bundle().writeFolder(folder);
      fails("extended key usage does not fit RECEIPT");
    }
  }

  @Test
  void anotherAuthoritysReceiptFails() throws Exception {
    Credentials stranger = TestPki.create("Stranger", "ed25519").receipt().key("p256").issue();
    new Conversation(PKI, stranger)
        .enter("bob", PKI.client("bob").issue())
        .bundle()
        .writeFolder(folder);
    fails("unknown_authority");
  }

  @Test
  void aCertificateThatHasExpiredSinceItsUsePasses() throws Exception {
    Instant soon = TestPki.NOW.plusSeconds(60);
    Conversation talk = Conversation.start(PKI);
    talk.enter("alice", PKI.client("alice").valid(TestPki.NOW.minusSeconds(60), soon).issue());
    passes(talk.say("alice", "in time").later(Duration.ofHours(12)).bundle());
  }

  @Test
  void aCertificateThatHadExpiredOrWasNotYetValidFails() throws Exception {
    Instant now = TestPki.NOW;
    for (Credentials alice :
        List.of(
            PKI.client("alice").valid(now.minusSeconds(60), now.plusSeconds(60)).issue(),
            PKI.client("alice").valid(now.plusSeconds(60), now.plusSeconds(9999)).issue())) {
      nextFolder();
      Conversation talk = Conversation.start(PKI).enter("alice", alice).say("alice", "one");
      talk.later(Duration.ofHours(1)).say("alice", "two").bundle().writeFolder(folder);
      fails("certificate_expired");
    }
  }

  @Test
  void aCertificateRevokedBeforeItsUseFailsAndAfterItPasses() throws Exception {
    Credentials alice = PKI.client("alice").issue();
    Conversation talk = Conversation.start(PKI).enter("alice", alice).say("alice", "hello");
    Instant before = TestPki.NOW.minusSeconds(60);
    talk.lists = List.of(PKI.crl(before, before.plusSeconds(9999), alice.leaf()));
    talk.bundle().writeFolder(folder);
    fails("before its last use");

    nextFolder();
    Instant after = TestPki.NOW.plusSeconds(60);
    talk.lists = List.of(PKI.crl(after, after.plusSeconds(9999), alice.leaf()));
    passes(talk.bundle());
    assertThat(verify().remarks()).anyMatch(remark -> remark.contains("after its last use"));
  }

  @Test
  void listsThatDoNotCoverTheTimeOfUseFail() throws Exception {
    Conversation talk = Conversation.start(PKI).enter("bob", PKI.client("bob").issue());
    Instant old = TestPki.NOW.minusSeconds(9999);
    TestPki impostor = TestPki.create();
    for (var lists :
        List.of(
            List.<X509CRL>of(),
            List.of(PKI.crl(old, old.plusSeconds(60))),
            List.of(impostor.crl()))) {
      nextFolder();
      talk.lists = lists;
      talk.bundle().writeFolder(folder);
      fails("no revocation list covers");
    }
    VerificationReport lenient =
        new EvidenceVerifier(List.of(PKI.certificate()), RevocationPolicy.ALLOW).verify(folder);
    assertThat(lenient.failures()).isEmpty();
    assertThat(lenient.remarks()).isNotEmpty();
  }

  @Test
  void intermediateAuthoritiesNeedTheirOwnLists() throws Exception {
    TestPki below = PKI.intermediate("Staff Authority");
    Conversation talk = Conversation.start(PKI).enter("bob", below.client("bob").issue());
    talk.say("bob", "hello");
    talk.lists = List.of(PKI.crl(), below.crl());
    passes(talk.bundle());
    nextFolder();
    talk.lists = List.of(PKI.crl());
    talk.bundle().writeFolder(folder);
    fails("no revocation list covers");
    nextFolder();
    talk.lists = List.of(PKI.crl(below.certificate()), below.crl());
    talk.bundle().writeFolder(folder);
    fails("before its last use");
  }

  @Test
  void aMessageSignedBySomebodyElseFails() throws Exception {
    Credentials mallory = PKI.client("mallory").issue();
    Conversation talk = Conversation.start(PKI).enter("mallory", mallory);
    byte[] payload =
        MessagePayload.create(
                Conversation.session("alice"), "lobby", "alice", 1, talk.now, "I owe you")
            .encode();
    talk.append("alice", mallory, payload).bundle().writeFolder(folder);
    fails("does not name alice");
  }

  @Test
  void aUriInTheCertificateDecidesTheName() throws Exception {
    GeneralName uri = new GeneralName(GeneralName.uniformResourceIdentifier, "securechat:user:bob");
    Conversation talk = Conversation.start(PKI);
    passes(talk.enter("bob", PKI.client("B. Smith").names(uri).issue()).say("bob", "hi").bundle());
    nextFolder();
    talk = Conversation.start(PKI).enter("alice", PKI.client("alice").names(uri).issue());
    talk.say("alice", "hi").bundle().writeFolder(folder);
    fails("does not name alice");
  }

  @Test
  void aMailAddressIsLeftToTheAuditor() throws Exception {
    GeneralName mail = new GeneralName(GeneralName.rfc822Name, "b.smith@example.org");
    Conversation talk = Conversation.start(PKI);
    passes(talk.enter("bob", PKI.client("B. Smith").names(mail).issue()).say("bob", "hi").bundle());
    assertThat(verify().remarks()).anyMatch(remark -> remark.contains("b.smith@example.org"));
    nextFolder();
    talk = Conversation.start(PKI).enter("bob", PKI.client("alice").names(mail).issue());
    talk.say("bob", "hi").bundle().writeFolder(folder);
    fails("does not name bob");
  }

  @Test
  void replaysFail() throws Exception {
    Credentials alice = PKI.client("alice").issue();
    Conversation talk = Conversation.start(PKI).enter("alice", alice).say("alice", "pay 5");
    byte[] payload = talk.message(2).orElseThrow().payload();
    talk.append("alice", alice, payload).bundle().writeFolder(folder);
    fails("replayed");
  }

  @Test
  void aPayloadThatNoEventAccountsForIsRemarkedUpon() throws Exception {
    Conversation.small(PKI).bundle(1, 4).writeFolder(folder);
    assertThat(verify().failures()).isEmpty();
    assertThat(verify().remarks()).anyMatch(remark -> remark.contains("no line of this record"));
  }

  @Test
  void aClockThatGoesBackFails() throws Exception {
    Conversation talk = Conversation.start(PKI).enter("bob", PKI.client("bob").issue());
    talk.say("bob", "one").later(Duration.ofSeconds(-5)).say("bob", "two");
    talk.bundle().writeFolder(folder);
    fails("earlier than the line before");
  }

  @Test
  void aMessageForAnotherRoomOrOutOfFormFails() throws Exception {
    Credentials alice = PKI.client("alice").issue();
    String session = Conversation.session("alice");
    byte[] elsewhere =
        MessagePayload.create(session, "cellar", "alice", 1, TestPki.NOW, "hi").encode();
    Conversation talk = Conversation.start(PKI).enter("alice", alice);
    talk.append("alice", alice, elsewhere).bundle().writeFolder(folder);
    fails("said in another room");

    nextFolder();
    String good =
        new String(
            MessagePayload.create(session, "lobby", "alice", 1, TestPki.NOW, "hi").encode(),
            StandardCharsets.UTF_8);
    for (String odd :
        List.of(
            good.replace("\"hi\"}", "\"hi\",\"text\":\"ho\"}"),
            good + "\n",
            good.replace("{\"type\"", "{ \"type\""),
            "hi")) {
      nextFolder();
      talk = Conversation.start(PKI).enter("alice", alice);
      talk.append("alice", alice, odd.getBytes(StandardCharsets.UTF_8))
          .bundle()
          .writeFolder(folder);
      fails("messages/2.json");
    }
  }

  @Test
  void aServerThatSpeaksAsAUserOrTheReverseFails() throws Exception {
    Credentials alice = PKI.client("alice").issue();
    Conversation talk = Conversation.start(PKI).enter("alice", alice).say("alice", "hello");
    byte[] event =
        EventPayload.create("lobby", EventPayload.Event.LEFT, "bob", "alice", talk.now).encode();
    talk.append("@server", alice, event).bundle().writeFolder(folder);
    fails("used by a user and by the server");
  }

  @Test
  void everyFailureIsNamed() throws Exception {
    SortedMap<String, byte[]> files = Conversation.small(PKI).bundle().files();
    files.put("messages/4.json", "{}".getBytes(StandardCharsets.UTF_8));
    files.put("messages/5.sig", new byte[] {1});
    files.remove("messages/6.json");
    files.put("surprise", new byte[0]);
    write(files, false);
    assertThat(verify().failures())
        .extracting(VerificationReport.Check::subject)
        .contains(
            "SHA256SUMS", "messages/4.json", "messages/5.sig", "messages/6.erased.txt", "surprise");
  }

  @Test
  void whatIsNoBundleFails() throws Exception {
    assertThat(verifier().verify(temp.resolve("nothing")).passed()).isFalse();
    Files.createDirectory(folder);
    assertThat(verify().passed()).isFalse();
    Path file = temp.resolve("file.zip");
    Files.write(file, new byte[100]);
    assertThat(verifier().verify(file).passed()).isFalse();
  }

  @Test
  void aLinkInPlaceOfAFileFails() throws Exception {
    Conversation.small(PKI).bundle().writeFolder(folder);
    Path file = folder.resolve("messages/4.json");
    Path elsewhere = Files.move(file, temp.resolve("4.json"));
    Files.createSymbolicLink(file, elsewhere);
    fails("not a regular file");
  }

  private void passes(BundleWriter bundle) throws IOException {
    bundle.writeFolder(folder);
    assertThat(verify().failures()).isEmpty();
    assertThat(verify().passed()).isTrue();
    if (SCRIPTS) {
      OpenSsl.Result result = OpenSsl.run(folder, "sh", "verify.sh");
      assertThat(result.exit()).as(result.output()).isZero();
    }
  }

  private void fails(String... details) {
    List<VerificationReport.Check> failures = verify().failures();
    for (String detail : details) {
      assertThat(failures).anyMatch(failure -> failure.toString().contains(detail));
    }
    if (SCRIPTS) {
      assertThat(script()).as("exit status of the script").isNotZero();
    }
  }

  private static boolean judgedByScript(Pattern names, String name) {
    return SCRIPTS && names.matcher(name).matches();
  }

  private int script() {
    return OpenSsl.run(folder, "sh", "verify.sh").exit();
  }

  private VerificationReport verify() {
    return verifier().verify(folder);
  }

  private static EvidenceVerifier verifier() {
    return new EvidenceVerifier(List.of(PKI.certificate()), RevocationPolicy.REFUSE);
  }

  private List<Path> files() throws IOException {
    try (var walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void write(SortedMap<String, byte[]> files) throws IOException {
    write(files, true);
  }

  private void write(SortedMap<String, byte[]> files, boolean correctSums) throws IOException {
    if (correctSums) {
      files.put("SHA256SUMS", BundleLayout.sums(files));
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static byte[] text(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] flipped(byte[] content, int position, int bits) {
    byte[] changed = content.clone();
    changed[position] ^= (byte) bits;
    return changed;
  }
}
