/**
 * What the full screen shows, without a terminal: rooms, their lines as they read, what is unread,
 * what is being typed. Everything here is confined to the thread of the screen.
 */
package org.securechat.client.console.model;
