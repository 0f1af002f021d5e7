package org.securechat.client.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;

/**
 * Three servers on one database: two people on different ones, one of which is killed. Used once,
 * by one thread; {@link #cleanUp} is safe from any.
 */
final class ClusterSteps implements DemoScript {
  private static final int SERVERS = 3;
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
  private static final String ROOM = "lobby";

  private final StepReporter reporter;
  private final DemoFolder folder;
  private final Path home;
  private final boolean verbose;
  private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();
  private final List<ServerAddress> addresses = new ArrayList<>();
  private DemoUser alice;
  private DemoUser bob;
  private ServerProcess killed;

  ClusterSteps(StepReporter reporter, DemoFolder folder, Path home, boolean verbose) {
    this.reporter = reporter;
    this.folder = folder;
    this.home = home;
    this.verbose = verbose;
  }

  @Override
  public void run() {
    try {
      boolean allHold =
          reporter.run("making an authority and four certificates", () -> DemoSteps.makePki(folder))
              && reporter.run("starting three servers on one database", this::start)
              && reporter.run("alice comes to the first, bob to the second", this::register)
              && reporter.run("they talk in one room", this::talk)
              && reporter.run("bob's server is killed, and bob goes to the third", this::kill)
              && reporter.run("they go on, and nothing is missing", this::goOn)
              && reporter.run("both leave, and their receipts verify", this::leave);
      if (!allHold) {
        reporter.note("The steps after this one need it; they are left out.");
      }
    } finally {
      close(alice);
      close(bob);
      if (!servers.isEmpty()) {
        reporter.run("stopping the servers", this::stop);
      }
    }
  }

  private static void close(DemoUser user) {
    if (user != null) {
      user.close();
    }
  }

  private List<String> start() throws ClientException, InterruptedException {
    if (System.getenv("SECURECHAT_DB_URL") == null) {
      throw new ClientException(
          "several servers need a database that they can share",
          "Set SECURECHAT_DB_URL, SECURECHAT_DB_USER and SECURECHAT_DB_PASSWORD to an empty MySQL"
              + " database.");
    }
    List<String> details = new ArrayList<>();
    for (int number = 1; number <= SERVERS; number++) {
      Path data = folder.root().resolve("server-" + number);
      List<String> command = ServerProcess.command(home, data, folder.pki(), verbose);
      command.addAll(List.of("--cluster", "demo", "--cluster-address", "127.0.0.1:0"));
      ServerProcess server =
          ServerProcess.start(
              command, folder.root(), folder.root().resolve("server-" + number + ".log"));
      servers.add(server);
      addresses.add(server.awaitReady(START_LIMIT));
      details.add("server " + number + " is ready at " + addresses.getLast());
    }
    return details;
  }

  private List<String> register() throws Exception {
    alice = new DemoUser("alice", addresses.get(0), folder.pki(), folder.of("alice"));
    bob = new DemoUser("bob", addresses.get(1), folder.pki(), folder.of("bob"));
    alice.register();
    bob.register();
    alice.logIn();
    bob.logIn();
    RoomInfo room = alice.session().create(ROOM, Visibility.PUBLIC);
    bob.session().join(ROOM);
    return List.of("alice has made room " + room.id() + ", and bob has joined it");
  }

  private List<String> talk() throws Exception {
    return List.of(
        say(alice, bob, "Good morning, Bob. Which server are you on?"),
        say(bob, alice, "The second. And you?"),
        say(alice, bob, "The first, and it makes no difference."));
  }

  private static String say(DemoUser from, DemoUser to, String text) throws Exception {
    from.session().send(ROOM, text);
    RoomMessage heard = to.hear(ROOM, from.name(), text);
    return String.format(
        "%s: %s  (line %d; signature and chain checked by %s)",
        from.name(), text, heard.position(), to.name());
  }

  private List<String> kill() throws ClientException {
    killed = servers.get(1);
    killed.kill();
    bob.close();
    long start = System.nanoTime();
    bob = bob.at(addresses.get(2));
    bob.logIn();
    return List.of(
        String.format(
            "bob is logged in again after %.1f s", (System.nanoTime() - start) / 1_000_000_000.0));
  }

  private List<String> goOn() throws Exception {
    return List.of(
        say(bob, alice, "The second is gone. I am on the third."),
        say(alice, bob, "I have not noticed."));
  }

  private List<String> leave() throws Exception {
    List<String> details = new ArrayList<>();
    for (DemoUser one : List.of(alice, bob)) {
      for (ReceiptOutcome receipt : one.leave()) {
        Path bundle = folder.evidence(one.name() + "-" + receipt.room());
        one.export(receipt, bundle);
        details.add(
            String.format(
                "%s, lines %d to %d",
                EvidenceSteps.verify(bundle, one.authorities()), receipt.first(), receipt.last()));
      }
    }
    return details;
  }

  private List<String> stop() throws ClientException {
    for (ServerProcess server : servers) {
      if (server != killed && server.stop(STOP_LIMIT) != ServerProcess.End.STOPPED) {
        throw new ClientException(
            "a server had ended before, or did not stop when it was asked to");
      }
    }
    return List.of();
  }

  @Override
  public synchronized void cleanUp(boolean keep, Duration limit) {
    servers.forEach(server -> server.stop(limit));
    if (!keep) {
      try {
        folder.delete();
      } catch (IOException e) {
        reporter.note("Could not remove " + folder.root() + ": " + e.getMessage());
      }
    }
  }
}
