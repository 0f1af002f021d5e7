/** What the caller can learn of themselves. */
package org.securechat.web.me;
