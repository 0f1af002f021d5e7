package org.securechat.client.console;

import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.console.model.InputText;
import org.securechat.client.console.model.OpenRoom;
import org.securechat.client.console.screen.KeyAction;
import org.securechat.client.console.screen.KeyPress;
import org.securechat.client.session.Draft;

/** What the keys do, and what is typed with them. Confined to the screen's thread. */
final class ScreenKeys {
  private final ScreenLoop loop;
  private final ScreenFront front;
  private final ScreenJobs jobs;
  private final Conversation here;
  private final TypedFile history;
  private final Completion completion;
  private boolean interrupted;

  ScreenKeys(
      ScreenLoop loop,
      ScreenFront front,
      ScreenJobs jobs,
      Conversation here,
      TypedFile history,
      Completion completion) {
    this.loop = loop;
    this.front = front;
    this.jobs = jobs;
    this.here = here;
    this.history = history;
    this.completion = completion;
  }

  private ChatModel model() {
    return loop.model();
  }

  /** Does what a key asks for. */
  void pressed(KeyPress key) {
    InputText input = model().input();
    boolean again = interrupted;
    interrupted = false;
    switch (key.action()) {
      case INSERT -> insert(key.text());
      case PASTE -> insert(pasted(key.text()));
      case NEW_LINE -> insert("\n");
      case SEND -> send();
      case COMPLETE -> model().notice(completion.complete(input));
      case ROOM -> model().numbered(Integer.parseInt(key.text())).ifPresent(this::enter);
      case NEXT_ROOM -> model().beside(1).ifPresent(this::enter);
      case PREVIOUS_ROOM -> model().beside(-1).ifPresent(this::enter);
      case PAGE_UP, PAGE_DOWN, FIRST, LAST -> scroll(key.action());
      case UP -> {
        if (!input.up()) {
          history.lines().back(input.text()).ifPresent(input::set);
        }
      }
      case DOWN -> {
        if (!input.down()) {
          history.lines().forward().ifPresent(input::set);
        }
      }
      case LEFT -> input.left();
      case RIGHT -> input.right();
      case WORD_LEFT -> input.wordLeft();
      case WORD_RIGHT -> input.wordRight();
      case HOME -> input.home();
      case END -> input.end();
      case BACKSPACE -> input.backspace();
      case DELETE -> input.delete();
      case DELETE_WORD -> input.deleteWord();
      case DELETE_TO_START -> input.deleteToStart();
      case DELETE_TO_END -> input.deleteToEnd();
      case REDRAW -> loop.canvas().afresh();
      case HELP -> command("/keys");
      case SUSPEND -> loop.canvas().suspend(() -> {});
      case INTERRUPT -> interrupt(input, again);
      case LEAVE -> {
        if (input.isEmpty()) {
          quit();
        } else {
          input.delete();
        }
      }
      case GONE -> loop.gone();
      case NOTHING -> {
        // A key without a meaning.
      }
    }
  }

  private void enter(OpenRoom room) {
    loop.enter(room.name());
  }

  private void insert(String text) {
    if (!model().input().insert(text)) {
      model().notice(Optional.of("a message has at most " + InputText.MOST + " characters"));
    }
  }

  /** Line ends as they are here, and nothing that a terminal would obey. */
  static String pasted(String text) {
    return text.replace("\r\n", "\n")
        .replace('\r', '\n')
        .replace("\t", "    ")
        .codePoints()
        .filter(c -> c == '\n' || !Character.isISOControl(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void scroll(KeyAction action) {
    int columns = loop.canvas().columns();
    int rows = loop.canvas().rows();
    switch (action) {
      case PAGE_UP -> loop.layout().pageUp(model(), columns, rows);
      case PAGE_DOWN -> loop.layout().pageDown(model(), columns, rows);
      case FIRST -> loop.layout().first(model());
      default -> loop.toEnd();
    }
    if (model().shown().top().isEmpty()) {
      model().seenAll();
    }
  }

  private void interrupt(InputText input, boolean again) {
    if (!input.isEmpty()) {
      input.set("");
    } else if (again) {
      quit();
    } else {
      interrupted = true;
      model().notice(Optional.of("Ctrl-C once more, Ctrl-D or /quit leaves"));
    }
  }

  private void quit() {
    front.at(model().here().map(OpenRoom::name));
    here.quit();
    if (here.isLeaving()) {
      loop.leave();
    }
  }

  private void send() {
    InputText input = model().input();
    String typed = input.text().strip();
    input.set("");
    model().notice(Optional.empty());
    if (typed.isEmpty()) {
      return;
    }
    try {
      history.add(typed);
    } catch (ClientException e) {
      front.say(model().here().map(OpenRoom::name), e);
    }
    loop.toEnd();
    if (typed.startsWith("//")) {
      say(typed.substring(1));
    } else if (typed.startsWith("/")) {
      command(typed);
    } else {
      say(typed);
    }
  }

  private void say(String words) {
    Optional<String> room = model().here().map(OpenRoom::name);
    try {
      if (room.isEmpty()) {
        // The text stays, for the room that it is typed in next.
        model().input().set(words);
        throw new ClientException(
            "you are in no room", "Type /join ROOM, /create ROOM or /msg USER.");
      }
      here.say(room.get(), Draft.say(words));
    } catch (ClientException e) {
      front.say(room, e);
    }
  }

  private void command(String typed) {
    TypedWords words = new TypedWords(typed);
    List<Verb> verbs = Verb.of(words.command());
    Optional<String> room = model().here().map(OpenRoom::name);
    if (verbs.isEmpty() || words.command().equals("/")) {
      front.at(room);
      front.print(Verb.unknown(words.command()));
    } else if (verbs.size() > 1) {
      front.at(room);
      front.print(Verb.ambiguous(words.command(), verbs));
    } else if (verbs.getFirst() == Verb.QUIT) {
      quit();
    } else if (verbs.getFirst() == Verb.JOIN && known(words).isPresent()) {
      // Where the user is a member already, nobody has to be asked.
      enter(known(words).get());
    } else if (!jobs.command(() -> run(verbs.getFirst(), words, room))) {
      model().notice(Optional.of("too many commands wait; try again in a moment"));
    }
  }

  private Optional<OpenRoom> known(TypedWords words) {
    return model().rooms().stream()
        .filter(room -> room.name().equals(words.after(1)) || room.title().equals(words.after(1)))
        .findFirst();
  }

  /** On the commands' thread. */
  private void run(Verb verb, TypedWords words, Optional<String> room) {
    loop.busy(true);
    front.at(room);
    try {
      verb.run(here, words);
    } catch (ClientException e) {
      front.say(room, e);
    } finally {
      loop.busy(false);
    }
  }
}
