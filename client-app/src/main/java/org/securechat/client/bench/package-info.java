/**
 * Load on a server, and what it costs: many connections of the real protocol in one process, which
 * account for every message. What is measured counts only if nothing was lost, doubled, reordered
 * or altered.
 *
 * <p>Threads: each connection has one that receives, and each sender one that sends; platform
 * threads if there are few, which wake up faster, virtual ones if there are many.
 */
package org.securechat.client.bench;
