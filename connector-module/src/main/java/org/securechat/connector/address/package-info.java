/**
 * Addresses of the Internet: how they are written, which network they belong to, and which of them
 * are one origin.
 *
 * <p>It refers to nothing but the JDK, as {@code contract} does and for the same reason. It asks no
 * name server, but for the addresses on which the server itself is told to listen.
 */
package org.securechat.connector.address;
