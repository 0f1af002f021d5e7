package org.securechat.server.search;

import java.util.Optional;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.UnknownPayload;
import org.securechat.protocol.evidence.WebhookPayload;
import org.securechat.server.ledger.LedgerEntry;

/** What was said in a line. */
final class Speech {
  private Speech() {}

  /**
   * The words of a line that are still there, edits included.
   *
   * @return empty for an event of the server's, for what was erased, and for a line without words
   */
  static Optional<String> of(LedgerEntry entry) {
    return entry
        .message()
        .flatMap(message -> {
          byte[] payload = message.payload();
          try {
            if (!entry.line().isEvent()) {
              return words(MessagePayload.parse(payload).content());
            }
            // The server writes down what a client of the classic profile has said.
            if (Kind.WEBHOOK.equals(UnknownPayload.byServer(payload).kind())) {
              return Optional.of(WebhookPayload.parse(payload).text());
            }
            return ClassicPayload.isClassic(payload)
                    && ClassicPayload.parse(payload) instanceof ClassicPayload.Message said
                ? said.text()
                : Optional.empty();
          } catch (EvidenceException e) {
            // Of a kind that a newer server has written: nobody here can say what its words are.
            return Optional.empty();
          }
        });
  }

  /** A file is found by its name, too. */
  private static Optional<String> words(MessageContent content) {
    return content instanceof MessageContent.SharedFile shared
        ? Optional.of((shared.file().name() + "\n" + shared.text()).strip())
        : content.words();
  }
}
