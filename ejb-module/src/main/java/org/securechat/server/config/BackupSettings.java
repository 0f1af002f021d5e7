package org.securechat.server.config;

import java.nio.file.Path;

/**
 * Where backups of a running server are asked for.
 *
 * @param dataFolder the server's own folder
 */
public record BackupSettings(Path dataFolder) {}
