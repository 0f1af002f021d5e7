/** What owners and moderators of rooms decide, as a client asks for it (PROTOCOL.md 7.4). */
package org.securechat.client.moderation;
