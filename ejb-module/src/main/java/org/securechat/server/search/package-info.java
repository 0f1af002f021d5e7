/**
 * Search in what was said in a room. The index is a filter for each segment of 256 lines: it tells
 * which segments cannot hold the words, and the lines of all others are read from the record and
 * compared. The record is what counts: a filter can cost time, but an answer comes from the
 * ledger's rows.
 *
 * <p>Table {@code search_segment} holds the filters, each bound to its lines by the chain value of
 * the last; {@code search_progress} how far a room is indexed. Erasing a message empties the filter
 * of its segment in the same transaction. One server at a time indexes, in the background.
 */
package org.securechat.server.search;
