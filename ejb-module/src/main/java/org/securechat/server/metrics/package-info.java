/**
 * What is measured while the server works, and the text that Prometheus reads.
 *
 * <p>This package knows none of the others. What happens often is counted here by those who do it;
 * what can be asked for at any time (queues, open connections) is asked for when a client reads the
 * metrics, by {@code org.securechat.server.monitoring}.
 *
 * <p>Names follow Prometheus: base units, {@code _total} for what only rises, labels with few and
 * known values. No label holds a name of a user, a room or an address.
 */
package org.securechat.server.metrics;
