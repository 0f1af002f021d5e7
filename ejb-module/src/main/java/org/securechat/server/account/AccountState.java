package org.securechat.server.account;

import java.util.Locale;
import java.util.Optional;

/** What an account can be. Only an active one logs in. */
public enum AccountState {
  ACTIVE,
  /** Locked out; everything is kept, and it can be enabled again. */
  DISABLED,
  /** Its personal data is gone; what it said in rooms is being erased. */
  ERASING,
  /** Only the name remains, so that no other user can take it. */
  ERASED;

  /** As the database and the administration have it: the constant's name in lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that name, if there is one. */
  public static Optional<AccountState> of(String wireName) {
    for (AccountState state : values()) {
      if (state.wireName().equals(wireName)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
