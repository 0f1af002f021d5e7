/** The users of the chat, as administrators see and change them. */
package org.securechat.web.user;
