package org.securechat.server.account;

/** What the operator decides about accounts. */
public interface AccountSettings {
  PasswordPolicy passwordPolicy();
}
