/**
 * The open sessions of this node: who is here, and how to end it.
 *
 * <p>It knows links and nothing of accounts or chat, so that every service may use it.
 */
package org.securechat.server.session;
