/**
 * Certificates from an authority over the network: EST (RFC 7030, updated by RFC 8951), for the
 * first certificate and for those that follow it. HTTP is the JDK's, and what it answers is read
 * here, bounded in size and time.
 */
package org.securechat.client.pki.est;
