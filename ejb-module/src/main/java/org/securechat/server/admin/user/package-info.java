/**
 * Users and their sessions as administrators see and change them. Every change is in the audit log,
 * in the transaction that makes it.
 */
package org.securechat.server.admin.user;
