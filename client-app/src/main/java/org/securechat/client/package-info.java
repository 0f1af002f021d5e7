/**
 * The client: one executable jar with the chat console, the same verbs for scripts, the offline
 * verifier and the tool that makes a certificate authority.
 *
 * <p>This package holds what every other one uses: the exception that tells the user what failed
 * and what to do, and the cleaning of text from elsewhere. It uses none of the others.
 */
package org.securechat.client;
