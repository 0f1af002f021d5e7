package org.securechat.server.ledger;

/**
 * What the caller wants to have with a line when it is committed. The ledger carries it to the
 * {@link CommitListener} and does not look into it.
 */
public interface LineAttachment {}
