/** Tests of certificates, revocation, passwords and accounts. */
package org.securechat.it.identity;
