package org.securechat.client.pki;

import java.nio.file.Path;

/**
 * A certificate that was just made and where it is.
 *
 * @param entry what the index remembers
 * @param certificate PEM file, leaf first, then the authority
 * @param key PKCS#8 PEM file of mode 0600
 */
public record CertificateFiles(IssuedCertificate entry, Path certificate, Path key) {}
