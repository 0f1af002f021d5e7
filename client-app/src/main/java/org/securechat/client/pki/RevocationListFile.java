package org.securechat.client.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/** The list that is published at present, as far as the next one depends on it. */
record RevocationListFile(Optional<X509CRL> current) {

  static RevocationListFile read(Path file) throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      return new RevocationListFile(Optional.empty());
    }
    var in = new ByteArrayInputStream(Files.readAllBytes(file));
    return new RevocationListFile(
        Optional.of((X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in)));
  }

  /** RFC 5280 §5.2.3: numbers rise from list to list. */
  BigInteger nextNumber() {
    byte[] extension =
        current.map(list -> list.getExtensionValue(Extension.cRLNumber.getId())).orElse(null);
    if (extension == null) {
      return BigInteger.ONE;
    }
    byte[] number = ASN1OctetString.getInstance(extension).getOctets();
    return ASN1Integer.getInstance(number).getValue().add(BigInteger.ONE);
  }

  boolean needsRenewal(Instant now) {
    if (current.isEmpty() || current.get().getNextUpdate() == null) {
      return true;
    }
    Instant made = current.get().getThisUpdate().toInstant();
    Instant ends = current.get().getNextUpdate().toInstant();
    return now.isAfter(made.plus(Duration.between(made, ends).dividedBy(2)));
  }
}
