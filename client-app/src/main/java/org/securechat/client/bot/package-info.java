/**
 * Programs that take part in rooms: they read lines as JSON and write what is to be said, and know
 * nothing of protocol, keys and connections.
 */
package org.securechat.client.bot;
