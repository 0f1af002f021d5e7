package org.securechat.it.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;

/** Two hundred people in one room, all talking. */
@BlackBox
class BusyRoomIT {

  private static final int PEOPLE = 200;
  private static final int MESSAGES = 3;

  @Test
  void everyMemberSeesEveryMessageOnceInTheSameOrderWithTheSameChain(TestBed bed) {
    String room = TestBed.name("square");
    bed.person("host").client().create(room, Visibility.PUBLIC);
    List<TestClient> crowd = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      TestClient client = quickly(bed);
      client.join(room);
      crowd.add(client);
    }

    List<CompletableFuture<Answer.SentAnswer>> said =
        crowd.stream().map(client -> talk(client, room, 1)).toList();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> said.stream().allMatch(CompletableFuture::isDone));
    said.forEach(TestClient::await);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(crowd)
                .extracting(client -> client.room(room).position())
                .containsOnly(crowd.get(0).room(room).position()));
    List<String> order = crowd.get(0).room(room).texts();
    assertThat(order).hasSize(PEOPLE * MESSAGES).doesNotHaveDuplicates();
    for (TestClient client : crowd) {
      RoomView view = client.room(room);
      assertThat(view.fault()).isEmpty();
      assertThat(view.repetitions()).isZero();
      assertThat(view.chain()).isEqualTo(crowd.get(0).room(room).chain());
      assertThat(view.texts()).isEqualTo(order);
      assertThat(view.entries()).extracting(Entry::position).isSorted();
    }
    crowd.forEach(TestClient::close);
  }

  /** A user with a random password key, which saves deriving it. */
  private static TestClient quickly(TestBed bed) {
    String name = TestBed.name("crowd");
    Credentials credentials = bed.certified(name);
    byte[] salt = SecretBytes.random(16).expose();
    try (SecretBytes key = SecretBytes.random(32)) {
      TestClient client = bed.connect(credentials).registerWithKey(name, salt, key);
      client.loginWithKey(name, key);
      return client;
    }
  }

  private static CompletableFuture<Answer.SentAnswer> talk(
      TestClient client, String room, int number) {
    CompletableFuture<Answer.SentAnswer> said = client.say(room, client + " says " + number);
    return number == MESSAGES ? said : said.thenCompose(answer -> talk(client, room, number + 1));
  }
}
