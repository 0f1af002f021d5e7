/**
 * A client for tests, on the protocol engine that the real one uses, but with every answer as a
 * future and thousands of connections on one thread; it can also misbehave.
 */
package org.securechat.it.client;
