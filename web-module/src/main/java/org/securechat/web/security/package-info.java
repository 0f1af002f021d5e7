/** Who asks: how that is proved, and what resources learn of it. */
package org.securechat.web.security;
