/**
 * Accounts: who may register and log in.
 *
 * <p>An account's name is one of those that its owner's certificate states (PROTOCOL.md §6); there
 * is no other way to get one. Table {@code users}: {@code username} is unique and lower case.
 * {@code salt}, {@code pwd_hash} and {@code kdf_*} are all present or, for an account that logs in
 * by certificate alone, all absent; {@code pwd_hash} is SHA-256 of the key that the client derived
 * from the password.
 */
package org.securechat.server.account;
