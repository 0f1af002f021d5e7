package org.securechat.server.receipt;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.identity.Purpose;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.renewal.CertificateFault;

/** A server whose certificates are taken, unless a test says why not. */
final class TakenCertificates extends ServerIdentity {
  Optional<CertificateFault> fault = Optional.empty();

  @Override
  public Optional<CertificateFault> fault(
      String file, List<X509Certificate> chain, Purpose purpose) {
    return fault;
  }
}
