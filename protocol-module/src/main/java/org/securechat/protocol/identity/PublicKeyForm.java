package org.securechat.protocol.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.securechat.protocol.crypto.SignatureScheme;

/**
 * How a public key may be written in a certificate (PROTOCOL.md §6.1): by the bytes of its
 * AlgorithmIdentifier, so that no parser's idea of it counts.
 */
final class PublicKeyForm {
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /** Of uncompressed points on P-256, P-384 and P-521: all that comes before the coordinates. */
  private static final List<Form> OF_CURVES =
      List.of(
          new Form("3059301306072a8648ce3d020106082a8648ce3d03010703420004", 64),
          new Form("3076301006072a8648ce3d020106052b8104002203620004", 96),
          new Form("30819b301006072a8648ce3d020106052b810400230381860004", 132));

  private static final Form ED25519 = new Form("302a300506032b6570032100", 32);
  private static final int MAX_EXPONENT_BITS = 64;

  private PublicKeyForm() {}

  /** Whether it is of one of the forms; whether it is a key says its provider. */
  static boolean isPermitted(SubjectPublicKeyInfo key) throws IOException {
    byte[] der = key.getEncoded(ASN1Encoding.DER);
    return ED25519.fits(der) || OF_CURVES.stream().anyMatch(form -> form.fits(der)) || isRsa(key);
  }

  private static boolean isRsa(SubjectPublicKeyInfo key) throws IOException {
    if (!MessageDigest.isEqual(key.getAlgorithm().getEncoded(ASN1Encoding.DER), RSA)) {
      return false;
    }
    byte[] der = key.getPublicKeyData().getOctets();
    ASN1Sequence numbers = ASN1Sequence.getInstance(der);
    if (numbers.size() != 2 || !MessageDigest.isEqual(numbers.getEncoded(ASN1Encoding.DER), der)) {
      return false;
    }
    BigInteger modulus = ASN1Integer.getInstance(numbers.getObjectAt(0)).getValue();
    BigInteger exponent = ASN1Integer.getInstance(numbers.getObjectAt(1)).getValue();
    return modulus.signum() > 0
        && modulus.bitLength() >= SignatureScheme.MIN_RSA_BITS
        && modulus.bitLength() <= SignatureScheme.MAX_RSA_BITS
        && exponent.signum() > 0
        && exponent.testBit(0)
        && exponent.bitLength() > 1
        && exponent.bitLength() <= MAX_EXPONENT_BITS;
  }

  private static final class Form {
    private final byte[] prefix;
    private final int length;

    Form(String prefix, int coordinates) {
      this.prefix = HexFormat.of().parseHex(prefix);
      this.length = this.prefix.length + coordinates;
    }

    boolean fits(byte[] der) {
      return der.length == length
          && MessageDigest.isEqual(Arrays.copyOf(der, prefix.length), prefix);
    }
  }
}
