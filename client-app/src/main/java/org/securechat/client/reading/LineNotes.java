package org.securechat.client.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.client.session.MessageBody;
import org.securechat.client.text.MessageText;
import org.securechat.protocol.evidence.MessageContent;

/**
 * What an exported conversation says of a line: the author's words, and apart from them its own.
 */
final class LineNotes {
  private LineNotes() {}

  /** The author's words; empty if there are none, or they are not to be read any more. */
  static Optional<String> said(FoldedLine reading) {
    return reading.state().isGone() ? Optional.empty() : reading.line().body().words();
  }

  /** What the server notes in a line of its own; empty for a message. */
  static Optional<String> noted(FoldedLine reading) {
    return switch (reading.line().body()) {
      case MessageBody.Event event -> Optional.of(MessageText.event(event));
      case MessageBody.Webhook _ -> Optional.of("@server");
      case MessageBody.Decided decided -> Optional.of(MessageText.event(decided.decision()));
      case MessageBody.ClassicNote note ->
          Optional.of("classic session " + MessageText.classicNote(note));
      case MessageBody.Said _,
          MessageBody.Classic _,
          MessageBody.Erased _,
          MessageBody.Unknown _,
          MessageBody.Unreadable _ ->
          Optional.empty();
    };
  }

  /** What is to be known of a line beside its words, each a phrase. */
  static List<String> notes(FoldedLine reading) {
    List<String> notes = new ArrayList<>();
    switch (reading.line().body()) {
      case MessageBody.Said said -> {
        if (said.byProgram()) {
          notes.add("bot");
        }
        about(said.content()).ifPresent(notes::add);
      }
      case MessageBody.Classic classic -> {
        notes.add("classic message " + classic.seqno());
        if (!classic.signatureChecked()) {
          notes.add("the server's word alone");
        }
      }
      case MessageBody.Unknown unknown ->
          notes.add("of a kind unknown to this version: " + unknown.kind());
      case MessageBody.Unreadable _ -> notes.add("unreadable");
      case MessageBody.Event _,
          MessageBody.Decided _,
          MessageBody.ClassicNote _,
          MessageBody.Webhook _,
          MessageBody.Erased _ -> {
        // Said elsewhere.
      }
    }
    switch (reading.state()) {
      case EDITED -> notes.add("edited in line " + reading.wordsAt());
      case TAKEN_BACK, REMOVED, ERASED -> notes.add(reading.state().words());
      case AS_SENT -> {
        // Nothing to be said.
      }
    }
    if (!reading.line().verified()) {
      notes.add("DOES NOT HOLD: " + reading.line().reasons());
    }
    return notes;
  }

  private static Optional<String> about(MessageContent content) {
    return switch (content) {
      case MessageContent.Reply reply -> Optional.of("answers line " + reply.to().position());
      // These change a message, unless they do not hold.
      case MessageContent.Edit edit ->
          Optional.of("would have line " + edit.of().position() + " read");
      case MessageContent.Retraction back ->
          Optional.of("would take line " + back.of().position() + " back");
      case MessageContent.Reaction reaction ->
          Optional.of("reaction to line " + reaction.to().position());
      case MessageContent.Removal removal ->
          Optional.of("would remove line " + removal.of().position());
      case MessageContent.SharedFile shared -> Optional.of(MessageText.file(shared.file()));
      case MessageContent.Text _, MessageContent.Read _ -> Optional.empty();
    };
  }
}
