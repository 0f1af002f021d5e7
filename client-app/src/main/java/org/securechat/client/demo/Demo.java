package org.securechat.client.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.securechat.client.attack.AttackRun;
import org.securechat.client.attack.Outcome;
import org.securechat.client.attack.Scenario;
import org.securechat.client.attack.Scenarios;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.pki.CertificateAuthority;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.problem.Problem;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.application.Names;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;

/** The steps, in their order. Used once, by one thread; {@link #cleanUp} is safe from any. */
final class Demo {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final int TAIL = 25;
  private static final String ROOM = "lobby";

  private final StepAccount account;
  private final DemoFolder folder;
  private final Path home;
  private final boolean verbose;
  private final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
  private final List<ReceiptOutcome> aliceReceipts = new ArrayList<>();
  private final List<ReceiptOutcome> bobReceipts = new ArrayList<>();
  private volatile ServerProcess server;
  private ServerAddress address;
  private Participant alice;
  private Participant bob;

  /**
   * A demonstration.
   *
   * @param home the folder with the server's jar
   */
  Demo(StepAccount account, DemoFolder folder, Path home, boolean verbose) {
    this.account = account;
    this.folder = folder;
    this.home = home;
    this.verbose = verbose;
  }

  /** A step without which those after it make no sense. */
  private static final class Stuck extends Exception {
    private static final long serialVersionUID = 1L;

    Stuck() {
      super(null, null, false, false);
    }
  }

  /** Runs all steps, or as many as make sense. The server is stopped afterwards in any case. */
  void run() {
    try {
      prepare();
      converse();
      examine();
      attack();
    } catch (Stuck notFurther) {
      account.note("The steps after this one need it; they are left out.");
    } finally {
      closeSessions();
      // One that did not even come up is no more to be stopped than one that was never started.
      if (server != null && (address != null || server.isAlive())) {
        account.run("stopping the server", this::stop);
      }
    }
    if (account.failures() > 0) {
      showLog();
    }
  }

  private void need(String title, Step step) throws Stuck {
    if (!account.run(title, step)) {
      throw new Stuck();
    }
  }

  private void prepare() throws Stuck {
    need("making an authority and four certificates", this::makePki);
    need("starting the server on free loopback ports", this::start);
    need("registering alice and bob, each with a certificate", this::register);
  }

  private void converse() throws Stuck {
    need("alice opens the room " + ROOM + ", bob joins it", this::meet);
    need("they talk in the room", this::talkInRoom);
    need("they talk directly", this::talkDirectly);
    need("both leave and are given their receipts", this::leave);
  }

  private void examine() {
    account.run("checking alice's evidence from files alone", () -> verify(alice, aliceReceipts));
    account.run("checking bob's evidence from files alone", () -> verify(bob, bobReceipts));
    account.run("changing one letter of it, which must show", this::forge);
    account.run("checking it with openssl and sha256sum alone", this::verifyWithoutUs);
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

  private List<String> makePki() throws Problem {
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

  private List<String> start() throws Problem, InterruptedException {
    Path jar = home.resolve("securechat-server.jar");
    if (!Files.isRegularFile(jar)) {
      throw new Problem(
          "there is no " + jar, "Run this by the script 'securechat', which knows where it is.");
    }
    List<String> command = new ArrayList<>();
    // A demonstration is over before the thorough compiler would have paid off.
    command.addAll(List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(List.of("--data", folder.data().toString(), "--pki", folder.pki().toString()));
    command.addAll(List.of("--port", "0", "--admin-port", "0"));
    if (verbose) {
      command.add("--verbose");
    }
    server = ServerProcess.start(command, folder.root(), folder.log());
    address = server.awaitReady(START_LIMIT);
    return List.of("ready at " + address + " on Java " + System.getProperty("java.version"));
  }

  private List<String> register() throws Exception {
    alice = new Participant("alice", address, folder.pki(), folder.of("alice"));
    bob = new Participant("bob", address, folder.pki(), folder.of("bob"));
    alice.register();
    bob.register();
    alice.logIn();
    bob.logIn();
    return List.of("logged in: the server has seen certificates and derived keys, no passwords");
  }

  private List<String> meet() throws Problem {
    RoomInfo room = alice.session().create(ROOM, Visibility.PUBLIC);
    RoomInfo joined = bob.session().join(ROOM);
    return List.of(
        "room " + room.id() + ", line " + joined.position() + " says that bob has joined");
  }

  private List<String> talkInRoom() throws Exception {
    return List.of(
        inRoom(alice, bob, "Good morning, Bob. Do we ship on Friday?"),
        inRoom(bob, alice, "We do. You have my word."),
        inRoom(alice, bob, "Then I shall tell them so."));
  }

  private static String inRoom(Participant from, Participant to, String text) throws Exception {
    from.session().send(ROOM, text);
    return heard(to, to.hear(ROOM, from.name(), text), text);
  }

  private List<String> talkDirectly() throws Exception {
    return List.of(
        directly(alice, bob, "Between us: is it ready?"),
        directly(bob, alice, "It is, and tested."));
  }

  private static String directly(Participant from, Participant to, String text) throws Exception {
    from.session().sendTo(to.name(), text);
    String room = Names.directRoom(from.name(), to.name());
    return heard(to, to.hear(room, from.name(), text), text);
  }

  private static String heard(Participant listener, RoomMessage message, String text) {
    return String.format(
        "%s: %s  (line %d of %s; signature and chain checked by %s)",
        message.sender(), text, message.position(), message.room(), listener.name());
  }

  private List<String> leave() throws Problem {
    aliceReceipts.addAll(alice.leave());
    bobReceipts.addAll(bob.leave());
    List<String> details = new ArrayList<>();
    for (Participant one : List.of(alice, bob)) {
      List<ReceiptOutcome> receipts = one == alice ? aliceReceipts : bobReceipts;
      List<String> rooms = receipts.stream().map(ReceiptOutcome::room).sorted().toList();
      List<String> wanted = List.of(Names.directRoom("alice", "bob"), ROOM);
      if (!rooms.equals(wanted)) {
        throw new Problem(one.name() + " has receipts for " + rooms + " instead of " + wanted, "");
      }
      for (ReceiptOutcome receipt : receipts) {
        details.add(
            String.format(
                "%s: lines %d to %d of %s, as %s heard them",
                one.name(), receipt.first(), receipt.last(), receipt.room(), one.name()));
      }
    }
    return details;
  }

  private List<String> verify(Participant who, List<ReceiptOutcome> receipts) throws Exception {
    List<String> details = new ArrayList<>();
    for (ReceiptOutcome receipt : receipts) {
      Path bundle = bundle(who, receipt);
      who.export(receipt, bundle);
      details.add(Evidence.verify(bundle, who.authorities()));
    }
    return details;
  }

  private Path bundle(Participant who, ReceiptOutcome receipt) {
    return folder.evidence(who.name() + "-" + receipt.room().replace(':', '-'));
  }

  private ReceiptOutcome roomReceipt() {
    return aliceReceipts.stream().filter(one -> one.room().equals(ROOM)).findFirst().orElseThrow();
  }

  private List<String> forge() throws Exception {
    Path bundle = bundle(alice, roomReceipt());
    return Evidence.forge(
        bundle,
        folder.evidence("forged"),
        "You have my word",
        "You have my wood",
        alice.authorities());
  }

  private List<String> verifyWithoutUs() throws Exception {
    List<Path> bundles = new ArrayList<>();
    aliceReceipts.forEach(receipt -> bundles.add(bundle(alice, receipt)));
    bobReceipts.forEach(receipt -> bundles.add(bundle(bob, receipt)));
    return Evidence.verifyWithTools(bundles, folder.pki().resolve("ca.pem"));
  }

  private void attack(String what, String... ids) {
    account.run(
        "attacking: " + what,
        () -> {
          List<Scenario> scenarios = new ArrayList<>();
          for (String id : ids) {
            scenarios.add(Scenarios.find(id).orElseThrow());
          }
          return judged(new AttackRun(alice.target(), new AttackRun.Watcher() {}).run(scenarios));
        });
  }

  private static List<String> judged(List<Outcome> outcomes) throws Problem {
    List<String> details = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      Scenario scenario = outcome.scenario();
      if (outcome.verdict() != Outcome.Verdict.REFUSED) {
        throw new Problem(
            scenario.does() + ": " + outcome.got() + " instead of " + scenario.expected(), "");
      }
      details.add(scenario.does() + ": " + outcome.got());
    }
    return details;
  }

  private List<String> stop() throws Problem {
    ServerProcess.End end = server.stop(STOP_LIMIT);
    if (end == ServerProcess.End.GONE_BEFORE) {
      throw new Problem("it had ended before it was asked to", "");
    }
    if (end == ServerProcess.End.KILLED) {
      throw new Problem(
          "it did not stop within " + STOP_LIMIT.toSeconds() + " s and was killed", "");
    }
    return List.of();
  }

  private void closeSessions() {
    if (alice != null) {
      alice.close();
    }
    if (bob != null) {
      bob.close();
    }
  }

  private void showLog() {
    if (!Files.exists(folder.log())) {
      return;
    }
    try {
      account.note("The last that the server said:");
      server.tail(TAIL).forEach(line -> account.note("  " + line));
    } catch (Problem unreadable) {
      account.note("  " + unreadable.getMessage());
    }
  }

  /** Stops what is still running and removes the folder unless it is to be kept. */
  synchronized void cleanUp(boolean keep, Duration limit) {
    ServerProcess running = server;
    if (running != null) {
      running.stop(limit);
    }
    if (!keep) {
      try {
        folder.delete();
      } catch (IOException remains) {
        account.note("Could not remove " + folder.root() + ": " + remains.getMessage());
      }
    }
  }
}
