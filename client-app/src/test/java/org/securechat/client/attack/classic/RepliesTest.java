package org.securechat.client.attack.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.wire.ProtocolException;

/** What a server does where only an error and the end will do, and what that is called. */
class RepliesTest {
  private static final String ERROR =
      "{\"type\":\"error\",\"msg\":\"bad cert\",\"code\":\"BAD_CERT\"}\n";

  private static Reaction reactionTo(String said, boolean closes) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
        Socket server = listening.accept();
        LineConnection connection = new LineConnection(client, Duration.ofMillis(500))) {
      server.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
      if (closes) {
        server.shutdownOutput();
      }
      return Replies.ending(connection);
    }
  }

  @Test
  void errorThenCloseIsRefusedAndEnded() throws Exception {
    Reaction reaction = reactionTo(ERROR, true);

    assertThat(reaction).isEqualTo(Reaction.ended("BAD_CERT"));
    assertThat(reaction).hasToString("error BAD_CERT, connection closed");
    assertThat(Expected.ended("BAD_CERT").covers(reaction)).isTrue();
    assertThat(Expected.ended("BAD_MESSAGE").covers(reaction)).isFalse();
    assertThat(Expected.goesOn("BAD_CERT").covers(reaction)).isFalse();
  }

  @Test
  void errorWithoutCloseIsRefusedOnly() throws Exception {
    Reaction reaction = reactionTo(ERROR, false);

    assertThat(reaction).hasToString("error BAD_CERT, but the connection stays open");
    assertThat(Expected.ended("BAD_CERT").covers(reaction)).isFalse();
  }

  @Test
  void errorThenAnotherLineIsReported() throws Exception {
    assertThat(reactionTo(ERROR + "{\"type\":\"dh_params\"}\n", true))
        .hasToString("error BAD_CERT, but the server goes on talking");
  }

  @Test
  void errorCodeWithTheTextOfAnotherIsReported() throws Exception {
    Reaction reaction = reactionTo(ERROR.replace("bad cert", "expired yesterday"), true);

    assertThat(Expected.ended("BAD_CERT").covers(reaction)).isFalse();
    assertThat(reaction.detail()).contains("expired yesterday");
  }

  @Test
  void continuedHandshakeIsGranted() throws Exception {
    assertThat(reactionTo("{\"type\":\"hello_ack\"}\n", false))
        .isEqualTo(Reaction.granted("the server goes on: hello_ack"));
  }

  @Test
  void closeWithoutErrorAndSilenceAreDistinguished() throws Exception {
    assertThat(reactionTo("", true)).isEqualTo(Reaction.hungUp());
    assertThat(reactionTo("", false)).isEqualTo(Reaction.silent());
    assertThat(reactionTo("{\"type\":", false)).isEqualTo(Reaction.silent());
  }

  @Test
  void unknownLineIsReported() {
    assertThatThrownBy(() -> reactionTo("nonsense\n", true)).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> reactionTo("x".repeat(70_000), true))
        .isInstanceOf(ProtocolException.class);
  }
}
