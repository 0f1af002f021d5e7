package org.securechat.client.reading;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.securechat.client.ClientException;
import org.securechat.client.reading.FoldedLine.State;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.MessageContent;

/**
 * Finds the messages of a kept room that have all of some words, whatever their case and their form
 * in Unicode (NFKC). A word is found within longer ones, too.
 */
public final class KeptSearch {
  private final List<String> words;
  private final Optional<String> sender;
  private final boolean all;

  /**
   * A search.
   *
   * @param sender whose messages; empty for everybody's
   * @param all also in what was taken back, erased or later changed, as far as it is kept here
   * @throws IllegalArgumentException if a word is blank, or there is neither word nor sender
   */
  public KeptSearch(List<String> words, Optional<String> sender, boolean all) {
    this.words = words.stream().map(KeptSearch::folded).toList();
    this.sender = sender;
    this.all = all;
    if ((words.isEmpty() && sender.isEmpty()) || this.words.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a word is missing");
    }
  }

  /**
   * What was found.
   *
   * @param line the message, with the words that were found
   * @param state what became of the message
   * @param wordsAt the position of the line that the words are of
   * @param current whether these are the words that everybody reads
   */
  public record Match(RoomMessage line, State state, long wordsAt, boolean current) {}

  /** Tells what is found in a room, oldest first. */
  public void in(FoldedRoom read, Consumer<Match> found) throws ClientException {
    for (long position = 1; position <= read.room().last(); position++) {
      if (!read.isFolded(position)) {
        at(read, position).ifPresent(found);
      }
    }
  }

  private Optional<Match> at(FoldedRoom read, long position) throws ClientException {
    boolean others =
        sender.filter(one -> !one.equals(read.room().line(position).sender())).isPresent();
    if (others || !isWorthALook(read, position)) {
      return Optional.empty();
    }
    FoldedLine now = read.at(position);
    if (!now.state().isGone() && isIn(now.line())) {
      return Optional.of(new Match(now.line(), now.state(), now.wordsAt(), true));
    }
    if (!all) {
      return Optional.empty();
    }
    for (FoldedRoom.Wording one : read.wordings(position).reversed()) {
      if (isIn(one.line())) {
        return Optional.of(new Match(one.line(), now.state(), one.position(), false));
      }
    }
    return Optional.empty();
  }

  /** Before its signature is checked, which costs more than to look for words. */
  private boolean isWorthALook(FoldedRoom read, long position) throws ClientException {
    if (read.isChanged(position)) {
      return true;
    }
    Optional<MessageContent> content = read.room().said(position);
    if (read.room().line(position).isEvent() && !read.isClassic()) {
      return read.room().at(position).body() instanceof MessageBody.Webhook;
    }
    return content.isPresent()
        ? content.get() instanceof MessageContent.SharedFile
            || content.get().words().filter(this::isIn).isPresent()
        : read.isClassic();
  }

  private boolean isIn(RoomMessage line) {
    return line.body().searched().filter(this::isIn).isPresent();
  }

  private boolean isIn(String text) {
    String folded = folded(text);
    return words.stream().allMatch(folded::contains);
  }

  private static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }
}
