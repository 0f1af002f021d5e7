/** {@code bot}: a program in a room. */
package org.securechat.client.command.bot;
