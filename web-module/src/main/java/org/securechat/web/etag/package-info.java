/** Conditional requests (RFC 9110 section 13): no administrator overwrites another unawares. */
package org.securechat.web.etag;
