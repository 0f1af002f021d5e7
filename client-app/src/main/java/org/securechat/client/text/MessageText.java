package org.securechat.client.text;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.securechat.client.SafeText;
import org.securechat.client.session.Contradiction;
import org.securechat.client.session.Mentions;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.moderation.ModerationWords;

/** Messages for a person: one line, the verdict first. Immutable. */
public final class MessageText {
  private static final String UNCHECKED =
      "the server's word alone: line 1, with the client's certificate, is gone";
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter BEFORE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private static final String INDENT = "\n    ";

  /** Characters of a message that are shown where another is about it. */
  private static final int QUOTED = 40;

  private final Palette palette;
  private final ZoneId zone;
  private final String good;
  private final String bad;

  /**
   * A form for messages.
   *
   * @param charset of the terminal; one without check marks gets words
   */
  public MessageText(Palette palette, Charset charset, ZoneId zone) {
    boolean marks = charset.newEncoder().canEncode("✓✗");
    this.palette = palette;
    this.zone = zone;
    this.good = marks ? "✓" : "ok";
    this.bad = marks ? "✗" : "BROKEN";
  }

  /** The mark for what holds. */
  public String good() {
    return palette.good(good);
  }

  /** The mark for what does not. */
  public String bad() {
    return palette.bad(bad);
  }

  /** The message, with its room if that is wanted. */
  public String of(RoomMessage message, boolean withRoom, Instant now) {
    StringBuilder line = new StringBuilder();
    line.append(palette.dim(time(message.receivedAt(), now))).append(' ');
    line.append(message.verified() ? good() : bad()).append(' ');
    if (withRoom) {
      line.append(palette.dim(message.room())).append(' ');
    }
    // By it, people answer a line, and ask for it later.
    line.append(palette.dim(Long.toString(message.position()))).append(' ');
    line.append(body(message));
    if (!message.verified()) {
      line.append("  ").append(palette.bad("[" + SafeText.line(message.reasons()) + "]"));
    }
    return line.toString();
  }

  /** Something by the way. */
  public String aside(String words) {
    return palette.dim("* " + words);
  }

  /** Something wrong with a room. */
  public String alarm(String room, TranscriptFinding finding) {
    return bad() + " " + room + ": " + palette.bad(SafeText.line(finding.toString()));
  }

  /** That the server contradicts itself, and where what shows it is. */
  public String contradiction(Contradiction found) {
    return bad()
        + " "
        + found.room()
        + ": "
        + palette.bad(found.meaning())
        + found.folder().map(folder -> "\n  saved in " + folder).orElse("")
        + "\n  "
        + found.advice();
  }

  /** A receipt that was kept. */
  public String receipt(ReceiptOutcome receipt) {
    String extent =
        receipt.last() < receipt.first()
            ? "nothing said"
            : "lines " + receipt.first() + " to " + receipt.last() + compared(receipt);
    String head = "receipt for " + receipt.room() + ", " + extent + ": " + receipt.folder();
    if (receipt.verified()) {
      return good() + " " + head;
    }
    return receipt.faults().isEmpty()
        ? "? " + head
        : bad()
            + " "
            + head
            + "  "
            + palette.bad("[" + SafeText.line(String.join("; ", receipt.faults())) + "]");
  }

  private static String compared(ReceiptOutcome receipt) {
    return receipt.compared() >= receipt.last()
        ? ""
        : " (compared up to line " + Math.max(receipt.compared(), 0) + ")";
  }

  private String body(RoomMessage message) {
    return switch (message.body()) {
      case MessageBody.Event event -> palette.dim("* " + event(event));
      case MessageBody.Decided(ModerationPayload decision) -> palette.dim("* " + event(decision));
      case MessageBody.Classic classic -> classic(classic);
      case MessageBody.ClassicNote note -> palette.dim("* classic session " + classicNote(note));
      case MessageBody.Said said -> said(message, said);
      case MessageBody.Webhook webhook ->
          palette.dim("* webhook \u201c")
              + SafeText.line(webhook.name())
              + palette.dim("\u201d:")
              + INDENT
              + indented(webhook.text());
      case MessageBody.Erased _ -> sender(message) + palette.dim("(erased)");
      case MessageBody.Unknown unknown ->
          sender(message)
              + palette.dim("(of a kind unknown to this version: " + unknown.kind() + ")");
      case MessageBody.Unreadable _ -> sender(message) + palette.dim("(unreadable)");
    };
  }

  private String said(RoomMessage message, MessageBody.Said said) {
    String name = palette.name(message.sender()) + palette.dim(message.body().mark());
    return switch (said.content()) {
      case MessageContent.Text(List<String> mentions, String text) ->
          name + ": " + marked(text, mentions);
      case MessageContent.Reply(About to, List<String> mentions, String text) ->
          // On a line of its own, so that nothing that is quoted can pass for the answer.
          name
              + palette.dim(" answers " + message(to, said.quoted()) + ":")
              + INDENT
              + marked(text, mentions);
      case MessageContent.Edit(About of, List<String> mentions, String text) ->
          name + palette.dim(" (" + of.position() + " now reads)") + ": " + marked(text, mentions);
      case MessageContent.Retraction(About of) ->
          palette.dim("* " + who(message) + " took " + of.position() + " back");
      case MessageContent.Removal(About of, String reason) ->
          palette.dim("* " + who(message) + " removed " + of.position())
              + (reason.isEmpty() ? "" : palette.dim(": ") + SafeText.line(reason));
      case MessageContent.SharedFile(FileInfo file, List<String> mentions, String text) ->
          name
              + palette.dim(" " + file(file))
              + (text.isEmpty() ? "" : INDENT + marked(text, mentions));
      case MessageContent.Read _ ->
          palette.dim("* " + who(message) + " has read up to line " + said.after());
      case MessageContent.Reaction(
              About to,
              String symbol,
              MessageContent.Reaction.Action action) ->
          palette.dim("* " + who(message) + " " + words(action) + " ")
              + SafeText.line(symbol)
              + palette.dim(" " + preposition(action) + " " + message(to, said.quoted()));
    };
  }

  /** What its author says of a file, behind the author's name. */
  public static String file(FileInfo file) {
    return "sent a file: " + SafeText.line(file.name()) + " (" + file.shownSize() + ")";
  }

  /** What is done with a symbol, before it. */
  public static String words(MessageContent.Reaction.Action action) {
    return switch (action) {
      case GIVEN -> "gave";
      case WITHDRAWN -> "withdrew";
    };
  }

  /** What stands between a symbol and its message. */
  public static String preposition(MessageContent.Reaction.Action action) {
    return switch (action) {
      case GIVEN -> "to";
      case WITHDRAWN -> "from";
    };
  }

  /** A message by its number, its author and its first words, as far as they are known. */
  public static String message(About about, Optional<MessageBody.Quoted> quoted) {
    String position = Long.toString(about.position());
    return quoted
        .map(other ->
            position
                + " of "
                + SafeText.line(other.sender())
                + other.words().map(words -> " “" + beginning(words) + "”").orElse(""))
        .orElse(position);
  }

  /** The first characters of some words, in one line. */
  public static String beginning(String words) {
    // Its own marks must not end the quotation.
    String line = SafeText.line(words).replaceAll("[“”]", "\"");
    return line.codePointCount(0, line.length()) <= QUOTED
        ? line
        : line.substring(0, line.offsetByCodePoints(0, QUOTED)) + "…";
  }

  /** The text, with the names that it calls on in their colours. */
  private String marked(String text, List<String> mentions) {
    StringBuilder marked = new StringBuilder();
    int done = 0;
    for (Mentions.Place place : Mentions.places(text, mentions)) {
      marked.append(indented(text.substring(done, place.start())));
      marked.append('@').append(palette.name(text.substring(place.start() + 1, place.end())));
      done = place.end();
    }
    return marked.append(indented(text.substring(done))).toString();
  }

  private String classic(MessageBody.Classic classic) {
    return palette.dim("classic #" + classic.seqno() + ": ")
        + classic.text().map(MessageText::indented).orElse(palette.dim("(not text)"))
        + (classic.signatureChecked() ? "" : palette.dim(" (" + UNCHECKED + ")"));
  }

  private static String who(RoomMessage message) {
    return message.sender() + message.body().mark();
  }

  private String sender(RoomMessage message) {
    return palette.name(message.sender()) + ": ";
  }

  private static String indented(String text) {
    return SafeText.of(text).replace("\n", INDENT);
  }

  /** What the server notes on a session of the classic protocol, in words. */
  public static String classicNote(MessageBody.ClassicNote note) {
    return switch (note.note()) {
      case OPENED -> "of " + note.detail();
      case RECEIPT -> "ended with a receipt over " + note.detail();
    };
  }

  /** What was decided about a room, in one line of words. */
  public static String event(ModerationPayload decision) {
    return SafeText.line(ModerationWords.of(decision));
  }

  /** What happened to a room, in words. */
  public static String event(MessageBody.Event event) {
    String by = event.actor().equals(event.subject()) ? "" : " (by " + event.actor() + ")";
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
      case INVITED -> event.actor() + " invited " + event.subject();
      case ERASED -> erased(event.subject()) + by;
      case ARCHIVED -> "the room was archived" + by + "; it takes no more messages";
      case REOPENED -> "the room was opened again" + by;
    };
  }

  /** The subject of such an event is a line's number, or several. */
  private static String erased(String lines) {
    boolean one = lines.matches("[0-9]+");
    return (one ? "the text of line " : "the texts of lines ")
        + lines
        + (one ? " was" : " were")
        + " erased";
  }

  private String time(String receivedAt, Instant now) {
    try {
      var then = Timestamps.parse(receivedAt).atZone(zone);
      boolean today = then.toLocalDate().equals(LocalDate.ofInstant(now, zone));
      return then.format(today ? TODAY : BEFORE);
    } catch (EvidenceException _) {
      return "??:??:??";
    }
  }
}
