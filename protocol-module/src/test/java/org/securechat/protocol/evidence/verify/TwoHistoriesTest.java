package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.compare.Comparison;
import org.securechat.protocol.evidence.compare.EquivocationFolder;
import org.securechat.protocol.evidence.compare.Exhibit;
import org.securechat.protocol.evidence.compare.ExhibitReader;
import org.securechat.protocol.evidence.compare.Relation;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.RevocationPolicy;

/** PROTOCOL.md §11.3: two records of a room, and what they show together. */
class TwoHistoriesTest {
  private static final ExhibitReader READER =
      new ExhibitReader(List.of(Judged.PKI.certificate()), List.of(), RevocationPolicy.REFUSE);

  @TempDir private Path temporary;

  static Exhibit bundle(Conversation talk) throws EvidenceException {
    return bundle(talk, 1, talk.lines().size());
  }

  static Exhibit bundle(Conversation talk, int first, int last) throws EvidenceException {
    return verified(talk.bundle(first, last).files());
  }

  static Exhibit receipt(Conversation talk, int first, int last) throws EvidenceException {
    return verified(receiptFiles(talk, first, last));
  }

  private static SortedMap<String, byte[]> receiptFiles(Conversation talk, int first, int last)
      throws EvidenceException {
    SortedMap<String, byte[]> files = new TreeMap<>(talk.bundle(first, last).files());
    files
        .keySet()
        .removeIf(name ->
            !name.startsWith("receipt.")
                && !name.startsWith(BundleLayout.CERTIFICATES)
                && !name.startsWith(BundleLayout.REVOCATION));
    return StatementVerifier.needed(files);
  }

  /** What a client has kept, up to a line, under a receipt over less. */
  static SortedMap<String, byte[]> archive(Conversation talk, int receipt, int last)
      throws EvidenceException {
    SortedMap<String, byte[]> files = receiptFiles(talk, 1, receipt);
    files.put(StatementVerifier.LINES, text(talk.lines().subList(0, last)));
    return files;
  }

  static Exhibit unsigned(Conversation talk) throws EvidenceException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(StatementVerifier.LINES, text(talk.lines()));
    files.put(ExhibitReader.ROOM, text(List.of(talk.roomId.toString())));
    return verified(files);
  }

  private static byte[] text(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static SortedMap<String, byte[]> headsFiles(
      Credentials signer, String previous, RoomPosition... rooms) throws Exception {
    List<RoomPosition> listed =
        Arrays.stream(rooms)
            .sorted((one, other) -> RoomPosition.BY_ID.compare(one.roomId(), other.roomId()))
            .toList();
    HeadsDocument document =
        new HeadsDocument(
            "chat.example.org",
            2,
            previous,
            0,
            "",
            listed.size(),
            HeadsFile.sha256(listed),
            Timestamps.format(Judged.talk().now),
            Conversation.sha256(signer.chain()));
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(
        StatementVerifier.HEADS,
        new HeadsFile(document, signer.sign(document.encode()), listed).encode());
    files.put(BundleLayout.certificate(document.certificate()), signer.chain().get(0).getEncoded());
    return files;
  }

  static RoomPosition head(Conversation talk, int position) {
    return new RoomPosition(talk.roomId, position, talk.chain(position));
  }

  static Exhibit heads(RoomPosition... rooms) throws Exception {
    return verified(headsFiles(Judged.RECEIPTS, "ab".repeat(32), rooms));
  }

  static Exhibit verified(SortedMap<String, byte[]> files) throws EvidenceException {
    Exhibit exhibit = READER.read(files);
    assertThat(exhibit.report().failures()).isEmpty();
    assertThat(exhibit.verified()).isTrue();
    return exhibit;
  }

  private static Comparison compared(Exhibit a, Exhibit b, Relation relation) {
    Comparison found = a.against(b);
    assertThat(found.relation()).isEqualTo(relation);
    Relation reverse =
        switch (relation) {
          case A_CONTINUES_B -> Relation.B_CONTINUES_A;
          case B_CONTINUES_A -> Relation.A_CONTINUES_B;
          case EQUAL, INCOMPARABLE, CONTRADICTION, EQUIVOCATION -> relation;
        };
    assertThat(b.against(a).relation()).isEqualTo(reverse);
    return found;
  }

  @Test
  void recordsOfOneHistoryAreEqualOrContinueEachOther() throws Exception {
    Conversation talk = Judged.talk();
    compared(bundle(talk), bundle(talk), Relation.EQUAL);
    // Both end at one chain value, which stands for every line before it.
    compared(bundle(talk), bundle(talk, 3, 5), Relation.EQUAL);
    assertThat(compared(bundle(talk, 1, 4), bundle(talk), Relation.B_CONTINUES_A).position())
        .isEqualTo(4);
    compared(receipt(talk, 1, 3), bundle(talk), Relation.B_CONTINUES_A);
  }

  @Test
  void everyKindCanBeHeldAgainstEveryOther() throws Exception {
    Conversation talk = Judged.talk();
    Exhibit archive = verified(archive(talk, 3, 5));
    List<Exhibit> kinds =
        List.of(bundle(talk), receipt(talk, 1, 5), heads(head(talk, 5)), archive, unsigned(talk));
    for (Exhibit a : kinds) {
      for (Exhibit b : kinds) {
        compared(a, b, Relation.EQUAL);
      }
    }
    compared(bundle(talk, 1, 3), heads(head(talk, 5)), Relation.INCOMPARABLE);
    compared(heads(head(talk, 3)), bundle(talk), Relation.B_CONTINUES_A);
  }

  @Test
  void whatSharesNoPositionIsSaidToBeSo() throws Exception {
    Conversation talk = Judged.talk();
    assertThat(compared(receipt(talk, 1, 3), receipt(talk, 1, 5), Relation.INCOMPARABLE).reason())
        .contains("share no position", "after lines 0 and 3 alone");
    assertThat(compared(receipt(talk, 3, 4), receipt(talk, 3, 5), Relation.INCOMPARABLE).reason())
        .isEqualTo("they agree up to line 2, and share no position after it");
  }

  @Test
  void anotherServerOrRoomIsNotCompared() throws Exception {
    Conversation talk = Judged.talk();
    Conversation other = new Conversation(Judged.PKI, Judged.RECEIPTS);
    other.roomId = UUID.randomUUID();
    other.enter("alice", Judged.ALICE);
    assertThat(compared(bundle(talk), bundle(other), Relation.INCOMPARABLE).reason())
        .contains("no room in common");

    Credentials elsewhere = Judged.PKI.receipt("elsewhere.example.org").issue();
    Conversation same = new Conversation(Judged.PKI, elsewhere).enter("alice", Judged.ALICE);
    Exhibit foreign = verified(same.bundle("chat.example.org", "elsewhere.example.org").files());
    assertThat(compared(bundle(talk), foreign, Relation.INCOMPARABLE).reason())
        .contains("chat.example.org", "elsewhere.example.org");
  }

  @Test
  void twoSignedHistoriesAreEquivocationWhateverTheyComeAs() throws Exception {
    Conversation one = Judged.talk();
    Conversation other = one.fork().say("bob", "never").say("bob", "mind");
    one.say("alice", "agreed").say("alice", "then");

    Comparison found = compared(bundle(one), bundle(other), Relation.EQUIVOCATION);
    assertThat(found.position()).isEqualTo(6);
    assertThat(found.exact()).isTrue();
    assertThat(found.a().line()).contains(one.lines().get(5));
    assertThat(found.b().line()).contains(other.lines().get(5));
    assertThat(found.a().chain()).isNotEqualTo(found.b().chain());

    Comparison later = compared(receipt(one, 1, 7), bundle(other), Relation.EQUIVOCATION);
    assertThat(later.position()).isEqualTo(7);
    assertThat(later.exact()).isFalse();
    compared(receipt(one, 1, 7), heads(head(other, 7)), Relation.EQUIVOCATION);
    compared(heads(head(one, 6)), heads(head(other, 6)), Relation.EQUIVOCATION);
    compared(verified(archive(one, 6, 7)), bundle(other), Relation.EQUIVOCATION);
  }

  @Test
  void whatTheServerDidNotSignIsContradictionOnly() throws Exception {
    Conversation one = Judged.talk();
    Conversation other = one.fork().say("bob", "never");
    one.say("alice", "agreed");

    Comparison found =
        compared(verified(archive(one, 5, 6)), bundle(other), Relation.CONTRADICTION);
    assertThat(found.a().signedTo()).isEqualTo(5);
    compared(unsigned(one), bundle(other), Relation.CONTRADICTION);
  }

  @Test
  void oneRoomOfManyThatDiffersIsEnough() throws Exception {
    Conversation one = Judged.talk();
    Conversation other = one.fork().say("bob", "never");
    one.say("alice", "agreed");
    RoomPosition calm = new RoomPosition(new UUID(0, 1), 9, "cd".repeat(32));
    RoomPosition lively = new RoomPosition(new UUID(-1, 1), 3, "cd".repeat(32));
    RoomPosition livelier = new RoomPosition(new UUID(-1, 1), 4, "ce".repeat(32));

    compared(
        heads(calm, head(one, 6), lively),
        heads(calm, head(other, 6), livelier),
        Relation.EQUIVOCATION);
    compared(heads(calm, lively), heads(calm, livelier), Relation.INCOMPARABLE);
  }

  @Test
  void headsThatNameTheOneBeforeContinueIt() throws Exception {
    Exhibit first = heads(new RoomPosition(new UUID(0, 1), 9, "cd".repeat(32)));
    Exhibit second =
        verified(
            headsFiles(
                Judged.RECEIPTS,
                first.heads().orElseThrow().sha256(),
                new RoomPosition(new UUID(0, 1), 11, "ce".repeat(32))));
    compared(first, second, Relation.B_CONTINUES_A);
  }

  @Test
  void whatDoesNotVerifyIsNoEvidence() throws Exception {
    Conversation talk = Judged.talk();
    SortedMap<String, byte[]> byUser = headsFiles(Judged.ALICE, "ab".repeat(32), head(talk, 5));
    assertThat(READER.read(byUser).report().verdict()).isEqualTo(Verdict.FAILED);

    SortedMap<String, byte[]> otherLines = archive(talk, 5, 5);
    otherLines.put(
        StatementVerifier.LINES, text(talk.fork().say("bob", "x").lines().subList(1, 6)));
    assertThat(READER.read(otherLines).report().verdict()).isEqualTo(Verdict.FAILED);

    for (String name : List.of("receipt.json", "receipt.sig")) {
      SortedMap<String, byte[]> flipped = receiptFiles(talk, 1, 5);
      flipped.computeIfPresent(name, (_, bytes) -> Judged.flipped(bytes, bytes.length / 2, 1));
      Exhibit exhibit = READER.read(flipped);
      assertThat(exhibit.verified()).as(name).isFalse();
      assertThatThrownBy(() -> exhibit.against(exhibit)).isInstanceOf(IllegalStateException.class);
    }
    SortedMap<String, byte[]> without = receiptFiles(talk, 1, 5);
    without.keySet().removeIf(name -> name.startsWith(BundleLayout.CERTIFICATES));
    assertThat(READER.read(without).report().failures())
        .anySatisfy(check -> assertThat(check.detail()).isEqualTo("missing"));
  }

  @Test
  void linesUnderAReceiptMustBeThoseThatItIsOver() throws Exception {
    Conversation one = Judged.talk();
    Conversation other = one.fork().say("bob", "never");
    one.say("alice", "agreed");
    SortedMap<String, byte[]> mixed = archive(one, 6, 6);
    mixed.put(StatementVerifier.LINES, text(other.lines()));
    assertThat(READER.read(mixed).report().failures())
        .anySatisfy(check ->
            assertThat(check.detail()).isEqualTo("not the lines that the receipt is over"));
    SortedMap<String, byte[]> tooFew = archive(one, 6, 5);
    assertThat(READER.read(tooFew).verified()).isFalse();
  }

  private Path saved(Exhibit a, Exhibit b) throws Exception {
    Path folder = temporary.resolve("two histories");
    EquivocationFolder.write(folder, a, b, a.against(b));
    return folder;
  }

  /** What a folder shows; nothing if anything is wrong with it. */
  private static Optional<Relation> shown(Path folder) throws Exception {
    try {
      EquivocationFolder.Shown shown = EquivocationFolder.read(folder, READER);
      return shown.comparison().filter(_ -> shown.faults().isEmpty()).map(Comparison::relation);
    } catch (EvidenceException _) {
      return Optional.empty();
    }
  }

  @Test
  void theFolderStandsByItself() throws Exception {
    Conversation one = Judged.talk();
    Conversation other = one.fork().say("bob", "never");
    one.say("alice", "agreed");
    Path folder = saved(verified(archive(one, 6, 6)), bundle(other));

    assertThat(EquivocationFolder.isOne(folder)).isTrue();
    assertThat(shown(folder)).contains(Relation.EQUIVOCATION);
    assertThat(Files.readString(folder.resolve("README.txt")))
        .contains("chat.example.org", "lobby", "Line 6 is the first", one.lines().get(5))
        .contains(other.lines().get(5), "It takes the server's receipt key")
        .contains("6, received at ", ", from alice", ", from bob", "is in  b/messages/6.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThatThrownBy(() -> saved(bundle(one), bundle(other)))
        .isInstanceOf(FileAlreadyExistsException.class);
    try (Stream<Path> beside = Files.list(temporary)) {
      assertThat(beside).containsExactly(folder);
    }
  }

  @Test
  void aFolderWithoutTwoSignaturesSaysSo() throws Exception {
    Conversation one = Judged.talk();
    Conversation other = one.fork().say("bob", "never");
    one.say("alice", "agreed");
    Path folder = saved(unsigned(one), receipt(other, 1, 6));

    assertThat(shown(folder)).contains(Relation.CONTRADICTION);
    assertThat(Files.readString(folder.resolve("README.txt")))
        .contains("this is no proof that the server signed two", "binds B at that line")
        .doesNotContain("has signed two histories");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.txt",
        "compare.sh",
        "equivocation.json",
        "a/receipt.sig",
        "b/receipt.json"
      })
  void noFileOfItCanBeChanged(String name) throws Exception {
    Conversation one = Judged.talk();
    Conversation other = one.fork().say("bob", "never");
    Path folder = saved(bundle(one.say("alice", "agreed")), receipt(other, 1, 6));
    Path file = folder.resolve(name);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Judged.flipped(content, content.length / 2, 1));

    assertThat(shown(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"note.txt", "a/note.txt", "b/lines.txt", "b/messages/1.json", "c/x"})
  void nothingCanBeAdded(String name) throws Exception {
    Conversation one = Judged.talk();
    Conversation other = one.fork().say("bob", "never");
    Path folder = saved(bundle(one.say("alice", "agreed")), receipt(other, 1, 6));
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), "1\n");

    assertThat(shown(folder)).isEmpty();
  }

  @Test
  void halvesThatAgreeShowNothing() throws Exception {
    Conversation one = Judged.talk();
    Conversation other = one.fork().say("bob", "never");
    Path folder = saved(bundle(one.say("alice", "agreed")), bundle(other));
    BundleWriter same = one.bundle();
    List<Path> theirs = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("b"))) {
      files.filter(Files::isRegularFile).forEach(theirs::add);
    }
    for (Path file : theirs) {
      Files.delete(file);
    }
    for (var file : same.files().entrySet()) {
      Path path = folder.resolve("b").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }

    assertThat(shown(folder)).contains(Relation.EQUAL);
  }
}
