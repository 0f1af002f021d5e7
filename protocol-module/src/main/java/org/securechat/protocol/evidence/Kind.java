package org.securechat.protocol.evidence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.securechat.protocol.json.JsonException;

/**
 * The kind of a payload (PROTOCOL.md §8.2): what its type says between the slashes, {@code
 * securechat/NAME/VERSION}. A kind that this release does not know is a kind none the less.
 *
 * @param name {@code [a-z][a-z0-9-]{0,31}}
 * @param version 1 to 999
 */
public record Kind(String name, int version) {
  private static final String FAMILY = "securechat/";

  /** What the name begins with if a program says it. */
  private static final String OF_PROGRAMS = "bot-";

  private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9-]{0,31})/([1-9][0-9]{0,2})");

  /** What users say. */
  public static final Kind MESSAGE = new Kind("message", 1);

  /** What users say to somebody by name. */
  public static final Kind MESSAGE_WITH_MENTIONS = new Kind("message", 2);

  /** A message that answers another. */
  public static final Kind REPLY = new Kind("reply", 1);

  /** What a message reads from now on. */
  public static final Kind EDIT = new Kind("edit", 1);

  /** A message is taken back. */
  public static final Kind RETRACTION = new Kind("retraction", 1);

  /** A symbol at a message. */
  public static final Kind REACTION = new Kind("reaction", 1);

  /** A message is taken out of the room by who may. */
  public static final Kind REMOVAL = new Kind("removal", 1);

  /** A member has read so far. */
  public static final Kind READ = new Kind("read", 1);

  /** A file, with or without words. */
  public static final Kind FILE = new Kind("file", 1);

  private static final String MESSAGE_TYPE = MESSAGE.type();

  /** What happens to a room. */
  public static final Kind EVENT = new Kind("event", 1);

  /** What is decided about a room. */
  public static final Kind MODERATION = new Kind("event", 2);

  /** What a program without an account has sent to a room. */
  public static final Kind WEBHOOK = new Kind("webhook", 1);

  /** What is noted in the audit log. */
  public static final Kind AUDIT = new Kind("audit", 1);

  /** Characters of the longest type. */
  public static final int MAX_TYPE = 48;

  /**
   * @throws IllegalArgumentException if they are not of their form
   */
  public Kind {
    if (!FORM.matcher(name + "/" + version).matches()) {
      throw new IllegalArgumentException("not a kind");
    }
  }

  /**
   * The same, said by a program (PROTOCOL.md §8.2): what it says, and the rules for it, are those
   * of the kind of people.
   */
  public Kind ofPrograms() {
    return isOfPrograms() ? this : new Kind(OF_PROGRAMS + name, version);
  }

  /** The same, said by a person. */
  public Kind ofPeople() {
    return isOfPrograms() ? new Kind(name.substring(OF_PROGRAMS.length()), version) : this;
  }

  /** Whether it says of itself that a program has signed it. */
  public boolean isOfPrograms() {
    return name.length() > OF_PROGRAMS.length()
        && name.startsWith(OF_PROGRAMS)
        && Character.isLowerCase(name.charAt(OF_PROGRAMS.length()));
  }

  /** The value of {@code type}. */
  public String type() {
    return FAMILY + this;
  }

  /** {@code NAME/VERSION}, as login and rooms name it. */
  @Override
  public String toString() {
    return name + "/" + version;
  }

  /** The kind that a type names. */
  static Kind ofType(String type) throws JsonException {
    if (MESSAGE_TYPE.equals(type)) {
      return MESSAGE;
    }
    Matcher form = FORM.matcher(type.startsWith(FAMILY) ? type.substring(FAMILY.length()) : "");
    if (!form.matches()) {
      throw new JsonException("type is not of the form securechat/KIND/N");
    }
    return new Kind(form.group(1), Integer.parseInt(form.group(2)));
  }
}
