package org.securechat.server.config;

import java.nio.file.Path;

/**
 * Where backups of a running server are asked for.
 *
 * @param dataFolder the server's own folder
 * @param filesFolder the folder of the contents of files
 */
public record BackupSettings(Path dataFolder, Path filesFolder) {}
