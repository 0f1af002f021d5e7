/**
 * The console client: one executable jar with the chat console, the same verbs for scripts, the
 * offline verifier and the tool that makes a certificate authority.
 */
package org.securechat.client;
