/** Tests of the administration: API, console commands, roles, audit log and OpenID login. */
package org.securechat.it.admin;
