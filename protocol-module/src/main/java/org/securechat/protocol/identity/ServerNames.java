package org.securechat.protocol.identity;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.util.IPAddress;

/**
 * Whether a server's certificate is for the host that was dialled (RFC 9525). Only subject
 * alternative names count. Thread-safe.
 */
public final class ServerNames {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private ServerNames() {}

  /**
   * Compares.
   *
   * @param host a DNS name, or an IPv4 or IPv6 address as text, as the user gave it
   * @return true if a dNSName or iPAddress of the certificate is the host. A dNSName may have
   *     {@code *} as its whole left-most label, which stands for exactly one label
   */
  public static boolean matches(X509Certificate certificate, String host) {
    try {
      String wanted = IPAddress.isValid(host) ? host : canonical(host);
      for (List<?> name : CertificateNames.alternativeNames(certificate)) {
        if (name.get(1) instanceof String text && matches((Integer) name.get(0), text, wanted)) {
          return true;
        }
      }
      return false;
    } catch (CertificateParsingException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean matches(int kind, String name, String host) {
    boolean address = IPAddress.isValid(host);
    if (kind == IP_ADDRESS) {
      return address && address(name).equals(address(host));
    }
    return kind == DNS_NAME && !address && matchesDns(canonical(name), host);
  }

  private static boolean matchesDns(String pattern, String host) {
    if (!pattern.startsWith("*.")) {
      return pattern.equals(host);
    }
    int dot = host.indexOf('.');
    String parent = pattern.substring(2);
    // "*.org" would claim everybody's names.
    return parent.indexOf('.') > 0 && dot > 0 && host.substring(dot + 1).equals(parent);
  }

  private static String canonical(String name) {
    String withoutDot = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    String wildcard = withoutDot.startsWith("*.") ? "*." : "";
    String rest = withoutDot.substring(wildcard.length());
    return wildcard + IDN.toASCII(rest, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
  }

  private static InetAddress address(String literal) {
    try {
      // A literal is parsed, never looked up.
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + literal, e);
    }
  }
}
