/** Rooms as administrators see them: what they are, not what is said in them. */
package org.securechat.web.room;
