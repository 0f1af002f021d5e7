/**
 * Administrators: who they are, how they log in, and how the first one comes to be.
 *
 * <p>Table {@code administrator}. A password is stored as a user's is: SHA-256 of the Argon2id key,
 * with salt and parameters. Login is throttled by account and by address as in the chat, and an
 * unknown name costs what a wrong password costs.
 */
package org.securechat.server.admin.account;
