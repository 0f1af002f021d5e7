/**
 * OpenID Connect: tokens of the configured provider, checked here against its published keys (RFC
 * 7519, RFC 7517, OpenID Connect Discovery 1.0). Nothing of this happens unless it is configured.
 */
package org.securechat.web.security.openid;
