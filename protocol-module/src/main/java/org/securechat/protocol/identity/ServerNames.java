package org.securechat.protocol.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;
import org.securechat.protocol.name.Names;

/**
 * Whether a server's certificate is for the host that was dialled (PROTOCOL.md §6, RFC 9525). Only
 * subject alternative names count. Thread-safe.
 */
public final class ServerNames {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private static final String SERVER_URI = "securechat:server:";

  private ServerNames() {}

  /**
   * Whether a certificate can be that of a server's receipts as far as names go: it states the
   * server, and no user (PROTOCOL.md §6).
   */
  public static boolean isForReceiptsOf(String server, X509Certificate certificate) {
    try {
      CertificateNames names = CertificateNames.of(certificate);
      return states(names, server) && !names.namesUser();
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** Why a certificate cannot be that of this server's receipts, as far as names go. */
  public static Optional<String> receiptFault(String server, X509Certificate certificate) {
    return isForReceiptsOf(server, certificate)
        ? Optional.empty()
        : Optional.of(
            "does not state the server's name, or states a user's: it needs the alternative name"
                + " URI securechat:server:"
                + server
                + ". Issue one with 'securechat pki issue receipt --type receipt --server-name "
                + server
                + " --force'");
  }

  /**
   * Whether a receipt certificate names the server of a receipt. PROTOCOL.md §6: a dNSName is
   * compared without case and without {@code *}, a URI byte for byte.
   */
  static boolean states(CertificateNames names, String server) {
    String wanted = Names.lowerCase(server);
    return names.uris().contains(SERVER_URI + server)
        || names.dnsNames().stream().map(Names::lowerCase).anyMatch(wanted::equals);
  }

  /**
   * Compares.
   *
   * @param host a DNS name in ASCII (A-labels), or an IPv4 or IPv6 address as text
   * @return true if a dNSName or iPAddress of the certificate is the host. A dNSName may have
   *     {@code *} as its whole left-most label, which stands for exactly one label
   */
  public static boolean matches(X509Certificate certificate, String host) {
    try {
      String wanted = IPAddress.isValid(host) ? host : canonical(host);
      for (List<?> name : alternativeNames(certificate)) {
        if (name.get(1) instanceof String text && matches((Integer) name.get(0), text, wanted)) {
          return true;
        }
      }
      return false;
    } catch (CertificateParsingException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null ? List.of() : names;
  }

  private static boolean matches(int kind, String name, String host) {
    boolean address = IPAddress.isValid(host);
    if (kind == IP_ADDRESS) {
      return address && octets(name).equals(octets(host));
    }
    return kind == DNS_NAME && !address && matchesDns(canonical(name), host);
  }

  private static boolean matchesDns(String pattern, String host) {
    if (!pattern.startsWith("*.")) {
      return pattern.equals(host);
    }
    int dot = host.indexOf('.');
    String parent = pattern.substring(2);
    // PROTOCOL.md §6: at least two labels after "*", since "*.org" would fit every host of .org.
    return parent.indexOf('.') > 0 && dot > 0 && host.substring(dot + 1).equals(parent);
  }

  private static String canonical(String name) {
    String withoutDot = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return withoutDot.toLowerCase(Locale.ROOT);
  }

  /** The bytes of an address, which has several spellings as text. Looks nothing up. */
  private static ASN1Encodable octets(String literal) {
    return new GeneralName(GeneralName.iPAddress, literal).getName();
  }
}
