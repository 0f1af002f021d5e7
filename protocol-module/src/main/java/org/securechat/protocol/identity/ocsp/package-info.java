/** Asks responders whether a certificate is revoked, and judges their answers (RFC 6960). */
package org.securechat.protocol.identity.ocsp;
