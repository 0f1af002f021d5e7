/** A database for tests: what runs on the server, without a server. */
package org.securechat.server.testing;
