package org.securechat.server.ledger;

/**
 * What became of a commit that failed.
 *
 * @param committed the batch is in the database, all of it
 * @param fenced the epoch is over
 */
public record Settlement(boolean committed, boolean fenced) {}
