/** Webhooks: their administration, and the address at which they take something. */
package org.securechat.web.hook;
