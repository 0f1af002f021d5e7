/**
 * Backups: the whole database in one file that any supported database can be restored from.
 *
 * <pre>
 * tables/NAME.jsonl   a table, one row a line: a JSON array of the columns in the manifest's order
 * manifest.json       the format, the schema, the time, and the tables with columns and row counts
 * SHA256SUMS          over all of the above, as sha256sum writes it
 * </pre>
 *
 * <p>Which tables there are is read from the database, so that a table cannot be forgotten. All are
 * read in one transaction that sees one moment. A restored database does not count as one until its
 * ledger has been verified from the first line.
 */
package org.securechat.server.backup;
