package org.securechat.client.session;

import java.io.IOException;
import java.util.List;
import org.securechat.client.ClientException;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessageContent.Reaction.Action;

/** Turns what a user wants to say into what is signed. Used on the session's thread. */
final class Composer {
  private final SyncedRoom room;
  private final String user;

  Composer(SyncedRoom room, String user) {
    this.room = room;
    this.user = user;
  }

  /**
   * @throws ClientException if there is no message that it can be about
   */
  MessageContent content(Draft draft) throws ClientException {
    return switch (draft.act()) {
      case SAY -> new MessageContent.Text(mentions(draft.words()), draft.words());
      case SHARE ->
          new MessageContent.SharedFile(
              draft.file().orElseThrow(), mentions(draft.words()), draft.words());
      case REPLY -> new MessageContent.Reply(about(draft), mentions(draft.words()), draft.words());
      case EDIT -> new MessageContent.Edit(editable(draft), mentions(draft.words()), draft.words());
      case RETRACT -> new MessageContent.Retraction(own(draft));
      case REMOVE -> new MessageContent.Removal(about(draft), reason(draft));
      case READ -> new MessageContent.Read();
      case REACT -> new MessageContent.Reaction(about(draft), symbol(draft), Action.GIVEN);
      case WITHDRAW -> new MessageContent.Reaction(about(draft), symbol(draft), Action.WITHDRAWN);
    };
  }

  private List<String> mentions(String text) throws ClientException {
    if (text.indexOf('@') < 0) {
      return List.of();
    }
    try {
      return Mentions.of(text, room.members());
    } catch (IOException e) {
      throw new ClientException(
          "the kept transcript of " + room.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String symbol(Draft draft) throws ClientException {
    if (!MessageContent.isSymbol(draft.words())) {
      throw new ClientException(
          "'" + draft.words() + "' cannot be a reaction",
          "A reaction is one symbol or one short word, such as +1, of at most "
              + MessageContent.MAX_SYMBOL
              + " characters.");
    }
    return draft.words();
  }

  private static String reason(Draft draft) throws ClientException {
    if (!MessageContent.isReason(draft.words())) {
      throw new ClientException(
          "this cannot be a reason",
          "A reason is one line of at most " + MessageContent.MAX_REASON + " characters.");
    }
    return draft.words();
  }

  private About editable(Draft draft) throws ClientException {
    MessageCheck.KnownLine line = message(draft.position());
    if (line.content().orElseThrow() instanceof MessageContent.SharedFile) {
      throw new ClientException(
          "line " + line.line().position() + " is a file, which cannot be edited",
          "Take it back and send another.");
    }
    return own(draft);
  }

  private About own(Draft draft) throws ClientException {
    MessageCheck.KnownLine line = message(draft.position());
    if (!line.line().sender().equals(user)) {
      throw new ClientException(
          "line " + line.line().position() + " is not yours, but of " + line.line().sender(),
          "What others have said can be answered, not changed.");
    }
    return about(line);
  }

  private About about(Draft draft) throws ClientException {
    return about(message(draft.position()));
  }

  private static About about(MessageCheck.KnownLine line) {
    return new About(line.line().position(), line.line().payloadSha256());
  }

  /** The message at a position; of an edit or a reaction the one that it is about. */
  private MessageCheck.KnownLine message(long position) throws ClientException {
    MessageCheck.KnownLine line =
        room.lineAt(position)
            .orElseThrow(() ->
                new ClientException(
                    "there is no line " + position + " in " + room.name(),
                    "Each line is shown with its number; 'history' shows earlier ones."));
    MessageContent content =
        line.content()
            .orElseThrow(() ->
                new ClientException(
                    "line " + position + " is no message",
                    "Only what a user has said, and was not erased, can be answered or changed."));
    if (MessageContent.isMessage(content.kind())) {
      return line;
    }
    return message(content.about().orElseThrow().position());
  }
}
