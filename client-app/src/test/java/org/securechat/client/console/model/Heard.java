package org.securechat.client.console.model;

import java.util.List;
import java.util.Optional;
import org.securechat.client.session.Fault;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;

/** Lines as a session tells them. */
public final class Heard {
  private static final String DAY = "2026-11-22";

  private Heard() {}

  public static RoomMessage says(long position, String sender, String text) {
    return line(position, sender, new MessageContent.Text(List.of(), text));
  }

  public static RoomMessage calls(long position, String sender, String user, String text) {
    return line(position, sender, new MessageContent.Text(List.of(user), text));
  }

  public static RoomMessage edits(long position, String sender, long of, String text) {
    return line(position, sender, new MessageContent.Edit(about(of), List.of(), text));
  }

  public static RoomMessage takesBack(long position, String sender, long of) {
    return line(position, sender, new MessageContent.Retraction(about(of)));
  }

  public static RoomMessage gives(long position, String sender, long to, String symbol) {
    return line(position, sender, new MessageContent.Reaction(about(to), symbol, Action.GIVEN));
  }

  public static RoomMessage withdraws(long position, String sender, long to, String symbol) {
    return line(position, sender, new MessageContent.Reaction(about(to), symbol, Action.WITHDRAWN));
  }

  public static RoomMessage answers(
      long position, String sender, long to, String other, String quoted, String text) {
    return new RoomMessage(
        "lobby",
        position,
        at(position),
        sender,
        new MessageBody.Said(
            new MessageContent.Reply(about(to), List.of(), text),
            at(position),
            to,
            false,
            Optional.of(new MessageBody.Quoted(to, other, Optional.of(quoted)))),
        List.of(),
        true);
  }

  public static RoomMessage joins(long position, String user) {
    return new RoomMessage(
        "lobby",
        position,
        at(position),
        "@server",
        new MessageBody.Event(EventPayload.Event.JOINED, user, user),
        List.of(),
        true);
  }

  public static RoomMessage line(long position, String sender, MessageContent content) {
    return new RoomMessage(
        "lobby",
        position,
        at(position),
        sender,
        new MessageBody.Said(content, at(position), position - 1, false, Optional.empty()),
        List.of(),
        true);
  }

  /** The same, and its signature is wrong. */
  public static RoomMessage broken(RoomMessage line) {
    return new RoomMessage(
        line.room(),
        line.position(),
        line.receivedAt(),
        line.sender(),
        line.body(),
        List.of(new TranscriptFinding(Fault.BAD_SIGNATURE, "")),
        line.live());
  }

  /** The same in another room. */
  public static RoomMessage in(String room, RoomMessage line) {
    return new RoomMessage(
        room,
        line.position(),
        line.receivedAt(),
        line.sender(),
        line.body(),
        line.findings(),
        line.live());
  }

  /** The same on another day. */
  public static RoomMessage on(String day, RoomMessage line) {
    return new RoomMessage(
        line.room(),
        line.position(),
        line.receivedAt().replace(DAY, day),
        line.sender(),
        line.body(),
        line.findings(),
        line.live());
  }

  private static String at(long position) {
    return DAY + String.format("T19:%02d:00.000Z", position % 60);
  }

  private static About about(long position) {
    return new About(position, "0".repeat(64));
  }
}
