/**
 * Cryptographic building blocks, and the one place where a provider for each is chosen.
 *
 * <p>No class outside this package names a JCA provider, and none here registers one: provider
 * instances are passed explicitly, because a library has no business changing the JVM it is loaded
 * into.
 */
package org.securechat.protocol.crypto;
