package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.securechat.db.DatabaseServer;
import org.securechat.it.client.RequestRefusedException;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.process.ServerProcess;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.OpenIdProvider;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.Receipt;

/** A database server that goes away in the middle of a chat, and comes back. */
@BlackBox
@EnabledIfSystemProperty(named = "securechat.test.database", matches = ".+")
class DatabaseIT {

  /** A pause after a refusal, as a client makes one. */
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  private static final Duration BACK = Duration.ofSeconds(60);

  private final Queue<Said> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> refused = new ConcurrentLinkedQueue<>();
  private volatile boolean quiet;

  @Test
  void databaseOutageIsReportedToSendersAndServiceResumesAfterwards() throws Exception {
    try (OpenIdProvider provider = new OpenIdProvider(Folders.create());
        TestBed bed = TestBed.prepared()) {
      provider.present(true);
      provider.settings().forEach(bed::with);
      bed.start();
      AdminCaller operator = AdminCaller.enrolled(bed, "operator");
      DatabaseServer database = bed.database().orElseThrow();
      Person alice = bed.person("alice");
      Person bob = bed.person("bob");
      String room = TestBed.name("outage");
      RoomInfo info = alice.client().create(room, Visibility.PUBLIC);
      bob.client().join(room);
      talk(alice.client(), room, 1);
      talk(bob.client(), room, 1);
      await().atMost(BACK).until(() -> acknowledged.size() >= 100);

      database.kill();
      await().atMost(BACK).until(() -> refused.size() >= 4);
      assertThat(readiness(bed)).isEqualTo(503);
      assertThatAdministratorsAreToldSo(operator, provider);
      database.start();
      int before = acknowledged.size();
      await().atMost(BACK).until(() -> acknowledged.size() >= before + 100);

      finish(alice.client(), bob.client());
      assertThat(refused)
          .allSatisfy(failure ->
              assertThat(failure)
                  .isInstanceOfSatisfying(
                      RequestRefusedException.class,
                      refusal -> assertThat(refusal.code().wireName()).isEqualTo("unavailable")));
      assertThat(readiness(bed)).isEqualTo(200);
      assertThatNothingIsLost(bed, bob, bed.login(alice), info);
    }
  }

  @Test
  void aSecondServerIsRefusedUntilTheOperatorTakesOverAndThenTheFirstEnds() throws Exception {
    try (TestBed bed = TestBed.started()) {
      Person alice = bed.person("alice");
      String room = TestBed.name("held");
      alice.client().create(room, Visibility.PUBLIC);
      Answer.SentAnswer first = TestClient.await(alice.client().say(room, "to the first server"));
      Path data = bed.folder().resolve("second");

      try (RunningProcess refused = bed.launch().data(data).launch()) {
        assertThat(refused.awaitExit(ServerProcess.START_LIMIT)).as(refused.report()).isEqualTo(1);
        assertThat(refused.err().lines())
            .as(refused.report())
            .anySatisfy(line ->
                assertThat(line)
                    .startsWith("securechat: another server writes to this database: ")
                    .contains(bed.folder().resolve("data").toString())
                    .endsWith("--take-over"));
      }
      TestClient.await(alice.client().say(room, "still to the first server"));

      try (ServerProcess second = bed.launch().data(data).with("--take-over").start()) {
        assertThat(bed.server().process().awaitExit(BACK)).isEqualTo(1);
        assertThat(bed.server().process().err().lines())
            .anySatisfy(line ->
                assertThat(line).startsWith("securechat: another server has taken the database"));
        alice.client().ending();

        TestClient again =
            TestClient.connect(bed.loop(), second.address(), alice.credentials(), bed.rules());
        again.login(alice.name(), TestBed.PASSWORD);
        Answer.SentAnswer said = TestClient.await(again.say(room, "to the second server"));
        assertThat(said.position()).isEqualTo(first.position() + 2);
        again.close();
        assertThat(second.stop()).isZero();
      }
      bed.start();
      String takeovers =
          AdminCaller.enrolled(bed, "auditor").get("/audit?action=server.takeover").body();
      assertThat(takeovers).contains("\"from\":").contains(bed.folder().resolve("data").toString());
    }
  }

  /** A token is judged without the database, so that its owner sees what is wrong. */
  private static void assertThatAdministratorsAreToldSo(
      AdminCaller operator, OpenIdProvider provider) throws Exception {
    assertThat(operator.get("/health").statusCode()).as("by password").isEqualTo(503);
    AdminCaller byToken = operator.bearing(provider.token(claims -> {}));
    assertThat(byToken.get("/health").body())
        .contains("{\"name\":\"database\",\"kind\":\"ready\",\"up\":false", "\"reason\":");
    HttpResponse<String> users = byToken.get("/users");
    assertThat(users.statusCode()).as(users.body()).isEqualTo(503);
    assertThat(users.body()).contains("urn:securechat:problem:unavailable");
    assertThat(users.headers().firstValue("Retry-After")).isPresent();
  }

  /** Each message goes out when the one before was answered. */
  private void talk(TestClient client, String room, int number) {
    String text = client + " says " + number;
    var _ =
        client
            .say(room, text)
            .handle((answer, failure) -> {
              if (failure == null) {
                acknowledged.add(new Said(text, answer));
              } else {
                refused.add(failure);
              }
              if (!quiet && !client.isOver()) {
                Executor when = failure == null ? Runnable::run : LATER;
                when.execute(() -> talk(client, room, number + 1));
              }
              return null;
            });
  }

  private void finish(TestClient... clients) {
    quiet = true;
    int[] last = {-1};
    await()
        .pollInterval(500, TimeUnit.MILLISECONDS)
        .until(() -> {
          int seen = acknowledged.size() + refused.size();
          boolean still = seen == last[0];
          last[0] = seen;
          return still;
        });
    assertThat(clients).as("connections that lasted").noneMatch(TestClient::isOver);
  }

  private void assertThatNothingIsLost(TestBed bed, Person bob, TestClient alice, RoomInfo room)
      throws Exception {
    RoomView whole = RoomView.fromTheStart(room.id());
    alice.history(room.name(), 0).forEach(whole::add);
    assertThat(whole.fault()).isEmpty();
    assertThat(whole.texts()).doesNotHaveDuplicates();
    assertThat(acknowledged)
        .allSatisfy(said -> {
          Entry stored = whole.entries().get((int) said.answer.position() - 1);
          assertThat(stored.chain()).isEqualTo(said.answer.chain());
          assertThat(RoomView.payload(stored).orElseThrow().content().words().orElseThrow())
              .isEqualTo(said.text);
        });
    RoomView seen = bob.client().room(room.name());
    assertThat(seen.fault()).as("what bob saw without logging in again").isEmpty();
    assertThat(seen.chain()).isEqualTo(whole.chain());

    ServerMessage.ReceiptMessage receipt = bob.client().receipt(room.name());
    bob.client().verify(receipt, bed.rules());
    assertThat(Receipt.parse(receipt.receipt()).transcriptSha256())
        .isEqualTo(Receipt.transcriptSha256(whole.entries().stream().map(Entry::line).toList()));
  }

  private static int readiness(TestBed bed) throws IOException, InterruptedException {
    return bed.http()
        .send(
            HttpRequest.newBuilder(bed.server().health()).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private record Said(String text, Answer.SentAnswer answer) {}
}
