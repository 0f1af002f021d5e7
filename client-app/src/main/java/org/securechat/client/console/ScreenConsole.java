package org.securechat.client.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jline.terminal.Terminal;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.console.model.Aside.Tone;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.console.screen.Look;
import org.securechat.client.console.screen.ScreenLayout;
import org.securechat.client.console.screen.TerminalCanvas;
import org.securechat.client.console.screen.Theme;
import org.securechat.client.console.screen.Widths;
import org.securechat.client.console.settings.SettingsFile;
import org.securechat.client.console.settings.TerminalSettings.ThemeName;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.InvitationList;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.text.MessageText;
import org.securechat.client.text.Palette;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.name.Names;

/**
 * The console on a full screen. The thread that runs it draws; others read keys, do commands and
 * fetch lines, and tell it.
 */
public final class ScreenConsole {
  /** How often a beginning that is cut short is made again. */
  private static final int BEGINNINGS = 10;

  private static final Duration OUTAGE = Duration.ofHours(12);

  /** A signal that ends the process comes as soon as its terminal is gone, if it comes. */
  private static final int LOOKS = 30;

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration LONGEST_END = Duration.ofMinutes(1);

  private final Terminal terminal;
  private final SettingsFile preferences;
  private final Path history;
  private final Charset charset;
  private final boolean colours;
  private final NameCompleter names = new NameCompleter();
  private final Clock clock;
  private final ZoneId zone;

  /**
   * A console on that terminal.
   *
   * @param history where what was typed is remembered
   * @param charset what the terminal can show
   * @param colours whether it may have colours
   */
  public ScreenConsole(
      Terminal terminal,
      SettingsFile preferences,
      Path history,
      Charset charset,
      boolean colours,
      Clock clock,
      ZoneId zone) {
    this.terminal = terminal;
    this.preferences = preferences;
    this.history = history;
    this.charset = charset;
    this.colours = colours;
    this.clock = clock;
    this.zone = zone;
  }

  /**
   * Logs in, shows the screen until the user leaves, gives the terminal back and ends the session.
   *
   * @param room where to begin, if that is known
   * @param shutdown installs what happens if the process is told to end meanwhile
   * @return whether every receipt at the end was right
   */
  public boolean run(
      SessionSettings settings, Optional<String> room, ChatConsole.ShutdownHookInstaller shutdown)
      throws ClientException, IOException {
    Path account = ChatConsole.account(settings);
    PrintWriter out = terminal.writer();
    TypedFile typed = TypedFile.open(history, clock);
    MessageText words = new MessageText(Palette.NONE, charset, zone);
    Predicate<String> ignored = user -> preferences.now().ignored().contains(user);
    ScreenEvents events = new ScreenEvents();
    ScreenLoop loop = new ScreenLoop(events, preferences);
    ScreenFront front =
        new ScreenFront(events, loop, words, names, settings.connection().server(), ignored);
    try (ChatSession open = ChatSession.open(settings, front, true);
        WaitingLines lines = new WaitingLines(ChatConsole.sender(open), front);
        ReadStatements _ = ReadStatements.in(open, noted(open, front, loop), clock);
        ScreenJobs jobs =
            new ScreenJobs(
                mistake -> front.aside(Optional.empty(), "unexpected " + mistake, Tone.LOUD))) {
      Conversation here = new Conversation(front, words, names, preferences, account, open, lines);
      loop.connect(new ChatModel(open.user()), open, lines, jobs, front);
      ScreenKeys keys = new ScreenKeys(loop, front, jobs, here, typed, new Completion(names));
      try (ChatConsole.ShutdownHook _ = shutdown.install(open);
          TerminalCanvas canvas = new TerminalCanvas(terminal, () -> events.post(() -> {}))) {
        events.own();
        loop.show(canvas, new ScreenLayout(look(), open.user(), ignored));
        var _ = canvas.keys(key -> events.post(() -> keys.pressed(key)));
        var _ = jobs.command(() -> begin(open, here, front, loop, room));
        loop.run();
        if (loop.isGone()) {
          awaitEnd();
        }
      } catch (InterruptedException _) {
        // Leaving is what is left to do.
        Thread.currentThread().interrupt();
      } finally {
        events.close();
      }
      return leave(open, lines, out);
    }
  }

  private ReadPlan noted(ChatSession open, ScreenFront front, ScreenLoop loop) {
    ReadPlan plan = new ReadPlan(open.user(), room -> preferences.now().reads().contains(room));
    front.noteHeard(plan);
    loop.noteShown(plan);
    return plan;
  }

  /** The end of the process says goodbye by itself: two goodbyes at once would lose receipts. */
  private static void awaitEnd() throws InterruptedException {
    for (int i = 0; i < LOOKS && !isEnding(); i++) {
      Thread.sleep(LOOK);
    }
    if (isEnding()) {
      Thread.sleep(LONGEST_END);
    }
  }

  private static boolean isEnding() {
    Thread probe = new Thread(() -> {}, "securechat-probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      return !Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException _) {
      return true;
    }
  }

  private Look look() {
    ThemeName theme = colours ? preferences.now().theme() : ThemeName.NONE;
    return new Look(
        new Theme(theme), charset, new Widths(terminal.getGraphemeClusterMode()), zone, clock);
  }

  /** On the commands' thread: once more, if the connection is lost meanwhile. */
  private void begin(
      ChatSession session,
      Conversation here,
      ScreenFront front,
      ScreenLoop loop,
      Optional<String> wanted) {
    loop.busy(true);
    int attempt = 1;
    while (!begun(session, here, front, loop, wanted)
        && attempt < BEGINNINGS
        && session.awaitConnection(OUTAGE)) {
      attempt++;
    }
    preferences.faults().forEach(fault -> front.aside(Optional.empty(), fault, Tone.LOUD));
    loop.busy(false);
  }

  /**
   * Follows the rooms, so that what was missed shows, and enters one.
   *
   * @return false if there was no connection
   */
  private boolean begun(
      ChatSession session,
      Conversation here,
      ScreenFront front,
      ScreenLoop loop,
      Optional<String> wanted) {
    try {
      List<RoomInfo> rooms = session.rooms();
      Optional<String> first =
          wanted.or(() ->
              rooms.stream()
                  .filter(room -> room.member() && !Names.isDirectRoom(room.name()))
                  .findFirst()
                  .map(RoomInfo::name));
      for (RoomInfo room : rooms) {
        names.room(room.name());
        if (room.member()) {
          loop.list(room.name());
          session.follow(room.name());
        }
      }
      if (first.isPresent()) {
        here.join(first.get());
      }
      front.print("you are " + session.user() + "; /help lists the commands, F1 the keys");
      int invitations = InvitationList.open(session).size();
      if (invitations > 0) {
        front.print(
            "you are invited to "
                + invitations
                + (invitations == 1 ? " room" : " rooms")
                + "; /invitations lists them");
      }
    } catch (ConnectionException e) {
      front.say(e);
      return false;
    } catch (ClientException e) {
      front.say(e);
    }
    return true;
  }

  /** In the terminal as it was before: what is to be known of the end. */
  private boolean leave(ChatSession open, WaitingLines lines, PrintWriter out) {
    MessageText text = new MessageText(colours ? Palette.ANSI : Palette.NONE, charset, zone);
    lines.stop();
    List<WaitingLines.Line> unsent = lines.lines();
    unsent.forEach(line ->
        out.println(text.aside("not sent, as far as is known: " + SafeText.of(line.summary()))));
    out.println("leaving …");
    out.flush();
    List<ReceiptOutcome> receipts = open.bye();
    receipts.forEach(receipt -> out.println(text.receipt(receipt)));
    out.flush();
    return unsent.isEmpty() && receipts.stream().allMatch(ReceiptOutcome::verified);
  }
}
