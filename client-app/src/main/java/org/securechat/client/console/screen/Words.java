package org.securechat.client.console.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.securechat.client.SafeText;
import org.securechat.client.console.model.Reading;
import org.securechat.client.session.Mentions;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.text.MessageText;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.MessageContent;

/** What a line says, as it reads now. Everything from the network is made harmless here. */
final class Words {
  private static final String ME = "/me ";

  private final Theme theme;
  private final String me;

  Words(Theme theme, String me) {
    this.theme = theme;
    this.me = me;
  }

  /** In place of what somebody says whom the user does not want to hear. */
  AttributedString ignored(RoomMessage line) {
    return new AttributedString(SafeText.line(line.sender()) + " (ignored)", theme.dim());
  }

  /** What the line says, with what was said about it later. */
  AttributedString of(RoomMessage line, Reading reading) {
    AttributedStringBuilder text = new AttributedStringBuilder();
    switch (line.body()) {
      case MessageBody.Said said -> said(text, line, said, reading);
      case MessageBody.Classic classic -> {
        text.styled(theme.dim(), "classic #" + classic.seqno() + ": ");
        text.append(classic.text().map(SafeText::of).orElse("(not text)"));
        if (!classic.signatureChecked()) {
          text.styled(theme.dim(), " (the server's word alone)");
        }
      }
      case MessageBody.Erased _ -> {
        name(text, line.sender());
        text.append(": ");
        text.styled(theme.dim(), reading.removed().map(this::removed).orElse("(erased)"));
      }
      case MessageBody.Unknown unknown -> {
        name(text, line.sender());
        text.styled(
            theme.dim(),
            ": (of a kind unknown to this version: " + SafeText.line(unknown.kind()) + ")");
      }
      case MessageBody.Unreadable _ -> {
        name(text, line.sender());
        text.styled(theme.dim(), ": (unreadable)");
      }
      case MessageBody.Webhook webhook -> {
        // On a row of its own: no text can pass for a name.
        text.styled(theme.dim(), "* webhook \u201c");
        text.append(SafeText.line(webhook.name()));
        text.styled(theme.dim(), "\u201d:\n");
        text.append(SafeText.of(webhook.text()));
      }
      case MessageBody.Event event -> text.styled(theme.dim(), "* " + MessageText.event(event));
      case MessageBody.Decided decided ->
          text.styled(theme.dim(), "* " + MessageText.event(decided.decision()));
      case MessageBody.ClassicNote note ->
          text.styled(theme.dim(), "* classic session " + MessageText.classicNote(note));
    }
    return text.toAttributedString();
  }

  private String removed(Reading.Removed removed) {
    return "(removed by "
        + SafeText.line(removed.by())
        + (removed.reason().isEmpty() ? "" : ": " + SafeText.line(removed.reason()))
        + ")";
  }

  private void name(AttributedStringBuilder text, String user) {
    text.styled(theme.person(user), SafeText.line(user));
  }

  private void said(
      AttributedStringBuilder text, RoomMessage line, MessageBody.Said said, Reading reading) {
    switch (said.content()) {
      case MessageContent.Text(List<String> mentions, String message) ->
          named(text, line, reading, mentions, message);
      case MessageContent.Reply(About to, List<String> mentions, String message) -> {
        // On a row of its own, so that nothing that is quoted can pass for the answer.
        name(text, line.sender());
        text.styled(theme.dim(), line.body().mark());
        text.styled(theme.dim(), " answers " + MessageText.message(to, said.quoted()) + "\n");
        reads(text, reading, mentions, message, theme.plain(), 0);
      }
      case MessageContent.Edit edit -> about(text, line, "edited", edit.of(), "");
      case MessageContent.Retraction retraction ->
          text.styled(
              theme.dim(),
              "* "
                  + SafeText.line(line.sender())
                  + line.body().mark()
                  + " took "
                  + retraction.of().position()
                  + " back");
      case MessageContent.Removal removal ->
          about(
              text,
              line,
              "removed",
              removal.of(),
              removal.reason().isEmpty() ? "" : ": " + SafeText.line(removal.reason()));
      case MessageContent.SharedFile(FileInfo file, List<String> mentions, String message) -> {
        name(text, line.sender());
        text.styled(theme.dim(), " " + MessageText.file(file) + (message.isEmpty() ? "" : "\n"));
        if (!message.isEmpty() || isGone(reading)) {
          reads(text, reading, mentions, message, theme.plain(), 0);
        }
      }
      case MessageContent.Read _ ->
          text.styled(
              theme.dim(),
              "* "
                  + SafeText.line(line.sender())
                  + line.body().mark()
                  + " has read up to line "
                  + said.after());
      case MessageContent.Reaction reaction ->
          text.styled(
              theme.dim(),
              "* "
                  + SafeText.line(line.sender())
                  + line.body().mark()
                  + " "
                  + MessageText.words(reaction.action())
                  + " "
                  + SafeText.line(reaction.symbol())
                  + " "
                  + MessageText.preposition(reaction.action())
                  + " "
                  + MessageText.message(reaction.to(), said.quoted()));
    }
  }

  private void about(
      AttributedStringBuilder text, RoomMessage line, String did, About about, String why) {
    text.styled(
        theme.dim(),
        "* "
            + SafeText.line(line.sender())
            + line.body().mark()
            + " "
            + did
            + " "
            + about.position()
            + why);
  }

  private void named(
      AttributedStringBuilder text,
      RoomMessage line,
      Reading reading,
      List<String> mentions,
      String first) {
    String words = reading.newest().map(Reading.Version::text).orElse(first);
    name(text, line.sender());
    text.styled(theme.dim(), line.body().mark());
    // An action begins like a message, with a name in its colour: a star is the server's.
    if (words.startsWith(ME) && !isGone(reading)) {
      text.append(" ");
      reads(text, reading, mentions, first, theme.person(line.sender()).boldOff(), ME.length());
    } else {
      text.append(": ");
      reads(text, reading, mentions, first, theme.plain(), 0);
    }
  }

  private static boolean isGone(Reading reading) {
    return reading.removed().isPresent() || reading.takenBack().isPresent();
  }

  private void reads(
      AttributedStringBuilder text,
      Reading reading,
      List<String> mentions,
      String first,
      AttributedStyle style,
      int from) {
    if (reading.removed().isPresent()) {
      text.styled(theme.dim(), removed(reading.removed().get()));
      return;
    }
    if (reading.takenBack().isPresent()) {
      text.styled(theme.dim(), "(taken back)");
      return;
    }
    String words = reading.newest().map(Reading.Version::text).orElse(first);
    List<String> called = reading.newest().map(Reading.Version::mentions).orElse(mentions);
    marked(text, words.substring(from), called, style);
    if (reading.newest().isPresent()) {
      text.styled(theme.dim(), " (edited)");
    }
  }

  /** The text, with the names that it calls on in their colours, and the user's own louder. */
  private void marked(
      AttributedStringBuilder text, String words, List<String> mentions, AttributedStyle style) {
    int done = 0;
    for (Mentions.Place place : Mentions.places(words, mentions)) {
      text.styled(style, SafeText.of(words.substring(done, place.start())));
      text.styled(
          place.user().equals(me) ? theme.call() : theme.person(place.user()),
          SafeText.of(words.substring(place.start(), place.end())));
      done = place.end();
    }
    text.styled(style, SafeText.of(words.substring(done)));
  }

  /** Who has given what. */
  AttributedString reactions(Map<String, List<String>> reactions) {
    List<String> all = new ArrayList<>();
    reactions.forEach((symbol, people) ->
        all.add(SafeText.line(symbol) + " " + SafeText.line(String.join(", ", people))));
    return new AttributedString(String.join("   ", all), theme.dim());
  }
}
