/**
 * Whether the server is well, for probes and for Prometheus.
 *
 * <p>Nothing here belongs to the work itself: every package can be asked, none asks this one. A
 * probe can come as often as it likes. What it wants to know is found out once a second at most, by
 * one thread at a time, and the caller waits no longer than a check's limit.
 */
package org.securechat.server.monitoring;
