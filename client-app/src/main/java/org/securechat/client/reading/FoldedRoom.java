package org.securechat.client.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.reading.FoldedLine.State;
import org.securechat.client.session.KeptRoom;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.name.Names;

/**
 * A kept room as it reads now: messages with their newest words, what was taken back or erased, and
 * the symbols at each. Only lines that hold change anything; one that does not stays a line of its
 * own. Confined to one thread.
 */
public final class FoldedRoom {
  private final KeptRoom room;

  /** By message, the lines that hold and are about it, rising. */
  private final Map<Long, List<Long>> about = new HashMap<>();

  private final Set<Long> folded = new HashSet<>();
  private final Set<Long> removed = new HashSet<>();
  private final List<Positions> erased = new ArrayList<>();

  private FoldedRoom(KeptRoom room) {
    this.room = room;
  }

  /** Reads through a room once, to find what changes messages. */
  public static FoldedRoom of(KeptRoom room) throws ClientException {
    FoldedRoom read = new FoldedRoom(room);
    for (long position = 1; position <= room.last(); position++) {
      read.take(position);
    }
    return read;
  }

  private void take(long position) throws ClientException {
    if (room.line(position).isEvent()) {
      RoomMessage event = room.at(position);
      if (event.verified()) {
        takeErasure(event.body());
      }
      return;
    }
    Optional<MessageContent> content = room.said(position);
    if (content.isPresent() && !MessageContent.isMessage(content.get().kind())) {
      RoomMessage message = room.at(position);
      if (message.verified()) {
        fold(position, content.get());
      }
    }
  }

  private void fold(long position, MessageContent content) {
    folded.add(position);
    if (content.about().isPresent()) {
      long message = content.about().get().position();
      about.computeIfAbsent(message, _ -> new ArrayList<>()).add(position);
      if (content instanceof MessageContent.Removal) {
        removed.add(message);
      }
    }
  }

  private void takeErasure(MessageBody body) {
    if (body instanceof MessageBody.Event event && event.event() == EventPayload.Event.ERASED) {
      try {
        erased.add(Positions.parse(event.subject()));
      } catch (EvidenceException e) {
        throw new IllegalStateException("a subject that was read before", e);
      }
    }
  }

  /** The room itself. */
  public KeptRoom room() {
    return room;
  }

  /** Whether a line only changes a message, and is told with that. */
  public boolean isFolded(long position) {
    return folded.contains(position);
  }

  /** Whether another line is about this one. */
  public boolean isChanged(long position) {
    return about.containsKey(position);
  }

  /** Whether it is the record of a session of the classic protocol. */
  public boolean isClassic() {
    return Names.isClassicRoom(room.name());
  }

  /** Whether what was said in a line was erased, though it may be kept here. */
  public boolean isErased(long position) throws ClientException {
    return removed.contains(position)
        || erased.stream().anyMatch(one -> one.contains(position))
        || isEditOfRemoved(position);
  }

  /** Who removes a message has its edits erased, too. */
  private boolean isEditOfRemoved(long position) throws ClientException {
    return folded.contains(position)
        && !removed.isEmpty()
        && room.said(position).orElse(null) instanceof MessageContent.Edit edit
        && removed.contains(edit.of().position());
  }

  /** The line itself as everybody reads it: without what was erased. */
  public RoomMessage line(long position) throws ClientException {
    RoomMessage line = room.at(position);
    return isErased(position) && line.body().isSentByUser()
        ? with(line, new MessageBody.Erased())
        : line;
  }

  /** A message as it reads now, or another line as it is. */
  public FoldedLine at(long position) throws ClientException {
    RoomMessage line = line(position);
    List<Long> later = about.getOrDefault(position, List.of());
    Wording newest = new Wording(position, line);
    boolean takenBack = false;
    Map<String, Set<String>> symbols = new LinkedHashMap<>();
    for (long change : later) {
      if (isErased(change)) {
        continue; // What it said is nobody's to read any more.
      }
      switch (room.said(change).orElseThrow()) {
        case MessageContent.Edit edit -> newest = edited(newest.line(), edit, change);
        case MessageContent.Retraction _ -> takenBack = true;
        case MessageContent.Reaction reaction ->
            mark(symbols, reaction, room.line(change).sender());
        case MessageContent.Text _,
            MessageContent.Reply _,
            MessageContent.Removal _,
            MessageContent.SharedFile _,
            MessageContent.Read _ -> {
          // A removal was looked at when the room was read through; the others change nothing.
        }
      }
    }
    State state = State.AS_SENT;
    if (removed.contains(position)) {
      state = State.REMOVED;
    } else if (line.body() instanceof MessageBody.Erased) {
      state = State.ERASED;
    } else if (takenBack) {
      state = State.TAKEN_BACK;
    } else if (newest.position() != position) {
      state = State.EDITED;
    }
    return state.isGone()
        ? new FoldedLine(line, state, position, symbols)
        : new FoldedLine(newest.line(), state, newest.position(), symbols);
  }

  /**
   * All that was ever to be read at a message and is kept here, also what is gone, as sent first.
   */
  public List<Wording> wordings(long position) throws ClientException {
    RoomMessage line = room.at(position);
    List<Wording> all = new ArrayList<>(List.of(new Wording(position, line)));
    for (long change : about.getOrDefault(position, List.of())) {
      if (room.said(change).orElseThrow() instanceof MessageContent.Edit edit) {
        all.add(edited(line, edit, change));
      }
    }
    return all;
  }

  /**
   * What a message read.
   *
   * @param position of the line that says so
   * @param line the message with those words
   */
  public record Wording(long position, RoomMessage line) {}

  private Wording edited(RoomMessage line, MessageContent.Edit edit, long position) {
    Optional<MessageBody.Said> said =
        line.body() instanceof MessageBody.Said one ? Optional.of(one) : Optional.empty();
    if (said.isEmpty()) {
      return new Wording(line.position(), line);
    }
    MessageContent content =
        said.get().content() instanceof MessageContent.Reply reply
            ? new MessageContent.Reply(reply.to(), edit.mentions(), edit.text())
            : new MessageContent.Text(edit.mentions(), edit.text());
    MessageBody body = new MessageBody.Said(content, said.get().sentAt(), said.get().quoted());
    return new Wording(position, with(line, body));
  }

  private static RoomMessage with(RoomMessage line, MessageBody body) {
    return new RoomMessage(
        line.room(),
        line.position(),
        line.receivedAt(),
        line.sender(),
        body,
        line.findings(),
        line.live());
  }

  private static void mark(
      Map<String, Set<String>> symbols, MessageContent.Reaction reaction, String user) {
    Set<String> users = symbols.computeIfAbsent(reaction.symbol(), _ -> new LinkedHashSet<>());
    if (reaction.action() == Action.GIVEN) {
      users.add(user);
    } else {
      users.remove(user);
    }
    if (users.isEmpty()) {
      symbols.remove(reaction.symbol());
    }
  }
}
