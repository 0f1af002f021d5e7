package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.command.CommandRun;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.evidence.BundleExport;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.scripted.ScriptedRoom;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.client.storage.RoomArchive;
import org.securechat.client.storage.UserDataFolder;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.evidence.compare.Relation;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.CrlFile;
import org.securechat.protocol.identity.RevocationPolicy;

/** A server that denies what it said and signed: the alarm leaves something that can be shown. */
class ContradictionTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private PkiFolder pki;
  private ScriptedServer server;
  private Credentials alice;

  @BeforeEach
  void start() throws Exception {
    pki = new PkiFolder(temporary.resolve("pki"));
    server = new ScriptedServer(pki);
    alice = pki.issue("alice", CertificateKind.CLIENT);
    server.register("alice", "secret");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private ChatSession open(Recorder recorder) throws Exception {
    return ChatSession.open(
        new SessionSettings(
            ConnectionSettings.of(server.address(), alice, pki.rules(), Clock.systemUTC()),
            "alice",
            Optional.of("secret"::toCharArray),
            new UserDataFolder(temporary.resolve("data")),
            List.of(pki.authority().certificate()),
            new CrlFile(pki.root().resolve("crl.pem")),
            true),
        recorder,
        true);
  }

  /** Three lines, of which the last is denied later. */
  private void said(boolean withReceipt) throws Exception {
    ChatSession one = open(new Recorder());
    one.create("lobby", Visibility.PUBLIC);
    one.send("lobby", "agreed");
    one.send("lobby", "inconvenient");
    if (withReceipt) {
      assertThat(one.bye()).hasSize(1);
    }
    one.close();
  }

  private ScriptedRoom denied() {
    ScriptedRoom room = server.room("lobby");
    room.forgetLast();
    room.event(Event.JOINED, "carol");
    return room;
  }

  private Recorder followed() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = open(seen)) {
      one.follow("lobby");
    }
    assertThat(seen.troubles).isEmpty();
    return seen;
  }

  private CommandRun verify(Path folder) {
    return CommandRun.of("verify", folder, "--ca", pki.root().resolve("ca.pem"));
  }

  @Test
  void whatTheServerSignedTwiceIsSavedAndProvesItToOthers() throws Exception {
    said(true);
    String line = server.room("lobby").entries().get(2).line();
    denied();
    Recorder seen = followed();

    assertThat(seen.alarms).extracting(TranscriptFinding::fault).contains(Fault.CHAIN_BROKEN);
    assertThat(seen.contradictions).hasSize(1);
    Contradiction found = seen.contradictions.get(0);
    assertThat(found.relation()).isEqualTo(Relation.EQUIVOCATION);
    assertThat(found.position()).isEqualTo(3);
    Path folder = found.folder().orElseThrow();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("a/receipt.json"))))
        .isEqualTo("rw-------");
    assertThat(Files.readString(folder.resolve("README.txt")))
        .contains("Line 3 is the first that differs", line, "The server scripted has signed two");

    CommandRun shown = verify(folder);
    assertThat(shown.err()).isEmpty();
    assertThat(shown.code()).as(shown.out()).isZero();
    assertThat(shown.out()).contains("EQUIVOCATION", "the first line that differs is line 3");
  }

  /** What is kept is under the receipt of before; that of the lie is over other lines. */
  @Test
  void whatWasKeptBeforeStaysExportable() throws Exception {
    said(true);
    denied();
    assertThat(followed().contradictions).hasSize(1);
    Path account = temporary.resolve("data/servers");
    try (Stream<Path> files = Files.walk(account)) {
      account = files.filter(file -> file.endsWith("alice")).findFirst().orElseThrow();
    }
    RoomArchive archive = RoomArchive.find(account, "lobby").orElseThrow();
    assertThat(archive.receiptFolders()).hasSize(2);
    Path bundle = temporary.resolve("bundle");
    new BundleExport(
            archive, account, List.of(pki.authority().certificate()), RevocationPolicy.REFUSE)
        .write(BundleExport.newest(archive).orElseThrow(), bundle);

    assertThat(verify(bundle).code()).as(verify(bundle).out()).isZero();
  }

  @Test
  void theSameContradictionIsSavedOnce() throws Exception {
    said(true);
    denied();
    Path first = followed().contradictions.get(0).folder().orElseThrow();
    Recorder again = followed();

    assertThat(again.contradictions).hasSize(1);
    assertThat(again.contradictions.get(0).folder()).contains(first);
    try (Stream<Path> folders = Files.list(first.getParent())) {
      assertThat(folders).containsExactly(first);
    }
  }

  @Test
  void aForkThatIsLongerThanWhatIsKeptIsFoundAsWell() throws Exception {
    said(true);
    denied().event(Event.JOINED, "dave");
    Recorder seen = followed();

    assertThat(seen.contradictions).hasSize(1);
    assertThat(seen.contradictions.get(0).position()).isEqualTo(3);
    assertThat(seen.contradictions.get(0).relation()).isEqualTo(Relation.EQUIVOCATION);
  }

  @Test
  void withoutAnEarlierReceiptTheFolderSaysThatItIsNoProof() throws Exception {
    said(false);
    denied();
    Contradiction found = followed().contradictions.get(0);

    assertThat(found.relation()).isEqualTo(Relation.CONTRADICTION);
    assertThat(found.advice()).contains("only your word");
    Path folder = found.folder().orElseThrow();
    assertThat(Files.readString(folder.resolve("README.txt")))
        .contains("this is no proof that the server signed two", "signature binds B");
    assertThat(verify(folder).code()).isEqualTo(1);
    assertThat(verify(folder).out()).contains("CONTRADICTION", "does not prove");
  }

  @Test
  void aReceiptOverOtherLinesIsSavedBesideTheOneBefore() throws Exception {
    said(true);
    server.lieInReceipts(json ->
        new String(json, StandardCharsets.UTF_8)
            .replaceFirst("\"chain\":\"[0-9a-f]{8}", "\"chain\":\"00000000")
            .getBytes(StandardCharsets.UTF_8));
    Recorder seen = new Recorder();
    try (ChatSession one = open(seen)) {
      one.follow("lobby");
      assertThat(one.receipt("lobby").faults()).isNotEmpty();
    }

    assertThat(seen.contradictions).hasSize(1);
    assertThat(seen.contradictions.get(0).relation()).isEqualTo(Relation.EQUIVOCATION);
    assertThat(verify(seen.contradictions.get(0).folder().orElseThrow()).code()).isZero();
  }

  @Test
  void whatIsOnlyDeliveredWrongIsAnAlarmAndNoContradiction() throws Exception {
    said(true);
    Recorder seen = new Recorder();
    try (ChatSession one = open(seen)) {
      one.follow("lobby");
      server.lie(entry -> Optional.of(wrong(entry)));
      server.room("lobby").event(Event.JOINED, "carol");
      one.follow("lobby");
      await().atMost(SOON).until(() -> seen.messages.stream().anyMatch(m -> !m.verified()));
    }
    assertThat(seen.contradictions).isEmpty();
    assertThat(temporary.resolve("data/servers")).isNotEmptyDirectory();
    try (Stream<Path> files = Files.walk(temporary.resolve("data"))) {
      assertThat(files).noneMatch(file -> file.endsWith("contradictions"));
    }
  }

  private static Entry wrong(Entry e) {
    String chain = (e.chain().startsWith("0") ? "1" : "0") + e.chain().substring(1);
    return new Entry(e.room(), e.position(), e.receivedAt(), e.line(), chain, e.message());
  }

  @Test
  void thereIsABoundToWhatIsSaved() throws Exception {
    said(true);
    denied();
    Path folders = followed().contradictions.get(0).folder().orElseThrow().getParent();
    for (int i = 1; i < Contradictions.MOST_FOLDERS; i++) {
      Files.createDirectory(folders.resolve("equivocation-" + i));
    }
    server.room("lobby").forgetLast();
    server.room("lobby").event(Event.JOINED, "dave");
    Contradiction found = followed().contradictions.get(0);

    assertThat(found.folder()).isEmpty();
    assertThat(found.advice()).contains("nothing more is saved");
    try (Stream<Path> all = Files.list(folders)) {
      assertThat(all).hasSize(Contradictions.MOST_FOLDERS);
    }
  }
}
