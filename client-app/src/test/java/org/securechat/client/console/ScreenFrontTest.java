package org.securechat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.console.model.Aside;
import org.securechat.client.console.model.Aside.Tone;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.console.model.ChatModel.Connection;
import org.securechat.client.console.model.Heard;
import org.securechat.client.console.settings.SettingsFile;
import org.securechat.client.session.Fault;
import org.securechat.client.session.SessionListener.Link;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.client.text.MessageText;
import org.securechat.client.text.Palette;

class ScreenFrontTest {
  private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 7443);

  @TempDir Path folder;

  private final ChatModel model = new ChatModel("alice");
  private ScreenFront front;

  @BeforeEach
  void make() {
    ScreenEvents events = new ScreenEvents();
    events.own();
    ScreenLoop loop =
        new ScreenLoop(events, SettingsFile.open(folder.resolve("console.properties")));
    front =
        new ScreenFront(
            events,
            loop,
            new MessageText(Palette.NONE, StandardCharsets.UTF_8, ZoneOffset.UTC),
            new NameCompleter(),
            SERVER,
            "mallory"::equals);
    loop.connect(model, null, null, null, front);
    var _ = model.enter("lobby");
  }

  private List<Aside> asides() {
    return model.shown().asidesFrom(model.shown().lines().last());
  }

  @Test
  void aServerThatClosesInGoodOrderIsNoError() {
    front.notice("the server is shutting down");
    front.connection(Link.LOST, Optional.of(ConnectionException.closed(SERVER)));
    assertThat(asides()).extracting(Aside::tone).containsOnly(Tone.QUIET);
    assertThat(asides().getFirst().text()).contains("the server is shutting down");
    assertThat(asides().getLast().text()).isEqualTo("the server has closed the connection");
    assertThat(model.connection()).isEqualTo(Connection.LOST);
  }

  @Test
  void anyOtherEndIsOne() {
    front.connection(Link.LOST, Optional.of(new ClientException("cut", "Look at the cable.")));
    assertThat(asides()).containsExactly(new Aside("cut\nLook at the cable.", Tone.LOUD));
    front.connection(Link.GIVEN_UP, Optional.of(new ClientException("revoked")));
    assertThat(model.connection()).isEqualTo(Connection.OVER);
    assertThat(asides().getLast().text()).contains("/quit leaves");
  }

  @Test
  void theNextAttemptIsToldInShort() {
    front.retrying(new ClientException("cut"), Duration.ofSeconds(4));
    assertThat(model.notice()).contains("next attempt in 4 s");
    assertThat(asides()).isEmpty();
  }

  @Test
  void anAlarmIsLoudAndSeenFromEverywhere() {
    front.alarm("team", new TranscriptFinding(Fault.HISTORY_SHORTENED, "x"));
    assertThat(asides()).isNotEmpty().allMatch(aside -> aside.tone() == Tone.LOUD);
    assertThat(model.notice().get()).contains("team");
  }

  @Test
  void whoIsHereIsShownQuietly() {
    front.presence("bob", "lobby", true);
    front.presence("alice", "lobby", true);
    front.presence("carol", "elsewhere", true);
    assertThat(model.shown().present()).containsExactly("bob");
    front.presence("bob", "lobby", false);
    assertThat(model.shown().present()).isEmpty();
    assertThat(asides()).isEmpty();
    assertThat(model.has("elsewhere")).isFalse();
  }

  @Test
  void whatTheUserDoesNotWantToHearCallsNobody() {
    front.message(Heard.in("team", Heard.calls(1, "mallory", "alice", "@alice")));
    assertThat(model.room("team").unread()).isZero();
    assertThat(model.room("team").lines().size()).isEqualTo(1);
  }

  @Test
  void eachThreadHasItsOwnPlace() throws Exception {
    front.at(Optional.of("lobby"));
    Thread other = Thread.ofPlatform().start(() -> front.at(Optional.of("team")));
    other.join();
    assertThat(front.room()).contains("lobby");
  }

  @Test
  void aMistakeInAJobIsTold() throws Exception {
    var told = new CompletableFuture<RuntimeException>();
    try (ScreenJobs jobs = new ScreenJobs(told::complete)) {
      assertThat(
              jobs.command(() -> {
                throw new IllegalStateException("x");
              }))
          .isTrue();
      assertThat(told.get(5, TimeUnit.SECONDS)).hasMessage("x");
    }
  }
}
