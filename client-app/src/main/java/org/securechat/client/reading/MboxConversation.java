package org.securechat.client.reading;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.securechat.client.ClientException;
import org.securechat.client.session.MessageBody;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.Timestamps;

/** A conversation as a mail box (RFC 4155): a mail for each message. */
final class MboxConversation {
  /** No host of the world (RFC 2606). */
  private static final String DOMAIN = "securechat.invalid";

  private static final Pattern LOCAL_PART = Pattern.compile("[a-z0-9_+-]+(\\.[a-z0-9_+-]+)*");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss '+0000'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** As asctime writes it. */
  private static final DateTimeFormatter SEPARATOR_DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final FoldedRoom room;
  private final Stretch stretch;

  MboxConversation(FoldedRoom room, Stretch stretch) {
    this.room = room;
    this.stretch = stretch;
  }

  WrittenLines write(Writer out) throws IOException, ClientException {
    WrittenLines written = new WrittenLines();
    for (long position = stretch.first(); position <= stretch.last(); position++) {
      if (room.isFolded(position)) {
        continue;
      }
      FoldedLine reading = room.at(position);
      written.add(reading.line());
      // Who came and went is no mail; that a line of the server's does not hold is one.
      if (reading.line().body().isSentByUser()
          || reading.line().body() instanceof MessageBody.Webhook
          || !reading.line().verified()) {
        write(out, reading);
      }
    }
    return written;
  }

  private void write(Writer out, FoldedLine reading) throws IOException {
    String sender = reading.line().sender();
    Instant time = time(reading);
    out.write("From " + address(sender) + " " + SEPARATOR_DATE.format(time) + "\n");
    field(out, "From", "\"" + sender + "\" <" + address(sender) + ">");
    field(out, "Date", DATE.format(time));
    field(out, "Message-ID", id(reading.line().position()));
    List<String> notes = LineNotes.notes(reading);
    String subject = room.room().name();
    if (reading.line().body() instanceof MessageBody.Said said
        && said.content() instanceof MessageContent.Reply reply) {
      field(out, "In-Reply-To", id(reply.to().position()));
      field(out, "References", id(reply.to().position()));
      subject = "Re: " + subject;
    }
    // There it is seen, and no text of a body can pass for it.
    String remarks = notes.isEmpty() ? "" : " [" + String.join("; ", notes) + "]";
    field(out, "Subject", MailText.header(subject + remarks));
    for (Map.Entry<String, List<String>> symbol : reading.symbols().entrySet()) {
      String who = String.join(", ", symbol.getValue());
      field(out, "Comments", MailText.header("reaction " + symbol.getKey() + " of " + who));
    }
    field(out, "MIME-Version", "1.0");
    field(out, "Content-Type", "text/plain; charset=UTF-8");
    field(out, "Content-Transfer-Encoding", "quoted-printable");
    out.write("\n");
    String body = LineNotes.said(reading).or(() -> LineNotes.noted(reading)).orElse("");
    out.write(MailText.body(body) + "\n");
  }

  private static void field(Writer out, String name, String value) throws IOException {
    out.write(name + ": " + value + "\n");
  }

  private String id(long position) {
    return "<" + position + "." + room.room().id() + "@" + DOMAIN + ">";
  }

  /** Usernames can look like addresses, and are none all the same. */
  private static String address(String sender) {
    return (LOCAL_PART.matcher(sender).matches() ? sender : "\"" + sender + "\"") + "@" + DOMAIN;
  }

  private static Instant time(FoldedLine reading) {
    try {
      return Timestamps.parse(reading.line().receivedAt());
    } catch (EvidenceException e) {
      throw new IllegalStateException("a line without a time", e);
    }
  }
}
