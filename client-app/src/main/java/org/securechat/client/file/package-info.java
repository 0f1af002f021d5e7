/**
 * Files that users send in rooms: their contents to the server and from there (PROTOCOL.md 7.5.1).
 */
package org.securechat.client.file;
