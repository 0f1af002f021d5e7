package org.securechat.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class AudienceTest {

  private static final UUID ROOM = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private final Audience audience = new Audience();

  @Test
  void aUserWithTwoDevicesArrivesOnceAndLeavesOnce() {
    Subscriber phone = login("alice");
    Subscriber desk = login("alice");

    assertThat(audience.subscribe(ROOM, "lobby", phone)).isTrue();
    assertThat(audience.subscribe(ROOM, "lobby", desk)).isFalse();
    assertThat(audience.present(ROOM, login -> true)).containsExactly("alice");
    assertThat(audience.disconnect(phone)).isEmpty();
    assertThat(audience.disconnect(desk)).containsEntry(ROOM, "lobby");
    assertThat(audience.present(ROOM, login -> true)).isEmpty();
  }

  @Test
  void aLoginThatHasEndedIsNotTakenIn() {
    Subscriber late = login("alice");
    audience.disconnect(late);

    assertThat(audience.subscribe(ROOM, "lobby", late)).isFalse();
    assertThat(audience.of(ROOM)).isEmpty();
  }

  @Test
  void listensOnlyToWhatItWasSubscribedTo() {
    Subscriber alice = login("alice");
    audience.subscribe(ROOM, "lobby", alice);

    assertThat(alice.listening()).containsExactly(Map.entry("lobby", ROOM));
    assertThat(audience.listens(OTHER, alice)).isFalse();

    audience.unsubscribe(ROOM, alice);

    assertThat(alice.listening()).isEmpty();
    assertThat(audience.of(ROOM)).isEmpty();
  }

  @Test
  void disconnectingAStrangerChangesNothing() {
    Subscriber alice = login("alice");
    audience.subscribe(ROOM, "lobby", alice);

    assertThat(audience.disconnect(new Login("bob"))).isEmpty();
    assertThat(audience.of(ROOM)).containsExactly(alice);
  }

  private Subscriber login(String name) {
    Subscriber login = new Login(name);
    audience.connect(login);
    return login;
  }

  private static final class Login implements Subscriber {
    private final Map<String, UUID> listening = new ConcurrentHashMap<>();
    private final String name;

    Login(String name) {
      this.name = name;
    }

    @Override
    public String userName() {
      return name;
    }

    @Override
    public Map<String, UUID> listening() {
      return listening;
    }

    @Override
    public SecureConnection connection() {
      throw new UnsupportedOperationException("an audience sends nothing");
    }

    @Override
    public void visibleFrom(UUID room, String roomName, long position) {
      throw new UnsupportedOperationException("an audience tells nothing");
    }

    @Override
    public void visibleUntil(UUID room, long position) {
      throw new UnsupportedOperationException("an audience tells nothing");
    }
  }
}
