package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.securechat.client.session.SessionListener.Link;
import org.securechat.protocol.application.Visibility;

/** Which faults a session outlives, and what the user hears meanwhile. */
class ReconnectionTest extends AgainstScriptedServer {
  @Test
  void aMissingRevocationListIsWaitedFor() throws Exception {
    Recorder seen = new Recorder();
    Path list = pki.root().resolve("crl.pem");
    try (ChatSession one = alice(seen)) {
      one.create("lobby", Visibility.PUBLIC);
      Files.move(list, pki.root().resolve("away.pem"));
      server.cut();
      await().atMost(SOON).until(() -> server.handshakesRefused() > 1);
      Files.move(pki.root().resolve("away.pem"), list);
      await().atMost(SOON).until(() -> seen.links.contains(Link.CONNECTED));
      assertThat(one.send("lobby", "still here").position()).isEqualTo(2);
    }
    assertThat(seen.links).containsExactly(Link.LOST, Link.CONNECTED);
    // The user hears of each attempt why the last one failed, and when the next one comes.
    assertThat(seen.retries).startsWith("lost").contains("revocation_unknown");
    assertThat(seen.waits).allMatch(wait -> !wait.isNegative() && !wait.isZero());
  }

  @Test
  void aListThatIsOutOfDateIsWaitedFor() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession one = alice(seen)) {
      pki.publishList(Duration.ofDays(-1));
      server.cut();
      await().atMost(SOON).until(() -> server.handshakesRefused() > 1);
      pki.publishList(Duration.ofDays(1));
      await().atMost(SOON).until(() -> seen.links.contains(Link.CONNECTED));
      assertThat(one.isConnected()).isTrue();
    }
  }

  @Test
  void aRevokedCertificateIsNot() throws Exception {
    Recorder seen = new Recorder();
    try (ChatSession _ = alice(seen)) {
      pki.revoke("alice");
      server.cut();
      await().atMost(SOON).until(() -> seen.links.contains(Link.GIVEN_UP));
    }
    assertThat(server.handshakesRefused()).isEqualTo(1);
  }
}
