package org.securechat.protocol.evidence;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.securechat.protocol.crypto.Providers;

/** Certificates and revocation lists in PEM, from files that are not trusted. */
final class PemBundle {
  private PemBundle() {}

  static List<X509Certificate> certificates(byte[] pem) throws EvidenceException {
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      for (Certificate each : factory().generateCertificates(new ByteArrayInputStream(pem))) {
        certificates.add((X509Certificate) each);
      }
      return certificates;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new EvidenceException("holds something that is no certificate");
    }
  }

  static List<X509CRL> crls(byte[] pem) throws EvidenceException {
    try {
      List<X509CRL> crls = new ArrayList<>();
      for (CRL each : factory().generateCRLs(new ByteArrayInputStream(pem))) {
        crls.add((X509CRL) each);
      }
      return crls;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new EvidenceException("holds something that is no revocation list");
    }
  }

  private static CertificateFactory factory() throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509", Providers.bouncyCastle());
  }
}
