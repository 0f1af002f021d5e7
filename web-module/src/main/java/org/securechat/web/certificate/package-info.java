/** {@code /certificates}: certificates that were seen, their revocation, and revocation lists. */
package org.securechat.web.certificate;
