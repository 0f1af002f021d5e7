package org.securechat.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.securechat.it.process.Installation;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.server.account.AccountException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.AuthenticationService;
import org.securechat.server.chat.EventLineFactory;
import org.securechat.server.handshake.HandshakeService;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.receipt.ReceiptSigner;
import org.securechat.server.receipt.SignedReceipt;
import org.securechat.server.room.MembershipChange;
import org.securechat.server.room.RoomService;
import org.securechat.server.room.SupersededException;

/**
 * The application inside the container. One deployment, and so one start of the server, for all
 * tests; each brings its own people and rooms.
 */
@ExtendWith(ContainerSettings.class)
@ExtendWith(ArquillianExtension.class)
class DeployedApplicationIT {

  @Resource(lookup = "java:app/jdbc/securechat")
  private DataSource dataSource;

  @Resource private UserTransaction transaction;
  @Resource private ManagedExecutorService executor;
  @Inject private TranscriptLedger ledger;
  @Inject private ReceiptSigner receipts;
  @Inject private RoomService rooms;
  @Inject private EventLineFactory events;
  @Inject private AuthenticationService accounts;
  @Inject private HandshakeService handshakes;

  @Deployment
  static WebArchive application() {
    return EarAsWar.of(Installation.ear())
        .addClasses(DeployedApplicationIT.class, ContainerSettings.class, ContainerTestUser.class);
  }

  @Test
  void embeddedDatabaseIsUsedAndMigrated() throws Exception {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet migrations =
            statement.executeQuery(
                "SELECT COUNT(*), MIN(CAST(success AS INT)) FROM flyway_schema_history")) {
      assertEquals("H2", connection.getMetaData().getDatabaseProductName());
      migrations.next();
      assertTrue(migrations.getInt(1) >= 2, "migrations");
      assertEquals(1, migrations.getInt(2), "all successful");
    }
  }

  @Test
  void committedLineSurvivesRollbackOfTheCaller() throws Exception {
    AuthenticatedUser user = ContainerTestUser.named("rollback").register(accounts);
    transaction.begin();
    MembershipChange creation = rooms.create(user, "room-of-" + user.username(), Visibility.PUBLIC);
    CommittedLine line = write(creation);
    transaction.rollback();

    assertEquals(1, line.entry().position());
    assertEquals(1, ledger.head(creation.roomId()).position());
    assertEquals(line.entry().chain(), ledger.head(creation.roomId()).chain());
    assertTrue(rooms.visible(user.id(), creation.roomName()).isMember());
  }

  @Test
  void failedChangeRollsBackItsLine() throws Exception {
    AuthenticatedUser user = ContainerTestUser.named("superseded").register(accounts);
    MembershipChange first = rooms.create(user, "contested", Visibility.PUBLIC);
    MembershipChange second = rooms.create(user, "contested", Visibility.PUBLIC);
    write(first);

    assertNotEquals(first.roomId(), second.roomId());
    Exception refused = assertThrows(Exception.class, () -> write(second));

    assertInstanceOf(SupersededException.class, root(refused));
    assertEquals(0, ledger.head(second.roomId()).position());
  }

  @Test
  void ledgerIsASingletonForAllThreads() throws Exception {
    AuthenticatedUser user = ContainerTestUser.named("threads").register(accounts);
    MembershipChange creation = rooms.create(user, "crowded", Visibility.PUBLIC);
    write(creation);
    List<Future<CommittedLine>> writing = new ArrayList<>();
    for (int i = 0; i < ContainerTestUser.THREADS; i++) {
      ContainerTestUser visitor = ContainerTestUser.named("threads-" + i);
      writing.add(
          executor.submit(
              () -> write(rooms.join(visitor.register(accounts), "crowded").orElseThrow())));
    }
    List<Long> positions = new ArrayList<>();
    for (Future<CommittedLine> each : writing) {
      positions.add(each.get(60, TimeUnit.SECONDS).entry().position());
    }

    assertEquals(
        LongStream.rangeClosed(2, ContainerTestUser.THREADS + 1).boxed().toList(),
        positions.stream().sorted().toList());
  }

  @Test
  void handshakeServiceAcceptsACertificateOfItsAuthority() throws Exception {
    ContainerTestUser visitor = ContainerTestUser.named("handshake");

    ServerHandshakeState.Completed completed = visitor.shakeHandsWith(handshakes);

    assertTrue(completed.channel().peer().names(visitor.name()));
  }

  @Test
  void rightKeyLogsInAndWrongKeyThrowsTheApplicationException() throws Exception {
    ContainerTestUser visitor = ContainerTestUser.named("login");
    visitor.register(accounts);

    assertEquals(visitor.name(), visitor.login(accounts).username());
    AccountException refused =
        assertThrows(
            AccountException.class,
            () -> visitor.login(accounts, SecretBytes.copyOf(new byte[32])));
    assertEquals(AccountException.Reason.BAD_CREDENTIALS, refused.reason());
    assertEquals(Status.STATUS_NO_TRANSACTION, transaction.getStatus());
  }

  @Test
  void receiptOfTheSingletonVerifies() throws Exception {
    ContainerTestUser visitor = ContainerTestUser.named("receipt");
    AuthenticatedUser user = visitor.register(accounts);
    MembershipChange creation = rooms.create(user, "receipted", Visibility.PUBLIC);
    write(creation);

    SignedReceipt receipt =
        receipts.issue(
            creation.roomId(), creation.roomName(), user.username(), "ab".repeat(32), 1, 1);

    X509Certificate signer =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        ledger.certificate(receipt.receipt().certificate()).orElseThrow()));
    ReceiptSigning.verify(receipt.json(), receipt.signature(), List.of(signer), visitor.trust());
  }

  @Test
  @RunAsClient
  void usersChatThroughTheChatPort() {
    OutsideClient.twoPeopleChat();
  }

  @Test
  @RunAsClient
  void garbageOnTheChatPortGetsBadFrameAlert() {
    OutsideClient.garbageIsRefused();
  }

  private CommittedLine write(MembershipChange change) throws Exception {
    return ledger.append(events.line(change)).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
