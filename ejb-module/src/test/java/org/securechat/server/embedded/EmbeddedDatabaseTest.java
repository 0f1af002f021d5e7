package org.securechat.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.embedded.RedoRecord.Change;

/**
 * A commit is there after a kill. What a killed process leaves is a copy of its files, made while
 * it has them open.
 */
class EmbeddedDatabaseTest {
  private static final String COUNT = "UPDATE ledger_epoch SET commits = commits + 1";
  private static final String INSERT = "INSERT INTO line (id, text) VALUES (?, ?)";

  @TempDir Path folder;
  private Connection connection;

  @BeforeEach
  void open() throws Exception {
    connection = at(folder).getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE ledger_epoch (name VARCHAR(20) PRIMARY KEY, commits BIGINT)");
      statement.execute("INSERT INTO ledger_epoch VALUES ('transcript', 0)");
      statement.execute("CREATE TABLE line (id BIGINT PRIMARY KEY, text VARCHAR(10000))");
    }
    connection.setAutoCommit(false);
    ((LoggedConnection) connection).force();
    change("UPDATE ledger_epoch SET commits = 0");
    connection.commit();
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
  }

  private static EmbeddedDatabase at(Path folder) {
    EmbeddedDatabase database = new EmbeddedDatabase();
    database.setUrl("jdbc:h2:file:" + folder.resolve("chat") + ";MODE=MySQL");
    database.setLogBytes(16 * 1024);
    return database;
  }

  private void change(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(RedoRecord.NEWEST)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** As the ledger's writer does it. */
  private void write(long id, String text) throws SQLException {
    change(COUNT);
    Object[] row = {id, text};
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Change.set(insert, row);
      insert.executeUpdate();
    }
    ((LoggedConnection) connection)
        .commit(
            new RedoRecord(
                number(),
                List.of(
                    new Change(COUNT, List.<Object[]>of(new Object[0])),
                    new Change(INSERT, List.<Object[]>of(row)))));
  }

  private static List<String> lines(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, text FROM line ORDER BY id")) {
      while (rows.next()) {
        lines.add(rows.getLong(1) + " " + rows.getString(2));
      }
    }
    return lines;
  }

  private List<String> linesIn(Path copy) throws SQLException {
    try (Connection other = at(copy).getConnection()) {
      return lines(other);
    }
  }

  private Path copy(String name, String... files) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    for (String file : files) {
      Files.copy(folder.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private Path killed(String name) throws IOException {
    return copy(name, "chat.mv.db", "chat.redo");
  }

  @Test
  void aLoggedCommitIsThereAfterAKillAndTheLogIsWhatHasIt() throws Exception {
    long size = Files.size(folder.resolve("chat.mv.db"));
    write(1, "one");
    write(2, "two");

    assertThat(linesIn(killed("killed"))).containsExactly("1 one", "2 two");
    assertThat(linesIn(copy("database", "chat.mv.db"))).isEmpty();
    assertThat(Files.size(folder.resolve("chat.mv.db"))).isEqualTo(size);
  }

  @Test
  void anyOtherCommitIsInTheDatabaseItselfWithAllBeforeIt() throws Exception {
    write(1, "one");
    change("INSERT INTO line VALUES (2, 'two')");
    connection.commit();

    assertThat(linesIn(copy("database", "chat.mv.db"))).containsExactly("1 one", "2 two");
  }

  @Test
  void switchingToCommitsOfItsOwnCommitsLikeEveryCommit() throws Exception {
    change("INSERT INTO line VALUES (1, 'one')");
    connection.setAutoCommit(true);
    connection.setAutoCommit(false);

    assertThat(linesIn(copy("database", "chat.mv.db"))).containsExactly("1 one");
  }

  @Test
  void whatTheDatabaseHasAlreadyIsNotRepeated() throws Exception {
    write(1, "one");
    byte[] log = Files.readAllBytes(folder.resolve("chat.redo"));
    ((LoggedConnection) connection).force();
    Path copy = copy("killed", "chat.mv.db");
    // The disk has the database, and not that the log was made empty.
    Files.write(copy.resolve("chat.redo"), log);

    assertThat(linesIn(copy)).containsExactly("1 one");
  }

  @Test
  void aKillWhileTheLogIsRepeatedChangesNothing() throws Exception {
    write(1, "one");
    write(2, "two");
    Path first = killed("first");
    byte[] log = Files.readAllBytes(first.resolve("chat.redo"));
    try (Connection again = at(first).getConnection()) {
      assertThat(lines(again)).hasSize(2);
    }
    Files.write(first.resolve("chat.redo"), log);

    assertThat(linesIn(first)).containsExactly("1 one", "2 two");
  }

  @Test
  void aRolledBackTransactionIsNowhere() throws Exception {
    write(1, "one");
    change("INSERT INTO line VALUES (2, 'two')");
    connection.rollback();
    write(3, "three");

    assertThat(linesIn(killed("killed"))).containsExactly("1 one", "3 three");
  }

  @Test
  void aFullLogGivesWayToTheDatabase() throws Exception {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      write(i, "x".repeat(1000));
      written.add(i + " " + "x".repeat(1000));
    }

    assertThat(linesIn(killed("killed"))).isEqualTo(written);
    assertThat(Files.size(folder.resolve("chat.redo"))).isEqualTo(16 * 1024);
  }

  @Test
  void nothingIsLeftInTheLogOnceTheDatabaseHasIt() throws Exception {
    write(1, "a secret that is erased");
    change("UPDATE line SET text = NULL");
    connection.commit();

    assertThat(Files.readAllBytes(folder.resolve("chat.redo"))).containsOnly(0);
  }

  @Test
  void aLogOfANewerStateIsNotAppliedToAnOlderDatabase() throws Exception {
    write(1, "one");
    ((LoggedConnection) connection).force();
    byte[] old = Files.readAllBytes(folder.resolve("chat.mv.db"));
    write(2, "two");
    ((LoggedConnection) connection).force();
    write(3, "three");
    Path copy = killed("mixed");
    Files.write(copy.resolve("chat.mv.db"), old);

    assertThatThrownBy(() -> linesIn(copy))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("begins after commit 2 and the database ends at 1")
        .hasMessageContaining("move the log away");
    // Nothing was thrown away.
    assertThat(new RedoLog(LogFile.open("file:" + copy.resolve("chat.redo")), 16 * 1024).read())
        .hasSize(1);
  }

  @Test
  void aLogWhoseDatabaseIsGoneIsKept() throws Exception {
    write(1, "one");
    Path copy = copy("log only", "chat.redo");

    // The first commit on a database is number 1, so that only the missing table tells.
    assertThatThrownBy(() -> linesIn(copy)).isInstanceOf(SQLException.class);
    assertThat(Files.readAllBytes(copy.resolve("chat.redo")))
        .isEqualTo(Files.readAllBytes(folder.resolve("chat.redo")));
  }

  @Test
  void withoutALogEveryCommitForcesTheDatabase() throws Exception {
    connection.close();
    Files.delete(folder.resolve("chat.redo"));
    Files.createDirectory(folder.resolve("chat.redo"));
    assertThatThrownBy(() -> at(folder).getConnection()).hasMessageContaining("cannot be read");
    Files.delete(folder.resolve("chat.redo"));
    Path elsewhere = folder.resolve("not there");
    Files.createSymbolicLink(folder.resolve("chat.redo"), elsewhere.resolve("chat.redo"));

    connection = at(folder).getConnection();
    connection.setAutoCommit(false);
    write(1, "one");

    assertThat(linesIn(copy("database", "chat.mv.db"))).containsExactly("1 one");
  }

  @Test
  void nothingOfADatabaseIsHeldOnceItsLastConnectionIsClosed() throws Exception {
    String place = "file:" + folder.resolve("chat");
    try (Connection second = at(folder).getConnection()) {
      assertThat(second.isClosed()).isFalse();
      connection.close();
      assertThat(Durability.isOpen(place)).isTrue();
    }
    assertThat(Durability.isOpen(place)).isFalse();

    connection = at(folder).getConnection();
    connection.setAutoCommit(false);
    write(1, "one");
    assertThat(linesIn(killed("killed"))).containsExactly("1 one");
  }

  @Test
  void theLogIsForItsOwnerAlone() throws Exception {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("chat.redo"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aDatabaseThatWasClosedUnderItsUsersComesBackWithAllThatWasAcknowledged() throws Exception {
    write(1, "one");
    // As H2 does it by itself when it cannot write.
    change("SHUTDOWN IMMEDIATELY");

    assertThatThrownBy(() -> write(2, "two")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> ((LoggedConnection) connection).force())
        .isInstanceOf(SQLException.class);
    Connection lost = connection;
    connection = at(folder).getConnection();
    connection.setAutoCommit(false);

    assertThat(lines(connection)).containsExactly("1 one");
    write(2, "two, again");
    lost.close();
    assertThat(linesIn(killed("killed"))).containsExactly("1 one", "2 two, again");
  }

  @Test
  void commitsOfManyConnectionsAreAllOnTheDisk() throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      long id = i;
      all.add(
          CompletableFuture.runAsync(() -> {
            try (Connection own = at(folder).getConnection();
                Statement statement = own.createStatement()) {
              own.setAutoCommit(false);
              statement.execute("INSERT INTO line VALUES (" + id + ", 'x')");
              own.commit();
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          }));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

    assertThat(linesIn(copy("database", "chat.mv.db"))).hasSize(8);
  }

  /** Much at once, so that what goes on before it is written is noticed. */
  @Test
  void aCommitThatIsInterruptedIsThereAfterAKill() throws Exception {
    int rows = 2_000;
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = 1; i <= rows; i++) {
        Change.set(insert, new Object[] {(long) i, "x".repeat(9_000)});
        insert.addBatch();
      }
      insert.executeBatch();
    }
    Thread.currentThread().interrupt();
    try {
      connection.commit();
    } finally {
      assertThat(Thread.interrupted()).as("it is still known that it was interrupted").isTrue();
    }

    assertThat(linesIn(killed("image"))).hasSize(rows);
  }

  @Test
  void anInterruptDoesNotEndTheLog() throws Exception {
    write(1, "one");
    byte[] database = Files.readAllBytes(folder.resolve("chat.mv.db"));
    Thread.currentThread().interrupt();
    try {
      write(2, "two");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    write(3, "three");

    assertThat(folder.resolve("chat.mv.db")).as("the log has it").hasBinaryContent(database);
    assertThat(linesIn(killed("image"))).containsExactly("1 one", "2 two", "3 three");
  }
}
