package org.securechat.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.server.chat.ChatAccess;
import org.securechat.server.endpoint.ConnectionState.Authenticated;
import org.securechat.server.endpoint.ConnectionState.LoggedIn;
import org.securechat.server.limit.LaneException;
import org.securechat.server.limit.LaneException.Reason;
import org.securechat.server.limit.LaneKind;
import org.securechat.server.limit.Lanes;
import org.securechat.server.testing.FakeConnection;
import org.securechat.server.testing.TestPeer;

/** What one user asks for leaves the workers, and places in each lane, to the others. */
class RequestLanesTest {
  private static final Request RECEIPT = new Request.ReceiptRequest(1, "lobby");
  private static final Request HISTORY = new Request.History(1, "lobby", 0, 10);
  private static final Request SEARCH =
      new Request.Search(
          1, "lobby", Optional.of("words"), Optional.empty(), OptionalLong.empty(), 10);

  /** What the lanes have begun, and nobody has carried out yet. */
  private final Deque<Runnable> threads = new ArrayDeque<>();

  private final List<String> done = new ArrayList<>();
  private final List<Reason> refused = new ArrayList<>();
  private final Lanes all = new Lanes((Executor) threads::add, Clock.systemUTC());
  private final RequestLanes lanes = new RequestLanes(all);

  static List<Request> slow() {
    return List.of(
        RECEIPT,
        HISTORY,
        SEARCH,
        new Request.Rooms(1),
        new Request.Who(1, "lobby"),
        new Request.Join(1, "lobby"),
        new Request.Leave(1, "lobby"),
        new Request.Create(1, "lobby", Visibility.PUBLIC),
        new Request.Invite(1, "lobby", "bob"),
        new Request.Direct(1, "bob"),
        new Request.RevocationListRequest(1, "00".repeat(32), 0),
        new Request.CertificateRequest(1, "00".repeat(32)),
        new Request.Countersign(1, new byte[] {1}, new byte[] {1}));
  }

  @ParameterizedTest
  @MethodSource("slow")
  @DisplayName("twenty connections of one user with the same slow request occupy no worker")
  void slowRequestsOccupyNoWorker(Request request) {
    List<Client> attack = connections("mallory", 20);

    attack.forEach(connection -> ask(connection, "mallory", request));

    assertThat(done).isEmpty();
    assertThat(threads).hasSizeBetween(1, 2);
    assertThat(attack.stream().filter(Client::isHeld).count() + refused.size()).isEqualTo(20);
    Client honest = connections("alice", 1).get(0);
    ask(honest, "ping", new Request.Ping(1));
    assertThat(done).containsExactly("ping");
    ask(honest, "alice", request);
    threads.removeLast().run();
    assertThat(done).containsExactly("ping", "alice");
  }

  @Test
  @DisplayName("receipts of all users together leave the lane for histories as it is")
  void kindsDoNotWaitForEachOther() {
    for (int i = 0; i < 30; i++) {
      ask(connections("user" + i, 1).get(0), "receipt", RECEIPT);
    }
    assertThat(threads).hasSize(LaneKind.RECEIPTS.bounds().places());

    ask(connections("alice", 1).get(0), "history", HISTORY);

    threads.removeLast().run();
    assertThat(done).containsExactly("history");
  }

  @Test
  @DisplayName("one user who searches on twenty connections has one place, and others have turns")
  void searchesOfOneUserLeaveAPlaceToOthers() {
    List<Client> attack = connections("mallory", 20);
    attack.forEach(connection -> ask(connection, "mallory", SEARCH));
    assertThat(threads).hasSize(1);
    assertThat(refused)
        .hasSize(20 - 1 - LaneKind.SEARCHES.bounds().waitingOfOne())
        .containsOnly(Reason.TOO_MUCH_OF_ONE);

    Client honest = connections("alice", 1).get(0);
    ask(honest, "history", HISTORY);
    ask(connections("bob", 1).get(0), "bob", SEARCH);
    assertThat(threads).hasSize(3);
    threads.removeLast().run();
    threads.removeLast().run();
    assertThat(done).containsExactlyInAnyOrder("history", "bob");

    ask(honest, "alice", SEARCH);
    threads.removeLast().run();
    assertThat(done).endsWith("alice");
  }

  @Test
  void searchesOfAllUsersTogetherLeaveTheLaneForHistoriesAsItIs() {
    for (int i = 0; i < 100; i++) {
      ask(connections("user" + i, 1).get(0), "search", SEARCH);
    }
    assertThat(threads).hasSize(LaneKind.SEARCHES.bounds().places());
    assertThat(refused)
        .hasSize(100 - LaneKind.SEARCHES.bounds().places() - LaneKind.SEARCHES.bounds().waiting())
        .containsOnly(Reason.FULL);

    ask(connections("alice", 1).get(0), "history", HISTORY);

    threads.removeLast().run();
    assertThat(done).containsExactly("history");
  }

  @Test
  void aConnectionGoesOnWhenItsRequestHasBeenCarriedOut() {
    Client alice = connections("alice", 1).get(0);
    ask(alice, "receipt", RECEIPT);
    assertThat(alice.isHeld()).isTrue();

    threads.remove().run();

    assertThat(done).containsExactly("receipt");
    assertThat(alice.isHeld()).isFalse();
  }

  @Test
  void whoAsksForTooMuchIsRefusedAtOnceAndGoesOn() {
    int most = LaneKind.RECEIPTS.bounds().placesOfOne() + LaneKind.RECEIPTS.bounds().waitingOfOne();
    List<Client> attack = connections("mallory", most + 1);

    attack.forEach(connection -> ask(connection, "mallory", RECEIPT));

    assertThat(refused).containsExactly(Reason.TOO_MUCH_OF_ONE);
    assertThat(attack.get(most).isHeld()).isFalse();
  }

  @Test
  void aServerThatStopsRefusesWhatWaits() {
    List<Client> connections = connections("alice", 2);
    connections.forEach(connection -> ask(connection, "receipt", RECEIPT));

    all.of(LaneKind.RECEIPTS).close();

    assertThat(refused).containsExactly(Reason.CLOSED);
    assertThat(connections.get(1).isHeld()).isFalse();
  }

  @Test
  void nothingIsReadForAPeerThatIsGoneByThenAndChangesAreMade() {
    List<Client> connections = connections("alice", 2);
    ask(connections.get(0), "receipt", RECEIPT);
    ask(connections.get(1), "join", new Request.Join(1, "lobby"));
    connections.forEach(connection -> connection.wire().close());

    threads.forEach(Runnable::run);

    assertThat(done).containsExactly("join");
    assertThat(connections).noneMatch(Client::isHeld);
  }

  @Test
  @DisplayName("before a login a certificate has its share, whatever names it logs in with")
  void strangersAreToldApartByTheirCertificates() {
    TestPeer mallory = new TestPeer("mallory");
    for (int i = 0; i < 20; i++) {
      login(mallory, "user" + i);
    }
    assertThat(threads).hasSize(LaneKind.ACCOUNTS.bounds().placesOfOne());

    login(new TestPeer("alice"), "alice");

    threads.removeLast().run();
    assertThat(done).containsExactly("alice");
  }

  @Test
  void whatIsRefusedBeforeALoginNeedsNoLane() {
    lanes.run(new Authenticated(new TestPeer("alice").connection()), RECEIPT, work("early"));

    assertThat(done).containsExactly("early");
  }

  private void login(TestPeer peer, String name) {
    lanes.run(
        new Authenticated(peer.connection()),
        new Request.Login(1, name, Optional.of(SecretBytes.random(32))),
        work(name));
  }

  private void ask(Client client, String name, Request request) {
    lanes.run(client.state(), request, work(name));
  }

  private RequestLanes.Work work(String name) {
    return new RequestLanes.Work() {
      @Override
      public void carryOut() {
        done.add(name);
      }

      @Override
      public void refuse(LaneException reason) {
        refused.add(reason.reason());
      }
    };
  }

  private static List<Client> connections(String user, int count) {
    UUID id = UUID.randomUUID();
    List<Client> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestPeer peer = new TestPeer(user);
      connections.add(
          new Client(
              new LoggedIn(peer.connection(), ChatAccess.session(id, user, peer.connection())),
              peer.wire()));
    }
    return connections;
  }

  /** One connection of a user, seen from both sides. */
  private record Client(LoggedIn state, FakeConnection wire) {
    boolean isHeld() {
      return wire.isHeld();
    }
  }
}
