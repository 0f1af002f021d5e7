package org.securechat.protocol.application;

import java.util.List;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;

/**
 * The kinds of messages that a side knows (PROTOCOL.md §7.3): the middle and the end of the {@code
 * type} of what a user signs, such as {@code message/1}.
 */
public final class Kinds {
  /** Kinds that a list has at most. */
  public static final int MAX = 64;

  /** Those of this version. */
  public static final List<String> KNOWN =
      MessageContent.KINDS.stream().map(Kind::toString).toList();

  static final int MAX_LENGTH = 36;

  private Kinds() {}

  /** Whether a text has the form of a kind, known or not. */
  public static boolean isKind(String text) {
    return text.length() <= MAX_LENGTH && text.matches("[a-z][a-z0-9-]{0,31}/[1-9][0-9]{0,2}");
  }
}
