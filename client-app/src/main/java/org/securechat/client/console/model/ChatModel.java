package org.securechat.client.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.name.Names;

/** Everything that is on the screen. Confined to one thread. */
public final class ChatModel {
  private final String me;

  /** Rooms first, people behind them; each in the order in which they came. */
  private final List<OpenRoom> rooms = new ArrayList<>();

  /** What is on the screen where the user is in no room. */
  private final OpenRoom nowhere = new OpenRoom("", Optional.empty());

  private Optional<OpenRoom> here = Optional.empty();
  private Connection connection = Connection.CONNECTED;
  private Optional<String> notice = Optional.empty();
  private List<Unsent> unsent = List.of();
  private boolean busy;

  /** How it stands with the connection. */
  public enum Connection {
    CONNECTED,
    LOST,
    OVER
  }

  /**
   * A line that is not in the record yet.
   *
   * @param words its beginning, or what it does
   */
  public record Unsent(String room, String words) {}

  /** What a line that came means to the user. */
  public enum Weight {
    /** Nothing that had to be told. */
    NONE,
    /** A message in a direct room that is not on the screen. */
    DIRECT,
    /** It calls on the user. */
    CALL
  }

  /** The screen of that user. */
  public ChatModel(String me) {
    this.me = me;
  }

  /** The user. */
  public String me() {
    return me;
  }

  /** All rooms, in the order of their numbers. */
  public List<OpenRoom> rooms() {
    return List.copyOf(rooms);
  }

  /** The room of that name, which is put on the list if it is not there. */
  public OpenRoom room(String name) {
    return rooms.stream()
        .filter(room -> room.name().equals(name))
        .findFirst()
        .orElseGet(() -> add(name));
  }

  private OpenRoom add(String name) {
    boolean direct = Names.isDirectRoom(name);
    OpenRoom made =
        new OpenRoom(name, direct ? Optional.of(Names.partner(name, me)) : Optional.empty());
    int place = 0;
    while (place < rooms.size() && (direct || !rooms.get(place).isDirect())) {
      place++;
    }
    rooms.add(place, made);
    return made;
  }

  /** The room on the screen, if there is one. */
  public Optional<OpenRoom> here() {
    return here;
  }

  /** The room on the screen, or what stands for none: it has no name. */
  public OpenRoom shown() {
    return here.orElse(nowhere);
  }

  private boolean isHere(OpenRoom room) {
    return here.filter(one -> one.name().equals(room.name())).isPresent();
  }

  /** Puts a room on the screen. */
  public OpenRoom enter(String name) {
    OpenRoom room = room(name);
    if (!isHere(room)) {
      here.ifPresent(OpenRoom::leave);
      here = Optional.of(room);
      notice = Optional.empty();
    }
    room.enter();
    return room;
  }

  /** The user is not in that room any more. */
  public void left(String name) {
    rooms.removeIf(room -> room.name().equals(name));
    if (here.filter(room -> room.name().equals(name)).isPresent()) {
      here = Optional.empty();
    }
  }

  /** The room of that number, from 1. */
  public Optional<OpenRoom> numbered(int number) {
    return number >= 1 && number <= rooms.size()
        ? Optional.of(rooms.get(number - 1))
        : Optional.empty();
  }

  /** Whether the room is on the list. */
  public boolean has(String name) {
    return rooms.stream().anyMatch(room -> room.name().equals(name));
  }

  /** The room so many places further on the list, which is a ring. */
  public Optional<OpenRoom> beside(int places) {
    if (rooms.isEmpty()) {
      return Optional.empty();
    }
    int now = here.map(rooms::indexOf).orElse(places > 0 ? -1 : 0);
    return Optional.of(rooms.get(Math.floorMod(now + places, rooms.size())));
  }

  /** What is being typed. */
  public InputText input() {
    return shown().draft();
  }

  /**
   * Takes in a line that was heard.
   *
   * @param ignored whether its sender is one whom the user does not want to hear
   */
  public Weight take(RoomMessage line, boolean ignored) {
    OpenRoom room = room(line.room());
    long known = room.lines().tail();
    room.heard(line);
    if (line.verified()
        && line.body() instanceof MessageBody.Decided(ModerationPayload decision)
        && decision.event() == ModerationPayload.Event.TOPIC) {
      room.topic(decision.value());
    }
    boolean isNew = line.position() > known || !line.verified();
    if (!isNew || line.sender().equals(me) || ignored || !isWorthReading(line)) {
      if (isHere(room)) {
        room.seenTo(line.position());
      }
      return Weight.NONE;
    }
    boolean isCall = callsOn(line, me);
    // What is below the screen was not seen.
    if (!isHere(room) || room.top().isPresent()) {
      room.unseen(line.position(), isCall);
    } else {
      room.seenTo(line.position());
    }
    if (isCall) {
      return Weight.CALL;
    }
    return room.isDirect() && !isHere(room) ? Weight.DIRECT : Weight.NONE;
  }

  /** Whether somebody said something there, rather than only about it. */
  public static boolean isWorthReading(RoomMessage line) {
    return switch (line.body()) {
      case MessageBody.Said said -> MessageContent.isMessage(said.content().kind());
      case MessageBody.Classic _, MessageBody.Unknown _, MessageBody.Unreadable _ ->
          line.body().isSentByUser();
      case MessageBody.Webhook _ -> true;
      case MessageBody.Event _,
          MessageBody.Decided _,
          MessageBody.ClassicNote _,
          MessageBody.Erased _ ->
          false;
    };
  }

  /** Whether a line calls on a user. */
  public static boolean callsOn(RoomMessage line, String user) {
    return line.body() instanceof MessageBody.Said said && said.content().mentions().contains(user);
  }

  /** The end of the room on the screen is visible again. */
  public void seenAll() {
    here.ifPresent(OpenRoom::enter);
  }

  /** How it stands with the connection. */
  public Connection connection() {
    return connection;
  }

  /** Notes how it stands with the connection. */
  public void connection(Connection now) {
    connection = now;
  }

  /** Something short to be told below the conversation, if there is. */
  public Optional<String> notice() {
    return notice;
  }

  /** Tells something below the conversation, until something else happens. */
  public void notice(Optional<String> words) {
    notice = words;
  }

  /** What waits to be sent, in order. */
  public List<Unsent> unsent() {
    return unsent;
  }

  /** Notes what waits to be sent. */
  public void unsent(List<Unsent> lines) {
    unsent = List.copyOf(lines);
  }

  /** Whether a command is being done. */
  public boolean isBusy() {
    return busy;
  }

  /** Notes whether a command is being done. */
  public void busy(boolean now) {
    busy = now;
  }
}
