package org.securechat.client.session;

import java.util.Optional;

/** What a line says. */
public sealed interface MessageBody {
  /** Somebody's words. {@code sentAt} is the sender's clock, as signed. */
  record Text(String text, String sentAt) implements MessageBody {}

  /** Something that happened to the room, as the server signed it. */
  record Event(String event, String subject, String actor) implements MessageBody {}

  /**
   * Words of a client of the classic protocol, as the server recorded them: what was said is the
   * server's word. {@code text} is empty if it was none. {@code signatureChecked} tells whether the
   * client's own signature could be checked, for which the session's first line has to be there; a
   * bad one is a finding.
   */
  record Classic(long seqno, Optional<String> text, long ts, boolean signatureChecked)
      implements MessageBody {}

  /** The server's note on a session of the classic protocol: opened, or given a receipt. */
  record ClassicNote(String note, String detail) implements MessageBody {}

  /** It was erased; that it was said, when and by whom still stands. */
  record Erased() implements MessageBody {}

  /** It cannot be read. */
  record Unreadable() implements MessageBody {}
}
