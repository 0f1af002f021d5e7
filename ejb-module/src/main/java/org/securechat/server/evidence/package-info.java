/** Evidence as the server hands it out: the same bundles that members make for themselves. */
package org.securechat.server.evidence;
