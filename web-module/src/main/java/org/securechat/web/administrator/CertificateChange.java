package org.securechat.web.administrator;

import jakarta.validation.constraints.NotNull;

/**
 * Which certificate logs an administrator in from now on.
 *
 * @param certificate {@code none}, {@code pinned} or {@code named}
 * @param certificateSha256 the fingerprint of a pinned one
 */
public record CertificateChange(@NotNull String certificate, String certificateSha256) {}
