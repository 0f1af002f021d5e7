package org.securechat.server.config;

import java.nio.file.Path;

/**
 * What monitoring reports and compares with.
 *
 * @param serverName the server's name, as in receipts
 * @param dataFolder the folder whose free space is watched
 * @param minFreeBytes how much must be free there for the server to be ready
 */
public record MonitoringSettings(String serverName, Path dataFolder, long minFreeBytes) {}
