/**
 * Users and their sessions as administrators see and change them. Every change is in the audit log,
 * in the transaction that makes it; no audit event holds an e-mail address, because the log cannot
 * forget one.
 */
package org.securechat.server.admin.user;
