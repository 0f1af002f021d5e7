/**
 * Private keys as authorities, tools and tokens hand them out: PKCS#8, encrypted or not (RFC 5958,
 * RFC 8018), PKCS#1, SEC1 (RFC 5915), PKCS#12 (RFC 7292). Every reader of a key uses {@link
 * org.securechat.protocol.identity.key.KeyFile}.
 */
package org.securechat.protocol.identity.key;
