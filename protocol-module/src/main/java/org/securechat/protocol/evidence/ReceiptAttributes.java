package org.securechat.protocol.evidence;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.securechat.protocol.crypto.Digests;

/**
 * What is signed along with a receipt: its hash, its time, and which certificate signed (RFC 5035),
 * lest another certificate for the same key be put in its place.
 */
final class ReceiptAttributes implements CMSAttributeTableGenerator {
  private static final ASN1ObjectIdentifier SIGNING_CERTIFICATE =
      PKCSObjectIdentifiers.id_aa_signingCertificateV2;

  private final AttributeTable own;

  ReceiptAttributes(Instant issuedAt, byte[] certificate) {
    ESSCertIDv2 id = new ESSCertIDv2(Digests.sha256(certificate));
    own =
        new AttributeTable(
                new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(issuedAt)))))
            .add(SIGNING_CERTIFICATE, new SigningCertificateV2(new ESSCertIDv2[] {id}));
  }

  @Override
  @SuppressWarnings("rawtypes")
  public AttributeTable getAttributes(Map parameters) {
    return new DefaultSignedAttributeTableGenerator(own).getAttributes(parameters);
  }

  static void check(SignerInformation signer, byte[] receipt, X509Certificate certificate)
      throws EvidenceException, GeneralSecurityException {
    AttributeTable signed = signer.getSignedAttributes();
    if (signed == null) {
      throw new EvidenceException("signature has no signed attributes");
    }
    SigningCertificateV2 signing =
        SigningCertificateV2.getInstance(only(signed, SIGNING_CERTIFICATE));
    byte[] hash = signing.getCerts()[0].getCertHash();
    if (!Arrays.equals(hash, Digests.sha256(certificate.getEncoded()))) {
      throw new EvidenceException("signature names another certificate");
    }
    Instant time = Time.getInstance(only(signed, CMSAttributes.signingTime)).getDate().toInstant();
    Instant issued = Timestamps.parse(Receipt.parse(receipt).issuedAt());
    if (time.getEpochSecond() != issued.getEpochSecond()) {
      throw new EvidenceException("signing time is not the receipt's");
    }
  }

  private static ASN1Encodable only(AttributeTable table, ASN1ObjectIdentifier type)
      throws EvidenceException {
    Attribute attribute = table.get(type);
    if (attribute == null
        || table.getAll(type).size() != 1
        || attribute.getAttrValues().size() != 1) {
      throw new EvidenceException("signature lacks a signed attribute");
    }
    return attribute.getAttrValues().getObjectAt(0);
  }
}
