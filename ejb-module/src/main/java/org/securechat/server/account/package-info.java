/**
 * Accounts: who may register and log in.
 *
 * <p>Table {@code users}: {@code username} and {@code email} are unique, lower case, and cannot be
 * confused, for only the latter holds an {@code @}. {@code salt}, {@code pwd_hash} and {@code
 * kdf_*} are all present or, for an account that logs in by certificate alone, all absent; {@code
 * pwd_hash} is SHA-256 of the key that the client derived from the password.
 */
package org.securechat.server.account;
