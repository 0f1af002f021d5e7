package org.securechat.server.account;

import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/** What an account can be. Only an active one logs in. */
public enum AccountState implements WireNamed {
  ACTIVE,
  /** Locked out; everything is kept, and it can be enabled again. */
  DISABLED,
  /** Its personal data is gone; what it said in rooms is being erased. */
  ERASING,
  /** Only the name remains, so that no other user can take it. */
  ERASED;

  /** As the database and the administration have it: the constant's name in lower case. */
  @Override
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that name, if there is one. */
  public static Optional<AccountState> of(String wireName) {
    return WireNamed.find(AccountState.class, wireName);
  }
}
