package org.securechat.client.console;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.session.Contradiction;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.client.text.DeliveryText;
import org.securechat.client.text.MessageText;
import org.securechat.client.text.Waiting;

/** Prints what happens, above the line being typed. Thread-safe. */
final class ConsoleListener implements SessionListener, WaitingLines.Report, Front {
  private static final int SHOWN_ON_ENTRY = 10;

  private final Screen screen;
  private final MessageText text;
  private final NameCompleter names;
  private final Clock clock;
  private final Predicate<String> ignored;
  private volatile Optional<String> room = Optional.empty();
  private volatile boolean quiet;
  private volatile Optional<ReadPlan> reads = Optional.empty();

  /** What was said of the present outage; on the session's thread only. */
  private String told = "";

  private int attempts;

  /**
   * A listener that prints there.
   *
   * @param ignored whose lines are collapsed
   */
  ConsoleListener(
      Screen screen,
      MessageText text,
      NameCompleter names,
      Clock clock,
      Predicate<String> ignored) {
    this.screen = screen;
    this.text = text;
    this.names = names;
    this.clock = clock;
    this.ignored = ignored;
  }

  /** From now on, what is shown is noted there. */
  void noteShown(ReadPlan plan) {
    reads = Optional.of(plan);
  }

  @Override
  public void quietly(Step step) throws ClientException {
    quiet = true;
    try {
      step.run();
    } finally {
      quiet = false;
    }
  }

  @Override
  public Optional<String> room() {
    return room;
  }

  @Override
  public void enter(String name) {
    room = Optional.of(name);
  }

  @Override
  public void left(String name) {
    room = room.filter(here -> !here.equals(name));
  }

  @Override
  public int shownOnEntry() {
    return SHOWN_ON_ENTRY;
  }

  @Override
  public void print(String line) {
    screen.print(line);
  }

  @Override
  public void members(String name, List<Present> members) {
    // Whoever wants to know asks with /who.
  }

  @Override
  public void topic(String name, String topic) {
    // It is printed when the room is entered, and when it changes.
  }

  @Override
  public void send(WaitingLines lines, WaitingLines.Line line) throws ClientException {
    lines.say(line);
  }

  @Override
  public void show(RoomMessage message) {
    reads.ifPresent(plan -> plan.shown(message));
    // Never left out: what does not hold is shown whoever said it, and the rest has its number.
    if (message.verified() && ignored.test(message.sender())) {
      screen.print(text.aside(message.position() + " " + message.sender() + " (ignored)"));
      return;
    }
    boolean elsewhere = room.filter(message.room()::equals).isEmpty();
    screen.print(text.of(message, elsewhere, clock.instant()));
  }

  @Override
  public void say(ClientException problem) {
    String remedy = problem.remedy().isEmpty() ? "" : "\n  " + problem.remedy();
    screen.print(text.bad() + " " + SafeText.of(problem.getMessage()) + remedy);
  }

  @Override
  public void message(RoomMessage message) {
    names.user(message.sender());
    names.room(message.room());
    reads.ifPresent(plan -> plan.heard(message));
    // Whatever does not hold is shown, wanted or not.
    if (message.live() || !quiet || !message.verified()) {
      show(message);
    }
  }

  @Override
  public void delivery(String where, String message, Delivery state) {
    screen.print(text.aside(DeliveryText.of(message, state)));
  }

  @Override
  public void waits(WaitingLines.Line line, int position) {
    screen.print(
        text.aside(
            DeliveryText.waits(line.summary())
                + (position > 1 ? ", behind " + (position - 1) + " more" : "")));
  }

  @Override
  public void failed(WaitingLines.Line line, ClientException why) {
    screen.print(text.aside("not sent: " + SafeText.of(line.summary())));
    say(why);
  }

  @Override
  public void repaired(String where, String what) {
    screen.print(text.aside("repaired " + where + ": " + what));
  }

  @Override
  public void alarm(String where, TranscriptFinding finding) {
    screen.print(text.alarm(where, finding));
  }

  @Override
  public void contradiction(Contradiction found) {
    screen.print(text.contradiction(found));
  }

  @Override
  public void presence(String user, String where, boolean online) {
    names.user(user);
    if (room.filter(where::equals).isPresent()) {
      screen.print(text.aside(user + (online ? " is here" : " has gone")));
    }
  }

  @Override
  public void notice(String words) {
    screen.print(text.aside("server: " + SafeText.of(words)));
  }

  @Override
  public void receipt(ReceiptOutcome receipt) {
    screen.print(text.receipt(receipt));
  }

  @Override
  public void trouble(ClientException problem) {
    say(problem);
  }

  @Override
  public void retrying(ClientException why, Duration wait) {
    attempts++;
    // What is new, and otherwise only now and then: an outage can take a night.
    boolean isNew = !told.equals(why.getMessage());
    if (isNew || Integer.bitCount(attempts) == 1) {
      told = why.getMessage();
      screen.print(text.aside(Waiting.words(isNew ? Optional.of(why) : Optional.empty(), wait)));
    }
  }

  @Override
  public void connection(Link link, Optional<ClientException> why) {
    if (link == Link.CONNECTED) {
      screen.print(text.aside("connected again"));
      attempts = 0;
      told = "";
    } else if (link == Link.LOST) {
      why.ifPresent(this::say);
      told = why.map(ClientException::getMessage).orElse("");
    } else {
      why.ifPresent(this::say);
      screen.print(text.aside("giving up; /quit leaves"));
    }
  }
}
