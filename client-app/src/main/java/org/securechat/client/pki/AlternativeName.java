package org.securechat.client.pki;

import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.util.IPAddress;
import org.securechat.client.ClientException;
import org.securechat.protocol.name.Names;

/**
 * One subject alternative name as it is typed: {@code dns:}, {@code ip:}, {@code email:}, {@code
 * uri:} or {@code upn:} and the name, or the bare name, which is then guessed by its looks.
 */
record AlternativeName(int tag, String text) {
  private static final Pattern DNS =
      Pattern.compile(
          "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*\\.?");
  private static final Pattern MAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

  /** The userPrincipalName of PROTOCOL.md 6.4. */
  private static final ASN1ObjectIdentifier UPN =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7e]+");

  static AlternativeName parse(String typed) throws ClientException {
    if (typed.startsWith("dns:")) {
      return new AlternativeName(GeneralName.dNSName, typed.substring(4)).checked(typed);
    }
    if (typed.startsWith("ip:")) {
      return new AlternativeName(GeneralName.iPAddress, typed.substring(3)).checked(typed);
    }
    if (typed.startsWith("email:")) {
      return new AlternativeName(GeneralName.rfc822Name, typed.substring(6)).checked(typed);
    }
    if (typed.startsWith("uri:")) {
      return new AlternativeName(GeneralName.uniformResourceIdentifier, typed.substring(4))
          .checked(typed);
    }
    if (typed.startsWith("upn:")) {
      return new AlternativeName(GeneralName.otherName, typed.substring(4)).checked(typed);
    }
    return new AlternativeName(guess(typed), typed).checked(typed);
  }

  private static int guess(String typed) {
    if (IPAddress.isValid(typed)) {
      return GeneralName.iPAddress;
    }
    if (typed.contains("@") && !typed.contains(":")) {
      return GeneralName.rfc822Name;
    }
    return typed.contains(":") ? GeneralName.uniformResourceIdentifier : GeneralName.dNSName;
  }

  private AlternativeName checked(String typed) throws ClientException {
    if (!valid()) {
      throw new ClientException(
          "'" + typed + "' is not a name a certificate can carry",
          "Use dns:HOST, ip:ADDRESS, email:MAILBOX, uri:URI or upn:NAME, separated by commas.");
    }
    return this;
  }

  private boolean valid() {
    if (tag == GeneralName.iPAddress) {
      return IPAddress.isValid(text);
    }
    if (tag == GeneralName.dNSName) {
      return text.length() <= 253 && DNS.matcher(text).matches();
    }
    // PROTOCOL.md 6.4: of another form it would state no user.
    if (tag == GeneralName.otherName) {
      return Names.isUsername(Names.lowerCase(text));
    }
    return (tag == GeneralName.rfc822Name ? MAIL : URI).matcher(text).matches()
        && text.length() <= 253;
  }

  GeneralName encoded() {
    return tag == GeneralName.otherName
        ? new GeneralName(tag, new OtherName(UPN, new DERUTF8String(text)))
        : new GeneralName(tag, text);
  }
}
