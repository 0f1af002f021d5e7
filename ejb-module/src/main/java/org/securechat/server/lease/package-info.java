/**
 * One server writes to a database, and a start does not take that from a server that lives.
 *
 * <p>Safety does not depend on this: a commit carries its writer's epoch, and only the last epoch
 * is taken (ADR 0041). What is here keeps a server that works from being ended by a mistake.
 */
package org.securechat.server.lease;
