/**
 * Reads rows by plain JDBC, for what every login or message asks. A query for entities is taken
 * apart and put together anew for each call, and costs several times what the database needs to
 * answer it (ADR 0046). What changes rows goes through the persistence unit, or through the
 * ledger's writer.
 */
package org.securechat.server.query;
