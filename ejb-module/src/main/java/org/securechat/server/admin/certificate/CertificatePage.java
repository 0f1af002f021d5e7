package org.securechat.server.admin.certificate;

import java.util.List;
import java.util.Optional;

/**
 * Certificates in the order of their hashes.
 *
 * @param next the hash after which to go on; empty if there is nothing more. A search that finds
 *     little looks at so many certificates only, and may return fewer than asked for and a next
 */
public record CertificatePage(List<CertificateInfo> certificates, Optional<String> next) {}
