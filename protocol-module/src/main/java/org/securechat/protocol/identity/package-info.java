/**
 * Who a peer is: certificate chains, the rules by which they are accepted, revocation, and the
 * names that a certificate carries.
 */
package org.securechat.protocol.identity;
