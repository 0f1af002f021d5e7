package org.securechat.protocol.evidence.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.WebhookPayload;
import org.securechat.protocol.evidence.moderation.ModerationWords;
import org.securechat.protocol.evidence.verify.Erasure;
import org.securechat.protocol.evidence.verify.LineState;
import org.securechat.protocol.evidence.verify.RecordLine;
import org.securechat.protocol.evidence.verify.Said;

/** What a line says, as a sentence: the same on paper and in a terminal. Not escaped. */
public final class LineWords {
  private LineWords() {}

  /**
   * The words of a line that has none of a user's: of an event, of a reaction, and of one whose
   * content cannot be shown.
   *
   * @return empty if {@link RecordLine#text} has the words
   */
  public static Optional<String> of(RecordLine line) {
    if (line.text().isPresent()) {
      return Optional.empty();
    }
    if (line.content().isPresent()) {
      return Optional.of(without(line, line.content().get()));
    }
    return Optional.of(
        switch (line.said()) {
          case Said.Nothing _ -> nothing(line);
          case Said.Malformed(String fault) -> "not readable: " + fault;
          case Said.ByUser(var envelope, _, _) -> unknown(envelope.kind());
          case Said.ByServer(var envelope) -> unknown(envelope.kind());
          case Said.Happened(EventPayload event) -> event(event);
          case Said.Decided(ModerationPayload decision) -> ModerationWords.of(decision);
          case Said.Classic(ClassicPayload payload) -> classic(payload);
          case Said.Hooked(WebhookPayload payload) ->
              "webhook \u201c" + payload.name() + "\u201d: " + payload.text();
          case Said.Audited(AuditPayload payload) -> audit(payload);
        });
  }

  /** What the words of a user are, where they are more than a message. */
  public static Optional<String> before(RecordLine line) {
    return line.content()
        .flatMap(content ->
            switch (content) {
              case MessageContent.Reply(About to, _, _) ->
                  Optional.of("answers line " + to.position());
              case MessageContent.Edit(About of, _, _) ->
                  Optional.of("line " + of.position() + " now reads");
              case MessageContent.SharedFile shared when line.text().isPresent() ->
                  Optional.of(file(shared.file()));
              case MessageContent.Text _,
                  MessageContent.SharedFile _,
                  MessageContent.Retraction _,
                  MessageContent.Removal _,
                  MessageContent.Read _,
                  MessageContent.Reaction _ ->
                  Optional.empty();
            });
  }

  private static String without(RecordLine line, MessageContent content) {
    return switch (content) {
      case MessageContent.Retraction(About of) -> "took line " + of.position() + " back";
      case MessageContent.Reaction(
              About to,
              String symbol,
              MessageContent.Reaction.Action action) ->
          switch (action) {
            case GIVEN -> "gave \u201c" + symbol + "\u201d to line " + to.position();
            case WITHDRAWN -> "withdrew \u201c" + symbol + "\u201d from line " + to.position();
          };
      case MessageContent.Removal(About of, String reason) ->
          "removed line "
              + of.position()
              + (reason.isEmpty() ? "" : ": \u201c" + reason + "\u201d");
      case MessageContent.Read _ -> "has read up to line " + after(line);
      case MessageContent.SharedFile shared -> file(shared.file());
      case MessageContent.Text _, MessageContent.Reply _, MessageContent.Edit _ ->
          throw new IllegalStateException("it has words");
    };
  }

  /** The content is known by its hash, which an auditor compares. */
  private static String file(FileInfo file) {
    return "sent a file: \u201c"
        + file.name()
        + "\u201d ("
        + file.shownSize()
        + ", SHA-256 "
        + file.sha256()
        + ")";
  }

  private static long after(RecordLine line) {
    if (line.said() instanceof Said.ByUser(var envelope, _, _)) {
      return envelope.after().position();
    }
    throw new IllegalStateException("a content without an envelope");
  }

  private static String nothing(RecordLine line) {
    if (line.withheld()) {
      return "the content is not shown: who said it is not proven";
    }
    return switch (line.state()) {
      case ERASED, UNPROVEN, DOUBTED -> erased(line.erasure());
      case MISSING -> "the content is missing, and the receipt does not call it erased";
      case VERIFIED, UNKNOWN, FAILED -> "the content is not here";
    };
  }

  private static String erased(Optional<Erasure> erasure) {
    return erasure
        .map(by ->
            "erased by "
                + eraser(by.event().actor())
                + " at "
                + time(by.line().receivedAt())
                + ", says line "
                + by.line().position())
        .orElse("erased; a line after this record says by whom");
  }

  /** Who had something erased. */
  static String eraser(String actor) {
    return TranscriptLine.SERVER.equals(actor) ? "the server" : actor;
  }

  /** Why, as far as the record can tell. */
  static String reason(String actor) {
    return TranscriptLine.SERVER.equals(actor)
        ? "by its rule for old messages, or by its administrators; its audit log says which, and"
            + " why"
        : "by this user; the server's audit log has more";
  }

  static String time(String timestamp) {
    return timestamp.substring(0, 10) + " " + timestamp.substring(11, 19) + " UTC";
  }

  private static String unknown(Kind kind) {
    return "of a kind unknown to this version: " + kind;
  }

  private static String event(EventPayload event) {
    String by = event.actor().equals(event.subject()) ? "" : " (by " + by(event.actor()) + ")";
    return switch (event.event()) {
      case CREATED ->
          by.isEmpty()
              ? event.actor() + " made the room"
              : "the room was made for " + event.subject() + by;
      case JOINED -> event.subject() + " joined" + by;
      case LEFT ->
          by.isEmpty() || event.actor().equals(TranscriptLine.SERVER)
              ? event.subject() + " left" + by
              // The line before tells what was decided, and why.
              : event.subject() + " is out of the room" + by;
      case INVITED -> by(event.actor()) + " invited " + event.subject();
      case ERASED -> "the content of " + lines(event.subject()) + " was erased" + by;
      case ARCHIVED -> "the room was archived" + by + "; it takes no more messages";
      case REOPENED -> "the room was opened again" + by;
    };
  }

  /** Positions as people read them. */
  static String lines(String positions) {
    boolean one = positions.chars().allMatch(c -> c >= '0' && c <= '9');
    return (one ? "line " : "lines ") + positions.replace(",", ", ").replace("-", " to ");
  }

  private static String by(String actor) {
    return TranscriptLine.SERVER.equals(actor) ? "the server" : actor;
  }

  private static String classic(ClassicPayload payload) {
    return switch (payload) {
      case ClassicPayload.Opening opening ->
          "the session began"
              + (opening.user().isEmpty() ? "" : ", of " + opening.user())
              + ", with the certificate "
              + opening.fingerprint();
      case ClassicPayload.Message message ->
          "#" + message.seqno() + ": " + message.text().orElse("(not text)");
      case ClassicPayload.Closing closing ->
          "the session ended with a receipt over messages "
              + closing.firstSeq()
              + " to "
              + closing.lastSeq();
    };
  }

  private static String audit(AuditPayload audit) {
    StringBuilder words = new StringBuilder(audit.action());
    words.append(", ").append(audit.outcome().name().toLowerCase(Locale.ROOT));
    add(words, ": by ", by(audit.actor()));
    add(words, " as ", audit.role());
    add(words, ", authenticated by ", audit.method());
    add(words, ", on ", audit.subject());
    add(words, ", from ", audit.source());
    if (audit.count() > 1) {
      words.append(", ").append(audit.count()).append(" times");
    }
    audit.details().forEach((name, detail) -> add(words, ", " + name + " ", detail));
    return words.toString();
  }

  private static void add(StringBuilder words, String before, String part) {
    if (!part.isEmpty()) {
      words.append(before).append(part);
    }
  }

  /** What stands behind the name of a program. */
  static String mark(RecordLine line) {
    return line.isByProgram() ? " [bot]" : "";
  }

  /** Who speaks, as people read it. */
  public static String speaker(RecordLine line) {
    return line.line().isEvent() ? "the server" : line.line().sender() + mark(line);
  }

  /** What did not pass, where the words of the line do not say it already. */
  public static List<String> faults(RecordLine line) {
    return switch (line.state()) {
      case FAILED -> line.reasons();
      case DOUBTED -> List.of("the certificate was revoked when this was said");
      case VERIFIED, ERASED, MISSING, UNKNOWN, UNPROVEN -> List.of();
    };
  }

  /** Whether a person should look at this line twice. */
  public static boolean isTrouble(LineState state) {
    return switch (state) {
      case VERIFIED, ERASED -> false;
      case MISSING, UNKNOWN, UNPROVEN, DOUBTED, FAILED -> true;
    };
  }
}
