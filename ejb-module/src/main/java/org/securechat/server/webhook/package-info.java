/**
 * Webhooks: addresses by which programs without an account write to a room. What comes in becomes a
 * line that the server signs, of a kind of its own.
 */
package org.securechat.server.webhook;
