package org.securechat.client.attack.target;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.channel.AlertFrames;
import org.securechat.protocol.channel.Message;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.ProtocolException;

/** Listens to what a server does after an attack, and gives it its name. */
public final class Answers {
  private Answers() {}

  /** Opens a record; only who has the keys can. */
  public interface Opener {
    Message open(Frame frame) throws ProtocolException;
  }

  /**
   * What comes next where no keys exist yet.
   *
   * @throws AttackNotPossibleException if the server is overloaded and sends a HelloRetry
   */
  public static Reaction inTheClear(AttackSocket socket)
      throws AttackNotPossibleException, IOException, ProtocolException {
    return inTheClear(socket, socket.patience());
  }

  public static Reaction inTheClear(AttackSocket socket, Duration limit)
      throws AttackNotPossibleException, IOException, ProtocolException {
    return await(
        socket,
        limit,
        frame -> {
          if (frame.type() == FrameType.ALERT) {
            return Optional.of(ending(socket, AlertFrames.parse(frame)));
          }
          if (frame.type() == FrameType.HELLO_RETRY) {
            throw AttackNotPossibleException.busy();
          }
          return Optional.of(Reaction.granted("the handshake goes on: " + frame.type()));
        });
  }

  /** What comes next where there are keys. Pushes are passed over. */
  public static Reaction sealed(AttackSocket socket, Opener opener)
      throws IOException, ProtocolException {
    return await(
        socket,
        socket.patience(),
        frame -> {
          if (frame.type() == FrameType.ALERT) {
            return Optional.of(
                Reaction.granted("an alert in the clear, which any party on the way can forge"));
          }
          return judge(socket, opener.open(frame));
        });
  }

  private static Optional<Reaction> judge(AttackSocket socket, Message message)
      throws IOException, ProtocolException {
    return switch (message.content()) {
      case APPLICATION -> application(message.data());
      case ALERT -> Optional.of(ending(socket, AlertFrames.parse(message.data())));
      case CLOSE -> Optional.of(Reaction.hungUp());
      default -> Optional.empty();
    };
  }

  private static Optional<Reaction> application(byte[] document) throws ProtocolException {
    try {
      ServerMessage message = ServerMessageCodec.read(document);
      if (message instanceof ServerMessage.Failure failure) {
        return Optional.of(Reaction.error(failure.code()));
      }
      return message instanceof Ok ? Optional.of(Reaction.granted("accepted")) : Optional.empty();
    } catch (JsonException e) {
      throw new ProtocolException(AlertCode.BAD_FRAME, e.getMessage(), e);
    }
  }

  /** An alert is an end only if the connection does end. */
  static Reaction ending(AttackSocket socket, AlertCode alert)
      throws IOException, ProtocolException {
    try {
      return socket.read().isEmpty()
          ? Reaction.alert(alert)
          : Reaction.granted("alert " + alert.code() + ", but the server goes on talking");
    } catch (SocketTimeoutException _) {
      return Reaction.granted("alert " + alert.code() + ", but the connection stays open");
    }
  }

  private interface Judge<E extends Exception> {
    Optional<Reaction> judge(Frame frame) throws E, IOException, ProtocolException;
  }

  private static <E extends Exception> Reaction await(
      AttackSocket socket, Duration limit, Judge<E> judge)
      throws E, IOException, ProtocolException {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (true) {
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
        Optional<Frame> frame = socket.read(left);
        if (frame.isEmpty()) {
          return Reaction.hungUp();
        }
        Optional<Reaction> reaction = judge.judge(frame.get());
        if (reaction.isPresent()) {
          return reaction.get();
        }
      }
    } catch (SocketTimeoutException _) {
      return Reaction.silent();
    }
  }
}
