/** Whether the server is well, with everything that was found, for those who have a role. */
package org.securechat.web.health;
