package org.securechat.client.text;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.securechat.client.SafeText;
import org.securechat.client.session.Contradiction;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.TranscriptFinding;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Timestamps;

/** Messages for a person: one line, the verdict first. Immutable. */
public final class MessageText {
  private static final String UNCHECKED =
      "the server's word alone: line 1, with the client's certificate, is gone";
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter BEFORE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

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
      case MessageBody.Classic classic -> classic(classic);
      case MessageBody.ClassicNote note -> palette.dim("* classic session " + classicNote(note));
      case MessageBody.Text text -> sender(message) + indented(text.text());
      case MessageBody.Erased _ -> sender(message) + palette.dim("(erased)");
      case MessageBody.Unknown unknown ->
          sender(message)
              + palette.dim("(of a kind unknown to this version: " + unknown.kind() + ")");
      case MessageBody.Unreadable _ -> sender(message) + palette.dim("(unreadable)");
    };
  }

  private String classic(MessageBody.Classic classic) {
    return palette.dim("classic #" + classic.seqno() + ": ")
        + classic.text().map(MessageText::indented).orElse(palette.dim("(not text)"))
        + (classic.signatureChecked() ? "" : palette.dim(" (" + UNCHECKED + ")"));
  }

  private String sender(RoomMessage message) {
    return palette.name(message.sender()) + ": ";
  }

  private static String indented(String text) {
    return SafeText.of(text).replace("\n", "\n    ");
  }

  private static String classicNote(MessageBody.ClassicNote note) {
    return switch (note.note()) {
      case OPENED -> "of " + note.detail();
      case RECEIPT -> "ended with a receipt over " + note.detail();
    };
  }

  private static String event(MessageBody.Event event) {
    String by = event.actor().equals(event.subject()) ? "" : " (by " + event.actor() + ")";
    return switch (event.event()) {
      case CREATED ->
          by.isEmpty()
              ? event.actor() + " made the room"
              : "the room was made for " + event.subject() + by;
      case JOINED -> event.subject() + " joined" + by;
      case LEFT -> event.subject() + " left" + by;
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
