/**
 * A small certificate authority for development and closed networks, so that setting up needs no
 * openssl and everything it makes can be read by openssl.
 *
 * <pre>
 *   ca.pem  ca.key  crl.pem  index  issued/NAME.pem (leaf, then the authority)  issued/NAME.key
 * </pre>
 *
 * Folders are 0700 and keys 0600. Every change holds an exclusive lock on {@code .lock} and
 * replaces files whole, so concurrent runs and a crash leave a consistent authority: the index
 * knows a certificate before its files exist, never the other way round.
 */
package org.securechat.client.pki;
