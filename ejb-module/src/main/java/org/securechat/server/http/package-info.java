/** How this server asks others, who may be slow, talkative or hostile. */
package org.securechat.server.http;
