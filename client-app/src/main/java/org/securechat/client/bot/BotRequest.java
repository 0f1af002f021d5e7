package org.securechat.client.bot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.securechat.client.ClientException;
import org.securechat.client.session.Draft;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/**
 * What a program has written: something to be said, or that it is done with a line.
 *
 * @param id the program's own name for it, which stands in the answer
 * @param room empty if it names none
 * @param draft what is to be said; empty for {@code done}
 * @param done up to which line the program is done; 0 if it says something
 */
record BotRequest(Optional<String> id, Optional<String> room, Optional<Draft> draft, long done) {
  private static final int LONGEST_TEXT = 32_768;
  private static final int LONGEST_ID = 64;
  private static final int LONGEST_SYMBOL = 64;
  private static final String ID = "id";
  private static final String ROOM = "room";
  private static final String TEXT = "text";
  private static final String REPLY_TO = "reply_to";
  private static final String EDIT = "edit";
  private static final String TO = "to";
  private static final List<Form> FORMS =
      List.of(
          new Form(Set.of("done"), json -> Optional.empty()),
          new Form(Set.of(TEXT), json -> Optional.of(Draft.say(text(json, TEXT)))),
          new Form(
              Set.of(TEXT, REPLY_TO),
              json -> Optional.of(Draft.reply(line(json, REPLY_TO), text(json, TEXT)))),
          new Form(
              Set.of(TEXT, EDIT),
              json -> Optional.of(Draft.edit(line(json, EDIT), text(json, TEXT)))),
          new Form(
              Set.of("react", TO),
              json -> Optional.of(Draft.react(line(json, TO), symbol(json, "react")))),
          new Form(
              Set.of("unreact", TO),
              json -> Optional.of(Draft.withdraw(line(json, TO), symbol(json, "unreact")))),
          new Form(Set.of("retract"), json -> Optional.of(Draft.retract(line(json, "retract")))));

  private interface Reading {
    Optional<Draft> draft(ObjectNode json) throws JsonException;
  }

  /** The fields of a request beside {@code id} and {@code room}, all of which have to be there. */
  private record Form(Set<String> fields, Reading reading) {}

  /**
   * Reads a line.
   *
   * @throws ClientException {@code bad_request}: what it is not, and what it could be
   */
  static BotRequest read(byte[] line) throws ClientException {
    try {
      ObjectNode json = Json.parse(line);
      Set<String> own = new TreeSet<>();
      for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
        own.add(names.next());
      }
      boolean hasId = own.remove(ID);
      boolean hasRoom = own.remove(ROOM);
      Form form =
          FORMS.stream()
              .filter(one -> one.fields().equals(own))
              .findFirst()
              .orElseThrow(() -> new JsonException("no request has just the fields " + own));
      return new BotRequest(
          hasId ? Optional.of(Json.text(json, ID, LONGEST_ID)) : Optional.empty(),
          hasRoom ? Optional.of(Json.text(json, ROOM, Names.MAX_ROOM_LENGTH)) : Optional.empty(),
          form.reading().draft(json),
          own.contains("done") ? line(json, "done") : 0);
    } catch (JsonException e) {
      throw new BotException(
          "bad_request",
          "this is no request: " + e.getMessage(),
          "Write one JSON object a line: text, with reply_to or edit if need be; react or unreact"
              + " with to; retract; or done.");
    }
  }

  private static long line(ObjectNode json, String field) throws JsonException {
    return Json.number(json, field, 1, TranscriptLine.MAX_POSITION);
  }

  private static String text(ObjectNode json, String field) throws JsonException {
    String text = Json.text(json, field, LONGEST_TEXT);
    if (text.isEmpty()) {
      throw new JsonException(field + " is empty");
    }
    return text;
  }

  private static String symbol(ObjectNode json, String field) throws JsonException {
    return Json.text(json, field, LONGEST_SYMBOL);
  }

  /** The line that it answers; empty for anything else. */
  Optional<Long> answers() {
    return draft.filter(one -> one.act() == Draft.Act.REPLY).map(Draft::position);
  }

  /** Without the words, which belong in no log. */
  @Override
  public String toString() {
    return "BotRequest[" + room + ", " + draft + ", " + done + "]";
  }
}
