/** {@code securechat bench}: load on a server, and what it costs. */
package org.securechat.client.command.bench;
