package org.securechat.server.account;

/** What the operator decides about accounts. */
public record AccountSettings(PasswordPolicy passwordPolicy) {}
