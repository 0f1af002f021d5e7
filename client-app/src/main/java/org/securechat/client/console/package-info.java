/**
 * The interactive console, in two forms that share their commands: line after line, where one
 * thread reads what is typed and does what it says, and on a full screen, where one thread draws
 * and is told by all others what happens.
 */
package org.securechat.client.console;
