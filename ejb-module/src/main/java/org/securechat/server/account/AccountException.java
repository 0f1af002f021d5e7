package org.securechat.server.account;

import java.util.List;
import java.util.Objects;
import org.securechat.protocol.identity.StatedName;
import org.securechat.server.DomainException;

/** A registration or login that is refused. The message is for the log and says no secret. */
public final class AccountException extends DomainException {

  /** Why it is refused. */
  public enum Reason {
    /** A name, a password or a key has not its form. */
    MALFORMED,
    /** The certificate does not state the account's name. */
    IDENTITY_MISMATCH,
    /** The user is unknown, or the key or the password is wrong. */
    BAD_CREDENTIALS,
    /** Another account has the username. */
    NAME_TAKEN,
    /** The account may not log in. */
    DISABLED,
    /** There were too many attempts for the account or from the address. */
    RATE_LIMITED,
    /** The key of the account's password is too costly for the server to compute. */
    TOO_COSTLY,
    /** The server derives too many keys from passwords at this moment. */
    OVERLOADED
  }

  private final Reason reason;
  private final List<StatedName> statedNames;

  public AccountException(Reason reason, String message) {
    this(reason, message, List.of());
  }

  private AccountException(Reason reason, String message, List<StatedName> statedNames) {
    super(message);
    this.reason = Objects.requireNonNull(reason);
    this.statedNames = List.copyOf(statedNames);
  }

  static AccountException nameTaken() {
    return new AccountException(Reason.NAME_TAKEN, "the username is taken");
  }

  /** {@code IDENTITY_MISMATCH}, with the names that the peer's certificate does state. */
  static AccountException mismatch(String message, List<StatedName> stated) {
    return new AccountException(Reason.IDENTITY_MISMATCH, message, stated);
  }

  /**
   * Of a mismatch: the names of the peer's own certificate that count here, which the peer may
   * know. They depend on nothing but the certificate.
   */
  public List<StatedName> statedNames() {
    return statedNames;
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
