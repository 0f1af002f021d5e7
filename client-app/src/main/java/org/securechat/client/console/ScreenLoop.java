package org.securechat.client.console;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.console.model.Aside;
import org.securechat.client.console.model.Aside.Tone;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.console.model.ChatModel.Unsent;
import org.securechat.client.console.model.ChatModel.Weight;
import org.securechat.client.console.model.OpenRoom;
import org.securechat.client.console.screen.ScreenLayout;
import org.securechat.client.console.screen.TerminalCanvas;
import org.securechat.client.console.settings.SettingsFile;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.RoomMessage;

/**
 * The screen's thread: takes in what happened, draws what that changed, and has fetched what is
 * missing. The model is its own. Confined to it, but for its making.
 */
final class ScreenLoop {
  private static final int PAGE = 200;

  /** What somebody can make ring by writing a hundred times, rings once. */
  private static final Duration BETWEEN_BELLS = Duration.ofSeconds(5);

  private final ScreenEvents events;
  private final SettingsFile settings;
  private ChatModel model;
  private ChatSession session;
  private WaitingLines lines;
  private ScreenJobs jobs;
  private ScreenFront front;
  private TerminalCanvas canvas;
  private ScreenLayout layout;
  private boolean leaving;
  private boolean gone;
  private Optional<String> call = Optional.empty();
  private long rungAt;
  private Optional<ReadPlan> reads = Optional.empty();

  ScreenLoop(ScreenEvents events, SettingsFile settings) {
    this.events = events;
    this.settings = settings;
    this.rungAt = System.nanoTime() - BETWEEN_BELLS.toNanos();
  }

  /** Where what is missing comes from. */
  void connect(
      ChatModel shown,
      ChatSession open,
      WaitingLines waiting,
      ScreenJobs work,
      ScreenFront telling) {
    model = shown;
    session = open;
    lines = waiting;
    jobs = work;
    front = telling;
  }

  /** From now on, what is shown is noted there. */
  void noteShown(ReadPlan plan) {
    reads = Optional.of(plan);
  }

  ChatModel model() {
    return model;
  }

  ScreenLayout layout() {
    return layout;
  }

  TerminalCanvas canvas() {
    return canvas;
  }

  /** The screen's picture. */
  void show(TerminalCanvas on, ScreenLayout how) {
    canvas = on;
    layout = how;
  }

  /** Takes in and draws until the user leaves. */
  void run() throws InterruptedException {
    paint();
    while (!leaving) {
      events.take();
      paint();
    }
  }

  /** The user leaves. */
  void leave() {
    leaving = true;
  }

  /** There is no terminal any more. */
  void gone() {
    gone = true;
    leaving = true;
  }

  /** Whether the user did not leave, but the terminal. */
  boolean isGone() {
    return gone;
  }

  private void paint() {
    long lost = events.takeLost();
    if (lost > 0) {
      aside(Optional.empty(), new Aside(lost + " events were too many to be shown", Tone.LOUD));
    }
    if (call.isPresent()) {
      ring(call.get());
      call = Optional.empty();
    }
    ScreenLayout.Frame frame = layout.of(model, canvas.columns(), canvas.rows());
    canvas.draw(frame);
    reads.ifPresent(plan -> model.here().ifPresent(room -> room.takeShown().forEach(plan::shown)));
    fetchWanted(frame);
  }

  private void fetchWanted(ScreenLayout.Frame frame) {
    OpenRoom room = model.shown();
    if (room.isFetching()) {
      return;
    }
    long first = room.lines().first();
    long last = room.lines().last();
    if (frame.wantsEarlier()) {
      fetch(room, first - PAGE, first - 1);
    } else if (frame.wantsLater()) {
      fetch(room, last + 1, last + PAGE);
    }
  }

  private void fetch(OpenRoom room, long first, long last) {
    room.fetching(true);
    String name = room.name();
    boolean taken =
        jobs.fetch(() -> {
          try {
            List<RoomMessage> page =
                last > 0 ? session.range(name, first, last) : session.recent(name, PAGE);
            events.post(() -> fetched(name, page));
          } catch (ClientException e) {
            // Not again until the room is entered again: it would fail as quickly.
            front.say(Optional.of(name), e);
          }
        });
    room.fetching(taken);
  }

  private void fetched(String name, List<RoomMessage> page) {
    if (model.has(name)) {
      OpenRoom room = model.room(name);
      room.fetched(page);
      // Nothing where something was to be: asked again, there would be nothing again.
      room.fetching(page.isEmpty());
    }
  }

  /** Puts a room on the list. Thread-safe. */
  void list(String name) {
    events.post(() -> {
      var _ = model.room(name);
    });
  }

  /** Puts a room on the screen, with its newest lines. */
  void enter(String name) {
    boolean known = model.has(name) && model.room(name).wasShown();
    OpenRoom room = model.enter(name);
    room.fetching(false);
    if (!known) {
      fetch(room, 0, 0);
      askMembers();
    }
  }

  /** The room on the screen is shown to its end, whatever of it is in memory. */
  void toEnd() {
    OpenRoom room = model.shown();
    room.scrollTo(Optional.empty());
    if (!room.lines().isAtEnd() && !room.isFetching()) {
      fetch(room, 0, 0);
    }
    model.seenAll();
  }

  /** Whether a command is being done. Thread-safe. */
  void busy(boolean now) {
    events.post(() -> model.busy(now));
  }

  /** Who is in the room on the screen; nobody waits for that in an outage. */
  void askMembers() {
    Optional<OpenRoom> here = model.here();
    if (here.isPresent() && session.isConnected()) {
      String name = here.get().name();
      var _ = jobs.fetch(() -> members(name));
    }
  }

  private void members(String name) {
    try {
      front.members(name, Verb.members(session, name));
    } catch (ClientException _) {
      // Then it is not shown who is here; /who says why.
    }
  }

  /** Says something in a room, or where the user is. */
  void aside(Optional<String> where, Aside words) {
    OpenRoom room = where.filter(model::has).map(model::room).orElseGet(model::shown);
    room.say(words);
    boolean hidden = !room.equals(model.shown()) || room.top().isPresent();
    if (hidden && words.tone() != Tone.QUIET) {
      model.notice(Optional.of(room.title() + ": " + words.text().lines().findFirst().orElse("")));
    }
  }

  /** What waits to be sent has changed. */
  void unsent() {
    model.unsent(
        lines.lines().stream().map(line -> new Unsent(line.room(), line.summary())).toList());
  }

  /** Somebody wants the user. */
  void call(RoomMessage message, Weight weight) {
    String where = model.room(message.room()).title();
    call =
        Optional.of(
            weight == Weight.CALL
                ? message.sender() + " calls you in " + where
                : "a message from " + message.sender());
  }

  private void ring(String words) {
    long now = System.nanoTime();
    if (now - rungAt < BETWEEN_BELLS.toNanos()) {
      return;
    }
    rungAt = now;
    if (settings.now().bell()) {
      canvas.bell();
    }
    // Without the words: a notification is shown to whoever sits there.
    canvas.notify(words, settings.now().notifications());
  }
}
