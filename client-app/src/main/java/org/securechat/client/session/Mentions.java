package org.securechat.client.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.securechat.protocol.evidence.MessageContent;

/** Whom a text calls on: members of the room whose names stand in it behind an at sign. */
public final class Mentions {
  /** An at sign inside a word is part of a mail address. */
  private static final Pattern NAME =
      Pattern.compile("(?<![A-Za-z0-9._+@-])@([A-Za-z0-9][A-Za-z0-9._+-]*(?:@[A-Za-z0-9._+-]+)?)");

  private Mentions() {}

  /**
   * A part of a text that calls on somebody.
   *
   * @param start of the at sign
   * @param end behind the name
   */
  public record Place(int start, int end, String user) {}

  /** The members that a text calls on, rising, as many as a message can name. */
  static List<String> of(String text, Collection<String> members) {
    SortedSet<String> names = new TreeSet<>();
    places(text, members).forEach(place -> names.add(place.user()));
    return names.stream().limit(MessageContent.MAX_MENTIONS).toList();
  }

  /** Where a text calls on these users, in its order. */
  public static List<Place> places(String text, Collection<String> users) {
    List<Place> places = new ArrayList<>();
    Matcher found = NAME.matcher(text);
    while (found.find()) {
      String name = found.group(1).toLowerCase(Locale.ROOT);
      // What follows a name can be the end of a sentence, or the name be one without a domain.
      while (!name.isEmpty() && !users.contains(name)) {
        name = name.substring(0, shorter(name));
      }
      if (!name.isEmpty()) {
        places.add(new Place(found.start(), found.start(1) + name.length(), name));
      }
    }
    return places;
  }

  private static int shorter(String name) {
    int domain = name.indexOf('@');
    if (domain >= 0) {
      return domain;
    }
    int end = name.length();
    while (end > 0 && !isLast(name.charAt(end - 1))) {
      end--;
    }
    return end < name.length() ? end : 0;
  }

  /** Whether a sentence's own marks end before such a character. */
  private static boolean isLast(char c) {
    return Character.isLetterOrDigit(c);
  }
}
