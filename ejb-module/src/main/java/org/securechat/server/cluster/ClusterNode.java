package org.securechat.server.cluster;

import java.util.UUID;

/**
 * A server of the cluster, for one life of it.
 *
 * @param id new at each start
 * @param host where the others reach it
 * @param port for datagrams
 * @param label what operators call it
 * @param startedAt in milliseconds, by its own clock
 * @param beats rises as long as it lives
 */
public record ClusterNode(
    UUID id, String host, int port, String label, long startedAt, long beats) {}
