/** What the server is, for callers who have a role. */
package org.securechat.web.server;
