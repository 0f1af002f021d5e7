package org.securechat.server.account;

import java.util.Set;
import org.securechat.protocol.identity.NameKind;

/**
 * What the operator decides about accounts.
 *
 * @param names the kinds of names in certificates that count here (PROTOCOL.md §6)
 * @param failuresPerAddress how many failed logins of strangers an address has, at each door
 */
public record AccountSettings(
    PasswordPolicy passwordPolicy, Set<NameKind> names, int failuresPerAddress) {

  public AccountSettings {
    names = Set.copyOf(names);
  }
}
