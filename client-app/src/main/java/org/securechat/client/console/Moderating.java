package org.securechat.client.console;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.moderation.RoomDecisions;
import org.securechat.client.moderation.Spans;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.text.MessageText;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;

/** The console's commands for the owner and moderators of the room that the user is in. */
final class Moderating {
  /** By which a topic or rules are removed. */
  private static final String NONE = "-";

  private Moderating() {}

  /** Shows the topic or the rules, or sets them. */
  static void text(Conversation here, Event event, String words) throws ClientException {
    if (!words.isEmpty()) {
      decide(here, event, "", words.equals(NONE) ? "" : words, Optional.empty());
      return;
    }
    RoomTerms terms = terms(here);
    String now = event == Event.TOPIC ? terms.topic() : terms.rules();
    here.print(now.isEmpty() ? "no " + event.wireName() : SafeText.of(now).replace("\n", "\n  "));
  }

  /** Shows what is to be known of a room that is entered. */
  static void introduce(Conversation here, RoomInfo room) {
    RoomTerms terms = room.terms();
    if (!terms.topic().isEmpty()) {
      here.print(here.text().aside("topic: " + SafeText.line(terms.topic())));
    }
    if (!terms.rules().isEmpty()) {
      here.print(here.text().aside("rules: " + SafeText.of(terms.rules()).replace("\n", "\n  ")));
    }
    if (terms.moderatorsOnly()) {
      here.print(here.text().aside("read-only: the owner and moderators write"));
    }
    if (terms.slowSeconds() > 0) {
      here.print(here.text().aside("slow mode: a message each " + terms.slowSeconds() + " s"));
    }
    if (!terms.pins().isEmpty()) {
      here.print(here.text().aside("pinned messages: " + terms.pins().size() + "; see /pins"));
    }
  }

  static void pin(Conversation here, long position, boolean pinned) throws ClientException {
    new RoomDecisions(here.session(), here.here()).pin(position, pinned);
    here.session().follow(here.here());
  }

  static void pins(Conversation here) throws ClientException {
    List<Long> pins = terms(here).pins();
    for (long position : pins) {
      for (RoomMessage message : here.session().range(here.here(), position, position)) {
        String words =
            message.body().words().map(MessageText::beginning).orElse("(not there any more)");
        here.print("  " + position + " " + SafeText.line(message.sender()) + ": " + words);
      }
    }
    if (pins.isEmpty()) {
      here.print("no pinned messages");
    }
  }

  static void moderator(Conversation here, TypedWords words) throws ClientException {
    Event event = isOn(words, 2) ? Event.MODERATOR : Event.MEMBER;
    decide(here, event, words.needed(1), "", Optional.empty());
  }

  static void readOnly(Conversation here, TypedWords words) throws ClientException {
    String writers =
        isOn(words, 1) ? ModerationPayload.WRITERS_MODERATORS : ModerationPayload.WRITERS_MEMBERS;
    decide(here, Event.WRITERS, "", writers, Optional.empty());
  }

  static void slow(Conversation here, String typed) throws ClientException {
    String seconds = typed.equals("off") ? "0" : typed;
    if (!Event.SLOW.isValue(seconds)) {
      throw new ClientException("/slow needs a number of seconds, or off", "At most 86400, a day.");
    }
    decide(here, Event.SLOW, "", seconds, Optional.empty());
  }

  /** About a user, with a reason, and without an end. */
  static void user(Conversation here, Event event, TypedWords words) throws ClientException {
    decide(here, event, words.needed(1), words.after(2), Optional.empty());
  }

  /** About a user, with an end if the next word is a span, and a reason. */
  static void forATime(Conversation here, Event event, TypedWords words) throws ClientException {
    Optional<Duration> span = Spans.of(words.orElse(2, () -> ""));
    decide(here, event, words.needed(1), words.after(span.isPresent() ? 3 : 2), span);
  }

  private static void decide(
      Conversation here, Event event, String subject, String value, Optional<Duration> span)
      throws ClientException {
    String room = here.here();
    RoomInfo now = new RoomDecisions(here.session(), room).decide(event, subject, value, span);
    here.front().topic(room, now.terms().topic());
    // The answer stands for the line; it is fetched, checked and shown like any other.
    here.session().follow(room);
  }

  private static RoomTerms terms(Conversation here) throws ClientException {
    return here.session().room(here.here()).map(RoomInfo::terms).orElse(RoomTerms.NONE);
  }

  private static boolean isOn(TypedWords words, int place) throws ClientException {
    String word = words.orElse(place, () -> "");
    if (!word.equals("on") && !word.equals("off")) {
      throw new ClientException(words.command() + " needs 'on' or 'off'", "See /help.");
    }
    return word.equals("on");
  }
}
