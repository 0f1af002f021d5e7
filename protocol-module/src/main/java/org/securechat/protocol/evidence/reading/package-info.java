/**
 * How the messages of a room read, put together from its lines (PROTOCOL.md §8.2): edits,
 * retractions, removals, reactions and what people have read. Whether a line holds is judged by who
 * passes it on; only lines that hold come here.
 */
package org.securechat.protocol.evidence.reading;
