package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/**
 * What a user says in a line: the fields of its kind, after the {@link UserEnvelope} (PROTOCOL.md
 * §8.2). Immutable.
 */
public sealed interface MessageContent {
  /** People that one line can call on. */
  int MAX_MENTIONS = 50;

  /** UTF-16 code units of the longest symbol of a reaction. */
  int MAX_SYMBOL = 32;

  /** UTF-16 code units of the longest reason of a removal. */
  int MAX_REASON = 512;

  /** The kinds of people that this version knows; each has its like of programs. */
  List<Kind> KINDS =
      List.of(
          Kind.MESSAGE,
          Kind.MESSAGE_WITH_MENTIONS,
          Kind.REPLY,
          Kind.EDIT,
          Kind.RETRACTION,
          Kind.REACTION,
          Kind.REMOVAL,
          Kind.READ,
          Kind.FILE);

  /** The kind of a line that says it, if a person does. */
  Kind kind();

  /** The message that it is about. */
  default Optional<About> about() {
    return Optional.empty();
  }

  /** The words, of a kind that has any. */
  default Optional<String> words() {
    return Optional.empty();
  }

  /** Whom the words call on. */
  default List<String> mentions() {
    return List.of();
  }

  /** Writes the fields behind the envelope's. */
  void write(CanonicalJson json);

  /** Whether this version knows a kind, of people or of programs. */
  static boolean isKnown(Kind kind) {
    return KINDS.contains(kind.ofPeople());
  }

  /** Whether lines of a kind are messages: what the other kinds can be about. */
  static boolean isMessage(Kind any) {
    Kind kind = any.ofPeople();
    return kind.equals(Kind.MESSAGE)
        || kind.equals(Kind.MESSAGE_WITH_MENTIONS)
        || kind.equals(Kind.REPLY)
        || kind.equals(Kind.FILE);
  }

  /**
   * Whether a line of one kind can be about a line of the other: about a message, and no edit about
   * a file, whose content nobody can correct by words. Whether people or programs say them makes no
   * difference.
   */
  static boolean canBeAbout(Kind kind, Kind of) {
    return isMessage(of) && !(kind.ofPeople().equals(Kind.EDIT) && of.ofPeople().equals(Kind.FILE));
  }

  /** Whether only the author of a message can say something of this kind about it. */
  static boolean isForAuthors(Kind any) {
    Kind kind = any.ofPeople();
    return kind.equals(Kind.EDIT) || kind.equals(Kind.RETRACTION);
  }

  /**
   * Reads the fields of a kind, of people or of programs.
   *
   * @throws EvidenceException if the kind is not known, or a value not of its form
   */
  static MessageContent read(Kind any, ObjectNode json) throws EvidenceException, JsonException {
    Kind kind = any.ofPeople();
    if (kind.equals(Kind.MESSAGE)) {
      return new Text(List.of(), text(json));
    }
    if (kind.equals(Kind.MESSAGE_WITH_MENTIONS)) {
      Text text = new Text(mentions(json), text(json));
      insist(!text.mentions().isEmpty(), "mentions are empty");
      return text;
    }
    if (kind.equals(Kind.REPLY)) {
      return new Reply(About.read(json), mentions(json), text(json));
    }
    if (kind.equals(Kind.EDIT)) {
      return new Edit(About.read(json), mentions(json), text(json));
    }
    if (kind.equals(Kind.RETRACTION)) {
      return new Retraction(About.read(json));
    }
    if (kind.equals(Kind.REACTION)) {
      return new Reaction(About.read(json), symbol(json), Reaction.Action.read(json));
    }
    if (kind.equals(Kind.REMOVAL)) {
      return new Removal(About.read(json), reason(json));
    }
    if (kind.equals(Kind.READ)) {
      return new Read();
    }
    if (kind.equals(Kind.FILE)) {
      return new SharedFile(
          FileInfo.read(json), mentions(json), Json.text(json, "text", SignedMessage.MAX_PAYLOAD));
    }
    throw new EvidenceException("of a kind unknown to this version: " + any);
  }

  private static String text(ObjectNode json) throws EvidenceException, JsonException {
    String text = Json.text(json, "text", SignedMessage.MAX_PAYLOAD);
    insist(!text.isEmpty(), "text is empty");
    return text;
  }

  private static List<String> mentions(ObjectNode json) throws EvidenceException, JsonException {
    List<String> names = Json.texts(json, "mentions", MAX_MENTIONS, Names.MAX_USERNAME);
    String before = "";
    for (String name : names) {
      insist(Names.isUsername(name), "a mention is not a name");
      insist(name.compareTo(before) > 0, "mentions do not rise");
      before = name;
    }
    return names;
  }

  private static String symbol(ObjectNode json) throws EvidenceException, JsonException {
    String symbol = Json.text(json, "symbol", MAX_SYMBOL);
    insist(isSymbol(symbol), "symbol is not one");
    return symbol;
  }

  private static String reason(ObjectNode json) throws EvidenceException, JsonException {
    String reason = Json.text(json, "reason", MAX_REASON);
    insist(isReason(reason), "reason is not one");
    return reason;
  }

  /** Whether a text can be the reason of a removal; it may be empty. */
  static boolean isReason(String text) {
    return text.length() <= MAX_REASON && text.chars().noneMatch(Character::isISOControl);
  }

  /** Whether a text can be the symbol of a reaction. */
  static boolean isSymbol(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_SYMBOL
        && text.chars().noneMatch(c -> c == ' ' || Character.isISOControl(c));
  }

  private static void insist(boolean holds, String fault) throws EvidenceException {
    if (!holds) {
      throw new EvidenceException(fault);
    }
  }

  /**
   * A message that answers none.
   *
   * @param mentions rising; empty for most
   * @param text not empty
   */
  record Text(List<String> mentions, String text) implements MessageContent {
    /** Keeps a copy of the list. */
    public Text {
      mentions = List.copyOf(mentions);
    }

    @Override
    public Kind kind() {
      // One text for one value: a message that mentions nobody has one kind only.
      return mentions.isEmpty() ? Kind.MESSAGE : Kind.MESSAGE_WITH_MENTIONS;
    }

    @Override
    public Optional<String> words() {
      return Optional.of(text);
    }

    @Override
    public void write(CanonicalJson json) {
      if (!mentions.isEmpty()) {
        json.texts("mentions", mentions);
      }
      json.text("text", text);
    }

    /** Without the text, which belongs in no log. */
    @Override
    public String toString() {
      return "Text";
    }
  }

  /** A message that answers another. */
  record Reply(About to, List<String> mentions, String text) implements MessageContent {
    /** Keeps a copy of the list. */
    public Reply {
      mentions = List.copyOf(mentions);
    }

    @Override
    public Kind kind() {
      return Kind.REPLY;
    }

    @Override
    public Optional<About> about() {
      return Optional.of(to);
    }

    @Override
    public Optional<String> words() {
      return Optional.of(text);
    }

    @Override
    public void write(CanonicalJson json) {
      to.write(json);
      json.texts("mentions", mentions).text("text", text);
    }

    /** Without the text, which belongs in no log. */
    @Override
    public String toString() {
      return "Reply[" + to + "]";
    }
  }

  /** What a message of the same author reads from now on. */
  record Edit(About of, List<String> mentions, String text) implements MessageContent {
    /** Keeps a copy of the list. */
    public Edit {
      mentions = List.copyOf(mentions);
    }

    @Override
    public Kind kind() {
      return Kind.EDIT;
    }

    @Override
    public Optional<About> about() {
      return Optional.of(of);
    }

    @Override
    public Optional<String> words() {
      return Optional.of(text);
    }

    @Override
    public void write(CanonicalJson json) {
      of.write(json);
      json.texts("mentions", mentions).text("text", text);
    }

    /** Without the text, which belongs in no log. */
    @Override
    public String toString() {
      return "Edit[" + of + "]";
    }
  }

  /** Takes a message of the same author back. */
  record Retraction(About of) implements MessageContent {
    @Override
    public Kind kind() {
      return Kind.RETRACTION;
    }

    @Override
    public Optional<About> about() {
      return Optional.of(of);
    }

    @Override
    public void write(CanonicalJson json) {
      of.write(json);
    }
  }

  /**
   * A symbol at a message.
   *
   * @param symbol see {@link #isSymbol}
   */
  record Reaction(About to, String symbol, Action action) implements MessageContent {
    /** What is done with the symbol. */
    public enum Action {
      GIVEN("given"),
      WITHDRAWN("withdrawn");

      private final String wireName;

      Action(String wireName) {
        this.wireName = wireName;
      }

      /** The name in payloads. */
      public String wireName() {
        return wireName;
      }

      private static Action read(ObjectNode json) throws JsonException {
        String text = Json.text(json, "action", WITHDRAWN.wireName.length());
        for (Action action : values()) {
          if (action.wireName.equals(text)) {
            return action;
          }
        }
        throw new JsonException("action is unknown");
      }
    }

    @Override
    public Kind kind() {
      return Kind.REACTION;
    }

    @Override
    public Optional<About> about() {
      return Optional.of(to);
    }

    @Override
    public void write(CanonicalJson json) {
      to.write(json);
      json.text("symbol", symbol).text("action", action.wireName);
    }
  }

  /**
   * Takes a message out of the room, for a reason: its payload, and those of its edits, are erased.
   *
   * @param reason in one line; may be empty
   */
  record Removal(About of, String reason) implements MessageContent {
    @Override
    public Kind kind() {
      return Kind.REMOVAL;
    }

    @Override
    public Optional<About> about() {
      return Optional.of(of);
    }

    @Override
    public void write(CanonicalJson json) {
      of.write(json);
      json.text("reason", reason);
    }

    /** Without the reason, which belongs in no log. */
    @Override
    public String toString() {
      return "Removal[" + of + "]";
    }
  }

  /**
   * A file, whose content is not in the line but named by its hash.
   *
   * @param text what is said with it; may be empty
   */
  record SharedFile(FileInfo file, List<String> mentions, String text) implements MessageContent {
    /** Keeps a copy of the list. */
    public SharedFile {
      mentions = List.copyOf(mentions);
    }

    @Override
    public Kind kind() {
      return Kind.FILE;
    }

    /** Empty if nothing is said with the file. */
    @Override
    public Optional<String> words() {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Override
    public void write(CanonicalJson json) {
      file.write(json);
      json.texts("mentions", mentions).text("text", text);
    }

    /** Without name and text, which belong in no log. */
    @Override
    public String toString() {
      return "SharedFile[" + file.size() + " bytes]";
    }
  }

  /** Its author has read, and verified, the room up to what {@code after} names. */
  record Read() implements MessageContent {
    @Override
    public Kind kind() {
      return Kind.READ;
    }

    @Override
    public void write(CanonicalJson json) {
      // All that it says is in the envelope.
    }
  }
}
