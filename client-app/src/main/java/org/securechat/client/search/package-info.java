/** Searches on the server, whose findings are checked here. */
package org.securechat.client.search;
