package org.securechat.client.attack.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.classic.ClassicError;
import org.securechat.protocol.wire.ProtocolException;

/** Listens to what a server says to an attack, and gives it its name. */
final class Replies {
  private Replies() {}

  /** What comes next where nothing but an error and the end will do. */
  static Reaction ending(LineConnection connection) throws IOException, ProtocolException {
    return ending(connection, connection.patience());
  }

  static Reaction ending(LineConnection connection, Duration limit)
      throws IOException, ProtocolException {
    return next(
        connection,
        limit,
        reply -> {
          Optional<String> code = error(reply);
          return code.isEmpty()
              ? Reaction.granted("the server goes on: " + type(reply))
              : ended(connection, code.get());
        });
  }

  /** What comes next; silence and the end need no judgement. */
  static Reaction next(LineConnection connection, Duration limit, Judgement judgement)
      throws IOException, ProtocolException {
    Optional<ObjectNode> reply;
    try {
      reply = connection.read(limit);
    } catch (SocketTimeoutException _) {
      return Reaction.silent();
    }
    return reply.isEmpty() ? Reaction.hungUp() : judgement.of(reply.get());
  }

  /** What a line means. */
  interface Judgement {
    Reaction of(ObjectNode line) throws IOException, ProtocolException;
  }

  /** An error is an end only if the connection does end. */
  private static Reaction ended(LineConnection connection, String code)
      throws IOException, ProtocolException {
    try {
      return connection.read().isEmpty()
          ? Reaction.ended(code)
          : Reaction.granted("error " + code + ", but the server goes on talking");
    } catch (SocketTimeoutException _) {
      return Reaction.granted("error " + code + ", but the connection stays open");
    }
  }

  static String type(ObjectNode line) {
    return line.path("type").asText("something without a type");
  }

  /** The code, if the line is an error; with its words as well where they are not the code's. */
  static Optional<String> error(ObjectNode line) {
    if (!type(line).equals("error")) {
      return Optional.empty();
    }
    String code = line.path("code").asText("without a code");
    String words = line.path("msg").asText();
    boolean known =
        Arrays.stream(ClassicError.values())
            .anyMatch(error -> error.code().equals(code) && error.text().equals(words));
    return Optional.of(known ? code : code + " \"" + words + "\"");
  }
}
