/**
 * The interactive console. One thread reads what is typed and does what it says; what arrives
 * meanwhile is printed above the line being typed by the session's thread.
 */
package org.securechat.client.console;
