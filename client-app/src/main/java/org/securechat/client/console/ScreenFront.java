package org.securechat.client.console;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.console.model.Aside;
import org.securechat.client.console.model.Aside.Tone;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.console.model.ChatModel.Connection;
import org.securechat.client.console.model.ChatModel.Weight;
import org.securechat.client.session.Contradiction;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.client.text.DeliveryText;
import org.securechat.client.text.MessageText;
import org.securechat.client.text.Waiting;

/**
 * Tells the screen's thread what happens; touches nothing itself. Thread-safe, except that commands
 * are done one after the other.
 */
final class ScreenFront implements SessionListener, WaitingLines.Report, Front {
  private final ScreenEvents events;
  private final ScreenLoop loop;
  private final MessageText text;
  private final NameCompleter names;
  private final ServerAddress server;
  private final Predicate<String> ignored;
  private volatile Optional<ReadPlan> reads = Optional.empty();

  /** Where the command that a thread is doing was typed. */
  private final ThreadLocal<Optional<String>> room = ThreadLocal.withInitial(Optional::empty);

  ScreenFront(
      ScreenEvents events,
      ScreenLoop loop,
      MessageText text,
      NameCompleter names,
      ServerAddress server,
      Predicate<String> ignored) {
    this.events = events;
    this.loop = loop;
    this.text = text;
    this.names = names;
    this.server = server;
    this.ignored = ignored;
  }

  /** From now on, what is heard is noted there. */
  void noteHeard(ReadPlan plan) {
    reads = Optional.of(plan);
  }

  private ChatModel model() {
    return loop.model();
  }

  /** What this thread does next was typed there. */
  void at(Optional<String> where) {
    room.set(where);
  }

  /** Says something in a room, or where the user is if that is none. */
  void aside(Optional<String> where, String words, Tone tone) {
    events.post(() -> loop.aside(where, new Aside(words, tone)));
  }

  private void brief(String words) {
    events.post(() -> model().notice(Optional.of(words)));
  }

  @Override
  public void quietly(Step step) throws ClientException {
    // Lines that were missed are unread lines here, and print nothing.
    step.run();
  }

  @Override
  public Optional<String> room() {
    return room.get();
  }

  @Override
  public void enter(String name) {
    at(Optional.of(name));
    events.post(() -> loop.enter(name));
  }

  @Override
  public void left(String name) {
    events.post(() -> {
      model().left(name);
      model().beside(0).ifPresent(other -> loop.enter(other.name()));
    });
  }

  @Override
  public int shownOnEntry() {
    return 0;
  }

  @Override
  public void print(String words) {
    aside(room.get(), words, Tone.ANSWER);
  }

  @Override
  public void show(RoomMessage message) {
    events.post(() -> model().room(message.room()).fetched(List.of(message)));
  }

  @Override
  public void say(ClientException problem) {
    say(room.get(), problem);
  }

  /** Says what went wrong in a room. */
  void say(Optional<String> where, ClientException problem) {
    String remedy = problem.remedy().isEmpty() ? "" : "\n" + problem.remedy();
    aside(where, problem.getMessage() + remedy, Tone.LOUD);
  }

  @Override
  public void members(String name, List<Present> members) {
    events.post(() ->
        members.forEach(member ->
            model().room(name).present(member.name(), isOther(member.name()) && member.online())));
  }

  @Override
  public void topic(String name, String topic) {
    events.post(() -> model().room(name).topic(topic));
  }

  private boolean isOther(String user) {
    return !user.equals(model().me());
  }

  @Override
  public void send(WaitingLines lines, WaitingLines.Line line) throws ClientException {
    lines.add(line);
    events.post(loop::unsent);
  }

  @Override
  public void message(RoomMessage message) {
    names.user(message.sender());
    names.room(message.room());
    reads.ifPresent(plan -> plan.heard(message));
    events.post(() -> {
      Weight weight = model().take(message, ignored.test(message.sender()));
      if (message.live() && weight != Weight.NONE) {
        loop.call(message, weight);
      }
    });
  }

  @Override
  public void delivery(String where, String message, Delivery state) {
    aside(Optional.of(where), DeliveryText.of(message, state), Tone.QUIET);
  }

  @Override
  public void waits(WaitingLines.Line line, int position) {
    events.post(loop::unsent);
  }

  @Override
  public void settled(WaitingLines.Line line) {
    events.post(loop::unsent);
  }

  @Override
  public void failed(WaitingLines.Line line, ClientException why) {
    Optional<String> where = Optional.of(line.room());
    aside(where, "not sent: " + line.summary(), Tone.LOUD);
    say(where, why);
  }

  @Override
  public void repaired(String where, String what) {
    aside(Optional.of(where), "repaired: " + what, Tone.QUIET);
  }

  @Override
  public void alarm(String where, TranscriptFinding finding) {
    aside(Optional.of(where), where + ": " + finding, Tone.LOUD);
    brief(where + ": " + finding);
  }

  @Override
  public void contradiction(Contradiction found) {
    aside(Optional.of(found.room()), text.contradiction(found), Tone.LOUD);
    brief(found.room() + ": " + found.meaning());
  }

  @Override
  public void presence(String user, String where, boolean online) {
    names.user(user);
    events.post(() -> {
      if (model().has(where) && isOther(user)) {
        model().room(where).present(user, online);
      }
    });
  }

  @Override
  public void notice(String words) {
    aside(Optional.empty(), "server: " + words, Tone.QUIET);
    brief("server: " + words);
  }

  @Override
  public void receipt(ReceiptOutcome receipt) {
    aside(
        Optional.of(receipt.room()),
        text.receipt(receipt),
        receipt.faults().isEmpty() ? Tone.ANSWER : Tone.LOUD);
  }

  @Override
  public void trouble(ClientException problem) {
    say(Optional.empty(), problem);
  }

  @Override
  public void retrying(ClientException why, Duration wait) {
    // That there is no connection stands in front of it.
    brief(Waiting.words(Optional.empty(), wait).replaceFirst("^no connection; ", ""));
  }

  @Override
  public void connection(Link link, Optional<ClientException> why) {
    switch (link) {
      case CONNECTED -> {
        events.post(() -> {
          model().connection(Connection.CONNECTED);
          model().notice(Optional.of("connected again"));
          loop.unsent();
          loop.askMembers();
        });
      }
      case LOST -> {
        events.post(() -> model().connection(Connection.LOST));
        lost(why);
      }
      case GIVEN_UP -> {
        events.post(() -> model().connection(Connection.OVER));
        why.ifPresent(this::trouble);
        aside(Optional.empty(), "giving up; /quit leaves", Tone.LOUD);
      }
    }
  }

  /** A server that closes in good order has said why, and that is no fault. */
  private void lost(Optional<ClientException> why) {
    if (why.isEmpty()
        || ConnectionException.closed(server).getMessage().equals(why.get().getMessage())) {
      aside(Optional.empty(), "the server has closed the connection", Tone.QUIET);
    } else {
      trouble(why.get());
    }
  }
}
