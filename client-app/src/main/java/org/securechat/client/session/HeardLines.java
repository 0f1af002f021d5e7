package org.securechat.client.session;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.securechat.client.session.MessageCheck.KnownLine;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * The earlier lines of a room, for those that are about one: the newest from memory, others from
 * what is kept. Confined to one thread.
 */
final class HeardLines {
  /** More than a page of lines that is checked before it is kept. */
  private static final int REMEMBERED = 2_000;

  private final RoomTranscript transcript;
  private final RoomArchive archive;

  /** What users said, by position. */
  private final Map<Long, Optional<MessageContent>> contents =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Optional<MessageContent>> eldest) {
          return size() > REMEMBERED;
        }
      };

  HeardLines(RoomTranscript transcript, RoomArchive archive) {
    this.transcript = transcript;
    this.archive = archive;
  }

  /** Remembers what was said in a line that was just checked. */
  void heard(long position, MessageBody body) {
    contents.put(
        position,
        body instanceof MessageBody.Said said ? Optional.of(said.content()) : Optional.empty());
  }

  /** The line at a position, if there is one. */
  Optional<KnownLine> at(long position) {
    if (position < 1 || position > transcript.position()) {
      return Optional.empty();
    }
    try {
      TranscriptLine line = TranscriptLine.parse(transcript.lines(position, position).getFirst());
      Optional<MessageContent> content = contents.get(position);
      if (content == null) {
        content = kept(line);
        contents.put(position, content);
      }
      return Optional.of(new KnownLine(line, content));
    } catch (EvidenceException e) {
      throw new IllegalStateException("a line that was read before", e);
    }
  }

  private Optional<MessageContent> kept(TranscriptLine line) {
    try {
      byte[] payload = archive.payloads(line.position(), line.position()).get(line.position());
      return payload == null || line.isEvent()
          ? Optional.empty()
          : Optional.of(MessagePayload.parse(payload).content());
    } catch (EvidenceException | IOException e) {
      // Of a kind that this version does not know, or as good as not kept.
      return Optional.empty();
    }
  }
}
