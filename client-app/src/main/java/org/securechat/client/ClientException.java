package org.securechat.client;

import java.util.Objects;

/**
 * Something the user has to know about and can act on. The message says what happened, in one line
 * and without a class name; {@link #remedy()} says what to do next. Stackless: the place in the
 * code does not help the user.
 */
public class ClientException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * Describes a problem that the user can do nothing about.
   *
   * @param what what happened, one line, no trailing full stop needed
   */
  public ClientException(String what) {
    this(what, "", null);
  }

  /** Describes a problem that the user can do nothing about, and keeps its cause. */
  public ClientException(String what, Throwable cause) {
    this(what, "", cause);
  }

  /**
   * Describes a problem.
   *
   * @param what what happened, one line, no trailing full stop needed
   * @param remedy what the user can do about it
   */
  public ClientException(String what, String remedy) {
    this(what, remedy, null);
  }

  /** Describes a problem and keeps its cause for {@code --verbose}. */
  public ClientException(String what, String remedy, Throwable cause) {
    super(Objects.requireNonNull(what), cause, false, false);
    this.remedy = Objects.requireNonNull(remedy);
  }

  /** A word for scripts; subclasses that know one say which. */
  public String code() {
    return "failed";
  }

  /** What the user can do about it; empty if there is nothing. */
  public String remedy() {
    return remedy;
  }
}
