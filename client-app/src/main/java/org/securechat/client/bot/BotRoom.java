package org.securechat.client.bot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.listening.ResumeFile;
import org.securechat.client.listening.ResumePoint;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.MessageContent;

/**
 * Where a program stands in a room: what it was given, what it is done with, and what it has
 * answered. Thread-safe.
 */
final class BotRoom {
  private final String name;
  private final String user;
  private final ResumeFile file;
  private ResumePoint done;
  private long given;

  /** Lines that did not hold when they came; what is kept does not show all of that. */
  private final Set<Long> faulty = new HashSet<>();

  /** By line, the answers to it that are on record from before the program was started. */
  private final Map<Long, Deque<RoomMessage>> answered = new HashMap<>();

  BotRoom(String name, String user, ResumeFile file, ResumePoint done) {
    this.name = name;
    this.user = user;
    this.file = file;
    this.done = done;
    this.given = done.position();
  }

  String name() {
    return name;
  }

  /** The last line that the program was given. */
  synchronized long given() {
    return given;
  }

  /** The last line that the program is done with. */
  synchronized long done() {
    return done.position();
  }

  /** A line that does not hold is not for a program. */
  synchronized void heard(RoomMessage line) {
    if (!line.verified()) {
      faulty.add(line.position());
    }
  }

  /** The program begins again behind what it was done with. */
  synchronized void beginAgain() {
    given = done.position();
    answered.clear();
  }

  /** A line from behind that, of which own ones say what was answered before. */
  synchronized void recall(RoomMessage line) {
    if (isOwn(line)
        && line.verified()
        && line.body() instanceof MessageBody.Said said
        && said.content() instanceof MessageContent.Reply reply) {
      answered.computeIfAbsent(reply.to().position(), _ -> new ArrayDeque<>()).add(line);
    }
  }

  private boolean isOwn(RoomMessage line) {
    return line.sender().equals(user);
  }

  /** An answer to that line which is on record already, instead of one that would be the second. */
  synchronized Optional<RoomMessage> takeAnswer(long position) {
    Deque<RoomMessage> before = answered.get(position);
    return before == null ? Optional.empty() : Optional.ofNullable(before.poll());
  }

  /** Whether a line is for the program, which does not hear itself. */
  synchronized boolean isForProgram(RoomMessage line) {
    return line.verified() && !isOwn(line) && !faulty.contains(line.position());
  }

  /** The program was given all up to there. */
  synchronized void gave(long position) {
    given = position;
  }

  /**
   * The program is done with all up to there.
   *
   * @param chain the chain value after that line
   * @throws ClientException if it was never given that, or it cannot be kept
   */
  synchronized void done(long position, String chain) throws ClientException {
    if (position > given) {
      throw new BotException(
          "bad_request",
          "line " + position + " was not given yet",
          "Say done of the lines that you were given.");
    }
    if (position > done.position()) {
      ResumePoint next = new ResumePoint(done.room(), done.id(), position, chain);
      file.write(next);
      done = next;
      answered.keySet().removeIf(line -> line <= position);
      faulty.removeIf(line -> line <= position);
    }
  }

  /** The rooms' names. */
  static List<String> names(List<BotRoom> rooms) {
    return rooms.stream().map(BotRoom::name).toList();
  }
}
