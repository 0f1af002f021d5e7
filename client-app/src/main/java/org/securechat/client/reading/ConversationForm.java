package org.securechat.client.reading;

import java.io.IOException;
import java.io.Writer;
import org.securechat.client.ClientException;
import org.securechat.client.text.MessageJson;

/** A form in which a kept conversation can be handed to other programs. */
public enum ConversationForm {
  /** For people, and for what shows Markdown (CommonMark). */
  MARKDOWN {
    @Override
    WrittenLines write(FoldedRoom room, Stretch stretch, Writer out)
        throws IOException, ClientException {
      return new MarkdownConversation(room, stretch).write(out);
    }
  },

  /** For mail programs: a mail for each message (RFC 4155). */
  MBOX {
    @Override
    WrittenLines write(FoldedRoom room, Stretch stretch, Writer out)
        throws IOException, ClientException {
      return new MboxConversation(room, stretch).write(out);
    }
  },

  /** For programs: the objects of {@code history --json}, one for each line of the record. */
  JSONL {
    @Override
    WrittenLines write(FoldedRoom room, Stretch stretch, Writer out)
        throws IOException, ClientException {
      WrittenLines written = new WrittenLines();
      for (long position = stretch.first(); position <= stretch.last(); position++) {
        var line = room.line(position);
        written.add(line);
        out.write(MessageJson.line(MessageJson.message(line)) + "\n");
      }
      return written;
    }
  };

  abstract WrittenLines write(FoldedRoom room, Stretch stretch, Writer out)
      throws IOException, ClientException;
}
