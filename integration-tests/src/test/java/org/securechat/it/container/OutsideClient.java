package org.securechat.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.securechat.client.pki.CertificateFiles;
import org.securechat.it.client.ClientLoop;
import org.securechat.it.client.RawPeer;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.wire.FrameType;

/** The client's side of the tests, apart from their class because that is deployed. */
final class OutsideClient {

  private OutsideClient() {}

  static void twoPeopleChat() {
    try (ClientLoop loop = new ClientLoop()) {
      TestClient alice = person(loop, ContainerFolder.alice(), "alice");
      TestClient bob = person(loop, ContainerFolder.bob(), "bob");
      alice.create("through-the-port", Visibility.PUBLIC);
      bob.join("through-the-port");

      TestClient.await(alice.say("through-the-port", "hello inside"));

      await().until(() -> bob.room("through-the-port").texts().contains("hello inside"));
      assertThat(bob.room("through-the-port").fault()).isEmpty();
    }
  }

  private static TestClient person(ClientLoop loop, CertificateFiles files, String name) {
    TestClient client =
        TestClient.connect(
                loop,
                chatPort(),
                Trust.credentials(files),
                Trust.in(Path.of(System.getProperty(ContainerFolder.PKI))))
            .register(name, "a password");
    client.login(name, "a password");
    return client;
  }

  static void garbageIsRefused() {
    try (RawPeer peer = RawPeer.connect(chatPort())) {
      peer.send(FrameType.CLIENT_HELLO, "not JSON");

      assertThat(peer.untilClosed()).containsExactly("bad_frame");
    }
  }

  private static InetSocketAddress chatPort() {
    return new InetSocketAddress(
        InetAddress.ofLiteral("127.0.0.1"), Integer.getInteger(ContainerFolder.CHAT_PORT));
  }
}
