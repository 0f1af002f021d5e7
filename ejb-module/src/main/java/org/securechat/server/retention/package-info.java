/**
 * Erasure of message content: of what a room need not keep any longer, and of all messages of a
 * user. A legal hold on a room stops both.
 *
 * <p>Table {@code retention_progress} holds how far retention has erased each room; {@code
 * job_lease} which server does the job now.
 */
package org.securechat.server.retention;
