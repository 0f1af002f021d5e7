package org.securechat.client.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.securechat.client.ClientException;
import org.securechat.client.console.WaitingLines.Line;
import org.securechat.client.session.Draft;
import org.securechat.client.session.SentNothing;

class WaitingLinesTest {
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Map<String, ClientException> failures = new ConcurrentHashMap<>();
  private volatile CountDownLatch connection = new CountDownLatch(0);

  private final WaitingLines lines =
      new WaitingLines(
          new WaitingLines.Sender() {
            @Override
            public void send(Line line) throws ClientException {
              ClientException failure = failures.remove(line.summary());
              if (failure != null) {
                throw failure;
              }
              sent.add(line.summary());
            }

            @Override
            public boolean isConnected() {
              return connection.getCount() == 0;
            }

            @Override
            public boolean awaitConnection(Duration limit) {
              try {
                return connection.await(limit.toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
              }
            }
          },
          new WaitingLines.Report() {
            @Override
            public void waits(Line line, int position) {
              told.add(line.summary() + " waits as " + position);
            }

            @Override
            public void failed(Line line, ClientException why) {
              told.add(line.summary() + " failed: " + why.getMessage());
            }
          });

  @AfterEach
  void close() {
    connection.countDown();
    lines.close();
  }

  private void outage() {
    connection = new CountDownLatch(1);
  }

  private static Line line(String text) {
    return new Line("team", Optional.empty(), Draft.say(text));
  }

  @Test
  void lineIsSentWhenItsTypistGoesOn() throws ClientException {
    lines.say(line("one"));

    assertThat(sent).containsExactly("one");
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsTypedInAnOutageIsSentInOrderOnceItIsOver() throws ClientException {
    outage();
    lines.say(line("one"));
    lines.say(line("two"));
    assertThat(told).containsExactly("one waits as 1", "two waits as 2");
    assertThat(sent).isEmpty();

    connection.countDown();
    lines.say(line("three"));

    assertThat(sent).containsExactly("one", "two", "three");
    assertThat(lines.lines()).isEmpty();
  }

  @Test
  void lineThatWasNotSentForWantOfAConnectionIsTriedAgain() throws ClientException {
    failures.put("one", SentNothing.exception());

    lines.say(line("one"));

    assertThat(sent).containsExactly("one");
  }

  @Test
  void refusalIsToldToTheTypistAndDoesNotHoldUpTheOthers() throws ClientException {
    failures.put("one", new ClientException("you are not in this room"));

    assertThatThrownBy(() -> lines.say(line("one"))).hasMessage("you are not in this room");
    lines.say(line("two"));

    assertThat(sent).containsExactly("two");
    assertThat(told).isEmpty();
  }

  @Test
  void refusalOfALineThatHasWaitedIsTold() throws ClientException {
    failures.put("one", new ClientException("you are not in this room"));
    outage();
    lines.say(line("one"));
    lines.say(line("two"));

    connection.countDown();

    await().until(() -> sent.contains("two"));
    assertThat(told).contains("one failed: you are not in this room");
    assertThat(sent).containsExactly("two");
  }

  @Test
  void noMoreWaitThanTheBound() throws ClientException {
    outage();
    for (int i = 0; i < WaitingLines.MOST; i++) {
      lines.say(line("line " + i));
    }

    assertThatThrownBy(() -> lines.say(line("one more"))).hasMessageContaining("wait to be sent");

    assertThat(lines.lines()).hasSize(WaitingLines.MOST);
  }

  @Test
  void endKnowsWhatIsLeftAndDoesNotWaitForever() throws ClientException {
    outage();
    lines.say(line("one"));

    lines.awaitEmpty(Duration.ofMillis(10));
    lines.stop();

    assertThat(lines.lines()).containsExactly(line("one"));
    assertThat(sent).isEmpty();
  }

  @Test
  void whoAddsALineDoesNotWaitForIt() throws Exception {
    outage();
    lines.add(line("one"));
    lines.add(line("two"));
    assertThat(told).containsExactly("one waits as 1", "two waits as 2");
    connection.countDown();
    await().untilAsserted(() -> assertThat(sent).containsExactly("one", "two"));
    await().until(() -> lines.lines().isEmpty());
  }

  @Test
  void theEndOfALineThatWasAddedIsTold() throws Exception {
    failures.put("one", new ClientException("refused"));
    lines.add(line("one"));
    await().untilAsserted(() -> assertThat(told).containsExactly("one failed: refused"));
  }

  @Test
  void noMoreAreAddedThanAPersonTypes() throws Exception {
    outage();
    for (int i = 0; i < WaitingLines.MOST; i++) {
      lines.add(line("line " + i));
    }
    assertThatThrownBy(() -> lines.add(line("one more")))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("wait to be sent already");
  }
}
