/**
 * Addresses of the Internet: how they are written, which network they belong to, and which of them
 * are one origin.
 *
 * <p>It refers to nothing but the JDK, as {@code contract} does and for the same reason. It asks no
 * name server: every text here is a literal address or wrong.
 */
package org.securechat.connector.address;
