package org.securechat.server.account;

import java.util.Objects;
import org.securechat.server.DomainException;

/** A registration or login that is refused. The message is for the log and says no secret. */
public final class AccountException extends DomainException {

  /** Why it is refused. */
  public enum Reason {
    /** A name, an address, a password or a key has not its form. */
    MALFORMED,
    /** The certificate names another user. */
    IDENTITY_MISMATCH,
    /** The user is unknown, or the key or the password is wrong. */
    BAD_CREDENTIALS,
    /** Another account has the username or the e-mail address. Which of them stays a secret. */
    NAME_TAKEN,
    /** The account may not log in. */
    DISABLED,
    /** There were too many attempts for the account or from the address. */
    RATE_LIMITED,
    /** The server derives too many keys from passwords at this moment. */
    OVERLOADED
  }

  private final Reason reason;

  public AccountException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
  }

  static AccountException nameTaken() {
    return new AccountException(Reason.NAME_TAKEN, "the username or the e-mail address is taken");
  }

  public Reason reason() {
    return reason;
  }

  // The log shows the reason, too; the message alone stays what the caller gave.
  @SuppressWarnings("OverrideThrowableToString")
  @Override
  public String toString() {
    return "AccountException: " + reason + ": " + getMessage();
  }
}
