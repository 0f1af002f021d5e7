package org.securechat.protocol.application;

import java.util.List;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;

/**
 * The kinds of messages that a side knows (PROTOCOL.md §7.3): the middle and the end of the {@code
 * type} of what a user signs, such as {@code message/1}.
 */
public final class Kinds {
  /** Kinds that a list has at most. */
  public static final int MAX = 64;

  /** Those of this version that people sign. */
  public static final List<String> OF_PEOPLE =
      MessageContent.KINDS.stream().map(Kind::toString).toList();

  /** Those of this version that programs sign. */
  public static final List<String> OF_PROGRAMS =
      MessageContent.KINDS.stream().map(Kind::ofPrograms).map(Kind::toString).toList();

  /** All of this version. */
  public static final List<String> KNOWN =
      Stream.of(OF_PEOPLE, OF_PROGRAMS).flatMap(List::stream).toList();

  static final int MAX_LENGTH = 36;

  private Kinds() {}

  /** Whether a text has the form of a kind, known or not. */
  public static boolean isKind(String text) {
    return text.length() <= MAX_LENGTH && text.matches("[a-z][a-z0-9-]{0,31}/[1-9][0-9]{0,2}");
  }
}
