/**
 * The classic endpoint: the line protocol of the Python system that came before, for its clients in
 * the field. Beside the modern endpoint and off unless it is switched on; accounts, ledger and
 * receipt key are the same.
 *
 * <p>Each connection's state is one {@link org.securechat.server.classic.ClassicState} that travels
 * with the connection. {@code docs/CLASSIC.md} has the wire and says what it does not protect.
 */
package org.securechat.server.classic;
