package org.securechat.protocol.evidence.verify;

import java.util.List;
import java.util.Optional;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * A line of a bundle as it may be shown: nothing in it is taken from what its signer's signature
 * does not cover.
 *
 * @param said what it says; {@link Said.Nothing} if the payload is not there or its signature is
 *     not good
 * @param content what a user said; empty if the line is the server's, of an unknown kind, or may
 *     not be shown
 * @param reasons which checks of it did not pass, in the verifier's words
 * @param withheld whether there is a payload that is not shown, because it is not proven who signed
 *     it
 * @param erasure who had the content erased; empty unless this record says so
 */
public record RecordLine(
    TranscriptLine line,
    Said said,
    Optional<MessageContent> content,
    LineState state,
    List<String> reasons,
    boolean withheld,
    Optional<Erasure> erasure) {

  /** Keeps a copy of the list. */
  public RecordLine {
    reasons = List.copyOf(reasons);
  }

  public long position() {
    return line.position();
  }

  /** Whether the line says of itself that a program has signed it. */
  public boolean isByProgram() {
    return said instanceof Said.ByUser(var envelope, _, _) && envelope.kind().isOfPrograms();
  }

  /** The words of a user; empty if there are none, or they may not be shown. */
  public Optional<String> text() {
    return content.flatMap(MessageContent::words);
  }

  /** Without the text, which belongs in no log. */
  @Override
  public String toString() {
    return "RecordLine[" + position() + ", " + state + "]";
  }
}
