package org.securechat.server.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.server.DomainException;
import org.securechat.server.audit.AuditAccess;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.heads.HeadsException.Reason;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.testing.TestDatabase;

/** Somebody changes the database while the server stands, or puts an older one in its place. */
class HeadsJobTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @TempDir Path folder;

  private final LedgerKey key = LedgerAccess.key();
  private final UUID room = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();
  private final BlockingQueue<CommittedLine> heard = new LinkedBlockingQueue<>();
  private HeadsSettings settings;
  private TranscriptLedger ledger;
  private AuditLog audit;
  private HeadsJob heads;

  @BeforeEach
  void aServerRanAndStopped() {
    settings = settings(Optional.empty(), Optional.empty(), Optional.empty());
    start();
    say(room, 5);
    say(other, 3);
    enter(room);
    enter(other);
    stop();
  }

  private HeadsSettings settings(
      Optional<Path> mirror, Optional<Path> given, Optional<String> acceptedRollback) {
    return new HeadsSettings(
        folder.resolve("heads"), mirror, given, acceptedRollback, Duration.ofSeconds(10), 4);
  }

  @AfterEach
  void close() {
    ledger.close(Duration.ofSeconds(10));
  }

  /** What the server's lifecycle does. */
  private void start() {
    prepare();
    heads.compare();
    ledger.listen(heads);
    ledger.listen(heard::addAll);
    ledger.start();
    audit.begin();
    heads.recordAcceptance();
  }

  private void prepare() {
    ledger = LedgerAccess.ledger(database, key);
    audit = AuditAccess.log(database, ledger, key, Clock.systemUTC());
    heads = job(HeadsSigner.FEW);
  }

  private HeadsJob job(int few) {
    return new HeadsJob(
        database.perCall(HeadRecords.class, JpaHeadRecords::new),
        ledger,
        audit,
        key,
        settings,
        Thread::new,
        new HeadsSigner(key, Clock.systemUTC(), few));
  }

  private void stop() {
    ledger.close(Duration.ofSeconds(10));
    heads.run();
  }

  /** Returns when the job has heard of the lines, which is after their writers are answered. */
  private void say(UUID id, int lines) {
    LedgerAccess.write(ledger, id, lines);
    long last = ledger.head(id).position();
    try {
      CommittedLine line;
      do {
        line = heard.poll(30, TimeUnit.SECONDS);
        assertThat(line).as("a line that is announced").isNotNull();
      } while (!line.entry().roomId().equals(id) || line.entry().position() != last);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void enter(UUID id) {
    sql(
        "INSERT INTO room (id, name, visibility, created_at, version)"
            + " VALUES ('%s', 'room-%s', 'public', 0, 0)".formatted(id, id));
  }

  private void sql(String statement) {
    int rows = database.inTransaction(em -> em.createNativeQuery(statement).executeUpdate());
    assertThat(rows).isPositive();
  }

  private void assertRefused(String... words) {
    assertThatExceptionOfType(HeadsException.class)
        .isThrownBy(this::start)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.ROLLBACK))
        .satisfies(e -> assertThat(e.getMessage()).contains(words).contains("--accept-rollback"));
    ledger.close(Duration.ofSeconds(10));
  }

  private String idOf(String name) {
    return name.replace("?1", "'" + room + "'");
  }

  @Test
  void aDatabaseThatHoldsAllThatWasSignedAndMoreIsServed() {
    start();
    say(room, 2);
    ledger.close(Duration.ofSeconds(10));

    start();

    assertThat(ledger.head(room).position()).isEqualTo(7);
  }

  @Test
  void aRoomWhoseLinesAndHeadWereRemovedIsMissed() {
    sql(idOf("DELETE FROM transcript_entry WHERE room_id = ?1"));
    sql(idOf("DELETE FROM room_head WHERE room_id = ?1"));

    assertRefused("room " + room + " is missing, and had 5 lines");
  }

  @Test
  void aRoomOfWhichNothingIsLeftIsMissed() {
    sql(idOf("DELETE FROM transcript_entry WHERE room_id = ?1"));
    sql(idOf("DELETE FROM room_head WHERE room_id = ?1"));
    sql(idOf("DELETE FROM room WHERE id = ?1"));

    assertRefused("room " + room + " is missing, and had 5 lines");
  }

  @Test
  void aRoomThatWasCutBackToAHeadThatWasSignedOnceIsMissed() {
    keepRows();
    start();
    say(room, 4);
    stop();
    putRowsBack();

    assertRefused("room " + room + " ends at line 5, and had 9 lines");
  }

  @Test
  void anotherHistoryOfTheSameLengthIsNoticed() {
    keepRows();
    start();
    say(room, 4);
    stop();
    Path signed = newest();
    putRowsBack();
    sql("DELETE FROM transcript_entry WHERE room_id = '" + AuditPayload.ROOM_ID + "'");
    TranscriptLedger fork = LedgerAccess.ledger(database, key);
    LedgerAccess.write(fork, room, 8);
    fork.close(Duration.ofSeconds(10));

    assertRefused("room " + room + " has another line 9", signed.getFileName().toString());
  }

  @Test
  void whatIsTakenAwayWhileTheServerRunsIsMissedAtTheNextStart() {
    start();
    sql(idOf("DELETE FROM transcript_entry WHERE room_id = ?1"));
    sql(idOf("DELETE FROM room_head WHERE room_id = ?1"));
    say(other, 1);
    stop();

    assertRefused("room " + room + " is missing, and had 5 lines");
  }

  @Test
  void anAcceptedRollbackIsOnRecordWithReasonAndHeadAndHoldsForTheNextStart() throws Exception {
    keepRows();
    start();
    say(room, 4);
    stop();
    HeadsFile signed = HeadsFile.parse(Files.readAllBytes(newest()));
    putRowsBack();

    settings = settings(Optional.empty(), Optional.empty(), Optional.of("backup of Monday"));
    start();
    AuditPayload line = lastAuditLine();
    settings = settings(Optional.empty(), Optional.empty(), Optional.empty());
    stop();
    start();

    assertThat(line.action()).isEqualTo("rollback.accepted");
    assertThat(line.actor()).as("a person has decided it").isEqualTo("@machine");
    assertThat(line.method()).isEqualTo("machine");
    assertThat(line.details())
        .containsEntry("reason", "backup of Monday")
        .containsEntry("head_number", Long.toString(signed.document().number()))
        .containsEntry("head_sha256", signed.document().sha256());
    assertThat(line.details().get("found")).contains("room " + room + " ends at line 5");
    // How many files there are by now is a matter of time; the first of them goes on from this one.
    assertThat(files())
        .filteredOn(file -> file.document().number() == signed.document().number() + 1)
        .singleElement()
        .satisfies(next ->
            assertThat(next.document().previousSha256()).isEqualTo(signed.document().sha256()));
    assertThat(folder.resolve("heads/before-rollback-" + signed.document().number()))
        .isDirectoryContaining(file -> file.getFileName().equals(fileName(signed)));
  }

  private static Path fileName(HeadsFile file) {
    return Path.of(new HeadsFileName(file.document().number(), 0).text());
  }

  @Test
  void aRoomThatIsGoneStaysRefusedAfterTheRollbackWasAccepted() {
    sql(idOf("DELETE FROM transcript_entry WHERE room_id = ?1"));
    sql(idOf("DELETE FROM room_head WHERE room_id = ?1"));
    settings = settings(Optional.empty(), Optional.empty(), Optional.of("known"));

    start();

    assertThatExceptionOfType(DomainException.class).isThrownBy(() -> ledger.head(room));
    assertThat(ledger.head(other).position()).isEqualTo(3);
  }

  @Test
  void aFileKeptElsewhereShowsThatTheWholeDataFolderIsOlder() throws Exception {
    Path elsewhere = folder.resolve("elsewhere");
    settings = settings(Optional.of(elsewhere), Optional.empty(), Optional.empty());
    keepRows();
    start();
    say(room, 4);
    stop();
    putRowsBack();
    deleteFiles(folder.resolve("heads"));
    Path kept = newest(elsewhere);

    assertRefused("room " + room + " ends at line 5", elsewhere.toString());
    settings = settings(Optional.empty(), Optional.of(kept), Optional.empty());
    assertRefused("room " + room + " ends at line 5", kept.toString());
  }

  @Test
  void aDamagedFileStopsTheStart() throws Exception {
    byte[] bytes = Files.readAllBytes(newest());
    int digit = bytes.length - 10;
    bytes[digit] = (byte) (bytes[digit] == '0' ? '1' : '0');
    Files.write(newest(), bytes);

    assertRefused("the lines are not those that were signed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theHeadsOfAnotherServerAreNoneOfOurs(boolean given) throws Exception {
    Path file = newest();
    if (given) {
      file = Files.copy(newest(), folder.resolve("heads-0000000001.txt"));
      deleteFiles(folder.resolve("heads"));
      settings = settings(Optional.empty(), Optional.of(file), Optional.of("any"));
    }
    LedgerKey strangers = LedgerAccess.otherKey();
    HeadsJob start =
        new HeadsJob(
            database.perCall(HeadRecords.class, JpaHeadRecords::new),
            ledger,
            audit,
            strangers,
            settings,
            Thread::new,
            new HeadsSigner(strangers, Clock.systemUTC(), 1));

    assertThatExceptionOfType(HeadsException.class)
        .isThrownBy(start::compare)
        .withMessageContaining("neither this server's receipt certificate nor a former one");
  }

  @Test
  void aFileThatIsNotThereIsNoReasonToStartWithout() {
    settings =
        settings(Optional.empty(), Optional.of(folder.resolve("no.txt")), Optional.of("whatever"));

    assertThatExceptionOfType(HeadsException.class)
        .isThrownBy(this::start)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_USABLE))
        .withMessageContaining("no.txt");
  }

  @Test
  void everyLineHasASignedHeadInItsRoomAfterTheNextRound() {
    start();
    say(room, 2);
    heads.run();

    List<?> signed =
        database.inTransaction(em ->
            em.createNativeQuery(
                    idOf(
                        "SELECT signed_position FROM room_head"
                            + " WHERE room_id = ?1 AND signed_chain = chain"))
                .getResultList());
    assertThat(signed).singleElement().isEqualTo(7L);
  }

  @Test
  void statementsFollowOneAnotherAndOldOnesGo() throws Exception {
    start();
    for (int i = 0; i < 6; i++) {
      say(room, 1);
      heads.run();
      heads.run();
    }

    List<HeadsFile> files = files();
    assertThat(files).hasSize(4);
    for (int i = 1; i < files.size(); i++) {
      assertThat(files.get(i).document().number())
          .isEqualTo(files.get(i - 1).document().number() + 1);
      assertThat(files.get(i).document().previousSha256())
          .isEqualTo(files.get(i - 1).document().sha256());
    }
  }

  @Test
  void whereRoomsAreManyAFileListsThoseThatWentOnAndItsBaseStays() throws Exception {
    becomeManyRoomsOfWhichFewGoOn();
  }

  private void becomeManyRoomsOfWhichFewGoOn() throws Exception {
    prepare();
    heads = job(0);
    heads.compare();
    ledger.listen(heads);
    ledger.listen(heard::addAll);
    ledger.start();
    for (int i = 0; i < 30; i++) {
      say(UUID.randomUUID(), 1);
    }
    heads.run();
    for (int i = 0; i < 6; i++) {
      say(room, 1);
      heads.run();
    }

    List<HeadsFile> files = files();
    assertThat(files).hasSize(5);
    assertThat(files.getFirst().rooms()).hasSizeGreaterThan(30);
    assertThat(files.getLast().rooms())
        .containsExactly(new RoomPosition(room, 11, ledger.head(room).chain()));
    assertThat(SignedHeads.read(newest(), key).rooms())
        .hasSameSizeAs(files.getFirst().rooms())
        .contains(files.getLast().rooms().getFirst());
    ledger.close(Duration.ofSeconds(10));
    sql("DELETE FROM transcript_entry WHERE room_id = '" + other + "'");
    sql("DELETE FROM room_head WHERE room_id = '" + other + "'");
    assertRefused("room " + other + " is missing");
  }

  @Test
  void aFileThatLacksItsBaseIsNoFileToCompareWith() throws Exception {
    becomeManyRoomsOfWhichFewGoOn();
    try (Stream<Path> files = Files.list(folder.resolve("heads"))) {
      for (Path file : files.filter(f -> !f.toString().contains("since")).toList()) {
        Files.delete(file);
      }
    }

    assertRefused("cannot be read");
  }

  @Test
  void onlyTheOwnerReadsFolderAndFiles() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(newest())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("heads"))))
        .isEqualTo("rwx------");
  }

  @Test
  void aFolderThatCannotBeWrittenIsTriedAgainAndHoldsNothingUp() throws Exception {
    start();
    deleteFiles(folder.resolve("heads"));
    Files.delete(folder.resolve("heads"));
    Files.writeString(folder.resolve("heads"), "in the way", StandardCharsets.US_ASCII);
    say(room, 1);
    heads.run();

    Files.delete(folder.resolve("heads"));
    heads.run();

    assertThat(SignedHeads.read(newest(), key).rooms())
        .anySatisfy(head -> assertThat(head.position()).isEqualTo(6));
  }

  @Test
  void rowsThatWereDeletedInTheMiddleAreNoticedByTheCheckAfterAStart() {
    sql(idOf("DELETE FROM transcript_entry WHERE room_id = ?1 AND position = 2"));
    start();
    assertThat(ledger.head(room).position()).isEqualTo(5);

    new RecordCheck(database.perCall(HeadRecords.class, JpaHeadRecords::new), ledger, Thread::new)
        .run();

    assertThatExceptionOfType(DomainException.class).isThrownBy(() -> ledger.head(room));
    assertThat(ledger.head(other).position()).isEqualTo(3);
    assertThat(ledger.refusedRooms()).isEqualTo(1);
  }

  private AuditPayload lastAuditLine() throws Exception {
    UUID log = AuditPayload.ROOM_ID;
    long last = ledger.head(log).position();
    return AuditPayload.parse(
        ledger
            .history(log, last - 1, 1, 1 << 20)
            .entries()
            .getFirst()
            .message()
            .orElseThrow()
            .payload());
  }

  private Path newest() {
    return newest(folder.resolve("heads"));
  }

  private static Path newest(Path in) {
    try {
      return new HeadsFolder(in, 4).newest().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<HeadsFile> files() throws Exception {
    Map<Path, HeadsFile> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(folder.resolve("heads"))) {
      for (Path file : list.filter(Files::isRegularFile).toList()) {
        files.put(file, HeadsFile.parse(Files.readAllBytes(file)));
      }
    }
    return List.copyOf(files.values());
  }

  private static void deleteFiles(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** Copies of the ledger's tables, as a backup of the database has them. */
  private void keepRows() {
    for (String table : List.of("transcript_entry", "room_head", "audit_index")) {
      String copy = "CREATE TABLE old_%s AS SELECT * FROM %s".formatted(table, table);
      database.doInTransaction(em -> em.createNativeQuery(copy).executeUpdate());
    }
  }

  private void putRowsBack() {
    for (String table : List.of("transcript_entry", "room_head", "audit_index")) {
      sql("DELETE FROM " + table);
      sql("INSERT INTO %s SELECT * FROM old_%s".formatted(table, table));
    }
  }
}
