package org.securechat.client.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;

/** The steps, in their order. Used once, by one thread; {@link #cleanUp} is safe from any. */
final class DemoSteps implements DemoScript {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
  private static final int TAIL = 25;

  private final StepReporter reporter;
  private final DemoFolder folder;
  private final Path home;
  private final boolean verbose;
  private volatile ServerProcess server;
  private ServerAddress address;
  private ConversationSteps conversation;

  /**
   * A demonstration.
   *
   * @param home the folder with the server's jar
   */
  DemoSteps(StepReporter reporter, DemoFolder folder, Path home, boolean verbose) {
    this.reporter = reporter;
    this.folder = folder;
    this.home = home;
    this.verbose = verbose;
  }

  /** A step without which those after it make no sense. */
  private static final class DemoAbortedException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoAbortedException() {
      super(null, null, false, false);
    }
  }

  /** Runs all steps, or as many as make sense. The server is stopped afterwards in any case. */
  @Override
  public void run() {
    try {
      prepare();
      converse();
      examine();
      attack();
    } catch (DemoAbortedException e) {
      reporter.note("The steps after this one need it; they are left out.");
    } finally {
      if (conversation != null) {
        conversation.close();
      }
      // One that did not even come up is no more to be stopped than one that was never started.
      if (server != null && (address != null || server.isAlive())) {
        reporter.run("stopping the server", this::stop);
      }
    }
    if (reporter.failures() > 0) {
      showLog();
    }
  }

  private void need(String title, Step step) throws DemoAbortedException {
    if (!reporter.run(title, step)) {
      throw new DemoAbortedException();
    }
  }

  private void prepare() throws DemoAbortedException {
    need("making an authority and four certificates", () -> makePki(folder));
    need("starting the server on free loopback ports", this::start);
    need("registering alice and bob, each with a certificate", this::register);
  }

  private void converse() throws DemoAbortedException {
    need("alice opens the room lobby, bob joins it", conversation::meet);
    need("they talk in the room", conversation::talkInRoom);
    need("they talk directly", conversation::talkDirectly);
    need("both leave and are given their receipts", conversation::leave);
  }

  private void examine() {
    reporter.run("checking alice's evidence from files alone", conversation::verifyAlice);
    reporter.run("checking bob's evidence from files alone", conversation::verifyBob);
    reporter.run("changing one letter of it, which must show", conversation::forge);
    reporter.run("checking it with openssl and sha256sum alone", conversation::verifyWithTools);
  }

  private void attack() {
    attack("a replayed message, a replayed record", "replay-message", "replay-record");
    attack("a tampered message, a tampered record", "tamper-message-text", "tamper-record-data");
    attack(
        "bad certificates",
        "certificate-self-signed",
        "certificate-unknown-authority",
        "certificate-stolen");
    attack("an expired certificate", "certificate-expired");
  }

  private void attack(String what, String... ids) {
    reporter.run("attacking: " + what, () -> AttackSteps.run(conversation.target(), ids));
  }

  /** An authority, and certificates for the server and for alice and bob. */
  static List<String> makePki(DemoFolder folder) throws ClientException {
    CertificateAuthority authority =
        CertificateAuthority.create(
            folder.pki(),
            "SecureChat demo authority",
            KeyKind.P256,
            CertificateAuthority.AUTHORITY_VALIDITY,
            false,
            Clock.systemUTC());
    authority.issue(CertificateOrder.of("server", CertificateKind.SERVER));
    authority.issue(CertificateOrder.of("receipt", CertificateKind.RECEIPT));
    authority.issue(CertificateOrder.of("alice", CertificateKind.CLIENT));
    authority.issue(CertificateOrder.of("bob", CertificateKind.CLIENT).withKey(KeyKind.P256));
    return List.of("for server, receipt, alice (Ed25519) and bob (P-256), in " + folder.pki());
  }

  private List<String> start() throws ClientException, InterruptedException {
    List<String> command = ServerProcess.command(home, folder.data(), folder.pki(), verbose);
    server = ServerProcess.start(command, folder.root(), folder.log());
    address = server.awaitReady(START_LIMIT);
    return List.of("ready at " + address + " on Java " + System.getProperty("java.version"));
  }

  private List<String> register() throws Exception {
    conversation = new ConversationSteps(folder, address);
    return conversation.register();
  }

  private List<String> stop() throws ClientException {
    ServerProcess.End end = server.stop(STOP_LIMIT);
    if (end == ServerProcess.End.GONE_BEFORE) {
      throw new ClientException("it had ended before it was asked to");
    }
    if (end == ServerProcess.End.KILLED) {
      throw new ClientException(
          "it did not stop within " + STOP_LIMIT.toSeconds() + " s and was killed");
    }
    return List.of();
  }

  private void showLog() {
    if (!Files.exists(folder.log())) {
      return;
    }
    try {
      List<String> tail = server.tail(TAIL);
      if (!tail.isEmpty()) {
        reporter.note("The last that the server said:");
        tail.forEach(line -> reporter.note("  " + SafeText.line(line)));
      }
    } catch (ClientException e) {
      reporter.note("  " + e.getMessage());
    }
  }

  @Override
  public synchronized void cleanUp(boolean keep, Duration limit) {
    ServerProcess running = server;
    if (running != null) {
      running.stop(limit);
    }
    if (!keep) {
      try {
        folder.delete();
      } catch (IOException e) {
        reporter.note("Could not remove " + folder.root() + ": " + e.getMessage());
      }
    }
  }
}
