/** The server's beans: the endpoint, the services behind it, accounts, rooms and the ledger. */
package org.securechat.server;
