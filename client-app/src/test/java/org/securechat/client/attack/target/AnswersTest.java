package org.securechat.client.attack.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.connection.ServerAddress;
import org.securechat.protocol.channel.AlertFrames;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;

/** What a server does before there are keys, and what that is called. */
class AnswersTest {
  private ServerSocket listening;
  private final CountDownLatch over = new CountDownLatch(1);

  private interface Behaviour {
    void behave(OutputStream out) throws Exception;
  }

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    over.countDown();
    listening.close();
  }

  private Reaction reactionTo(Behaviour behaviour) throws Exception {
    Thread server =
        new Thread(() -> {
          try (Socket socket = listening.accept()) {
            behaviour.behave(socket.getOutputStream());
          } catch (Exception _) {
            // The client's view is what counts.
            return;
          }
        });
    server.setDaemon(true);
    server.start();
    ServerAddress address = new ServerAddress("127.0.0.1", listening.getLocalPort());
    try (AttackSocket socket = AttackSocket.connect(address, Duration.ofMillis(500))) {
      return Answers.inTheClear(socket);
    }
  }

  @Test
  void alertThenCloseIsRefusedAndEnded() throws Exception {
    Reaction reaction =
        reactionTo(out -> out.write(AlertFrames.plaintext(AlertCode.BAD_FRAME).encoded()));

    assertThat(reaction).isEqualTo(Reaction.alert(AlertCode.BAD_FRAME));
    assertThat(Expected.alert(AlertCode.BAD_FRAME).covers(reaction)).isTrue();
    assertThat(Expected.alert(AlertCode.TOO_LARGE).covers(reaction)).isFalse();
  }

  @Test
  void alertWithoutCloseIsRefusedOnly() throws Exception {
    Reaction reaction =
        reactionTo(out -> {
          out.write(AlertFrames.plaintext(AlertCode.BAD_FRAME).encoded());
          over.await();
        });

    assertThat(reaction.kind()).isEqualTo(Reaction.Kind.GRANTED);
    assertThat(reaction).hasToString("alert bad_frame, but the connection stays open");
    assertThat(Expected.alert(AlertCode.BAD_FRAME).covers(reaction)).isFalse();
  }

  @Test
  void alertThenAnotherFrameIsReported() throws Exception {
    Reaction reaction =
        reactionTo(out -> {
          out.write(AlertFrames.plaintext(AlertCode.BAD_FRAME).encoded());
          out.write(Frame.of(FrameType.SERVER_HELLO, new byte[2]).encoded());
        });

    assertThat(reaction).hasToString("alert bad_frame, but the server goes on talking");
  }

  @Test
  void closeWithoutAlertIsReported() throws Exception {
    assertThat(reactionTo(out -> {})).isEqualTo(Reaction.hungUp());
  }

  @Test
  void silenceIsReported() throws Exception {
    assertThat(reactionTo(out -> over.await())).isEqualTo(Reaction.silent());
  }

  @Test
  void continuedHandshakeIsGranted() throws Exception {
    Reaction reaction =
        reactionTo(out -> out.write(Frame.of(FrameType.SERVER_HELLO, new byte[2]).encoded()));

    assertThat(reaction.kind()).isEqualTo(Reaction.Kind.GRANTED);
  }

  @Test
  void overloadedServerMakesTheAttackNotPossible() {
    assertThatThrownBy(() ->
            reactionTo(out -> out.write(Frame.of(FrameType.HELLO_RETRY, new byte[2]).encoded())))
        .isInstanceOf(AttackNotPossibleException.class);
  }
}
