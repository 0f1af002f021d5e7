package org.securechat.server.admin.account;

import java.nio.file.Path;

/**
 * Where requests for new administrators are put.
 *
 * @param folder in the data folder; the server creates it
 */
public record EnrolmentSettings(Path folder) {}
