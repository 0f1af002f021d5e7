/** Rooms as administrators see and change them, with a line in the audit log for each change. */
package org.securechat.server.admin.room;
