package org.securechat.client.bot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.securechat.client.ClientException;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.application.Answer;

/**
 * Gives a program the lines of its rooms and says what it writes. A program that fails is started
 * again, after a wait that grows, and goes on with the first line that it was not done with.
 */
public final class BotBridge {
  private static final int PAGE = 200;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ChatSession session;
  private final List<BotRoom> rooms;
  private final Starter starter;
  private final Allowance allowance;
  private final Consumer<String> log;

  /** Something may have changed. */
  private final Semaphore news = new Semaphore(0);

  private final AtomicReference<ClientException> over = new AtomicReference<>();
  private volatile boolean ending;
  private volatile Optional<Program> running = Optional.empty();

  /** Starts the program. */
  @FunctionalInterface
  interface Starter {
    Program start() throws ClientException;
  }

  BotBridge(
      ChatSession session,
      List<BotRoom> rooms,
      Starter starter,
      Allowance allowance,
      Consumer<String> log) {
    this.session = session;
    this.rooms = rooms;
    this.starter = starter;
    this.allowance = allowance;
    this.log = log;
  }

  /** A line has come. */
  void heard(RoomMessage line) {
    rooms.stream()
        .filter(room -> room.name().equals(line.room()))
        .forEach(room -> room.heard(line));
    news.release();
  }

  /** There will be no connection any more. */
  void fail(ClientException why) {
    over.compareAndSet(null, why);
    end();
  }

  /** Has the program end, and {@link #run} return. */
  void end() {
    ending = true;
    running.ifPresent(Program::close);
    news.release();
  }

  /**
   * Runs the program until it ends by itself, with exit code 0.
   *
   * @throws ClientException if it cannot be started, or there is no connection any more
   */
  void run() throws ClientException, InterruptedException {
    Duration wait = FIRST_WAIT;
    while (!ending) {
      long begun = System.nanoTime();
      int code = live();
      if (over.get() != null) {
        throw over.get();
      }
      if (code == 0 || ending) {
        return;
      }
      if (System.nanoTime() - begun > LONGEST_WAIT.toNanos()) {
        wait = FIRST_WAIT;
      }
      log.accept("the program has ended with code " + code + "; started again in " + wait);
      pause(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }

  private void pause(Duration wait) throws InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    while (!ending && System.nanoTime() < until) {
      var _ = news.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /** One life of the program. */
  private int live() throws ClientException, InterruptedException {
    for (BotRoom room : rooms) {
      recall(room);
    }
    try (Program program = starter.start()) {
      running = Optional.of(program);
      if (ending) {
        return 0;
      }
      Thread reader =
          Thread.ofPlatform().daemon().name("securechat-bot").start(() -> hear(program));
      give(program, reader);
      reader.join();
      return program.await();
    } finally {
      running = Optional.empty();
    }
  }

  /** What it has answered since the line that it was done with. */
  private void recall(BotRoom room) throws ClientException {
    room.beginAgain();
    long next = room.done() + 1;
    List<RoomMessage> page = session.range(room.name(), next, next + PAGE - 1);
    while (!page.isEmpty()) {
      page.forEach(room::recall);
      next += page.size();
      page = session.range(room.name(), next, next + PAGE - 1);
    }
  }

  /** Gives lines until the program says no more. */
  private void give(Program program, Thread reader) throws ClientException, InterruptedException {
    while (reader.isAlive() && !ending) {
      news.drainPermits();
      try {
        for (BotRoom room : rooms) {
          give(program, room);
        }
      } catch (IOException _) {
        // It takes no more: it has ended, or is about to.
        reader.join();
        return;
      }
      var _ = news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void give(Program program, BotRoom room) throws ClientException, IOException {
    List<RoomMessage> page;
    do {
      long next = room.given() + 1;
      page = session.range(room.name(), next, next + PAGE - 1);
      for (RoomMessage line : page) {
        // Before it is given: the answer can be quicker than what follows here.
        room.gave(line.position());
        if (room.isForProgram(line)) {
          program.write(MessageJson.line(MessageJson.message(line)));
        } else if (!line.verified()) {
          log.accept("line " + line.position() + " of " + room.name() + " does not hold");
        }
      }
    } while (!page.isEmpty() && !ending);
  }

  private void hear(Program program) {
    try {
      for (var line = program.read(); line.isPresent(); line = program.read()) {
        Optional<ObjectNode> answer = answer(line.get());
        if (answer.isPresent()) {
          program.write(MessageJson.line(answer.get()));
        }
      }
    } catch (IOException _) {
      // It has ended.
      return;
    } finally {
      news.release();
    }
  }

  private Optional<ObjectNode> answer(byte[] line) {
    Optional<String> id = Optional.empty();
    ObjectNode answer;
    try {
      BotRequest request = BotRequest.read(line);
      id = request.id();
      Optional<ObjectNode> said = done(request);
      if (said.isEmpty()) {
        return Optional.empty();
      }
      answer = said.get();
    } catch (ClientException e) {
      answer = MessageJson.error(e);
    }
    if (id.isPresent()) {
      answer.put("id", id.get());
    }
    return Optional.of(answer);
  }

  private Optional<ObjectNode> done(BotRequest request) throws ClientException {
    BotRoom room = room(request);
    if (request.draft().isEmpty()) {
      String chain =
          session
              .chainAt(room.name(), request.done())
              .orElseThrow(() -> noSuchLine(request.done()));
      room.done(request.done(), chain);
      return Optional.empty();
    }
    Optional<RoomMessage> before = request.answers().flatMap(room::takeAnswer);
    if (before.isPresent()) {
      return Optional.of(repeated(before.get()));
    }
    if (!allowance.take()) {
      throw new BotException(
          "rate_limited", "too much in a minute", "Wait, or allow more with --a-minute.");
    }
    return Optional.of(MessageJson.sent(session.send(room.name(), request.draft().get())));
  }

  private ObjectNode repeated(RoomMessage before) throws ClientException {
    return MessageJson.sent(
            new Answer.SentAnswer(
                before.room(),
                before.position(),
                session.chainAt(before.room(), before.position()).orElse(""),
                before.receivedAt()))
        .put("repeated", true);
  }

  private static BotException noSuchLine(long position) {
    return new BotException(
        "bad_request",
        "there is no line " + position,
        "Say done of the lines that you were given.");
  }

  private BotRoom room(BotRequest request) throws ClientException {
    if (request.room().isEmpty() && rooms.size() == 1) {
      return rooms.getFirst();
    }
    return rooms.stream()
        .filter(room -> Optional.of(room.name()).equals(request.room()))
        .findFirst()
        .orElseThrow(() ->
            new BotException(
                "no_such_room",
                "this bot is not in that room",
                "Name one of " + BotRoom.names(rooms) + "."));
  }
}
