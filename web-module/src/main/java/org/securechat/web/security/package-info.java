/** Authentication of callers, and what resources learn of the caller. */
package org.securechat.web.security;
