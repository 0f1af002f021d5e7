/**
 * What administrators do with certificates: they look at them, revoke them and upload revocation
 * lists. {@link org.securechat.server.certificate} knows nothing of administrators.
 */
package org.securechat.server.admin.certificate;
