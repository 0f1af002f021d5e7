package org.securechat.client.command.pki;

import java.util.ArrayList;
import java.util.List;
import org.securechat.client.pki.CertificateOrder;
import picocli.CommandLine.Option;

/** The options that say which names a user's certificate is to state. */
final class UserNameOptions {
  @Option(names = "--email", paramLabel = "MAILBOX", description = "bind this mailbox as well")
  private String email;

  @Option(
      names = "--upn",
      paramLabel = "NAME",
      description =
          "for a user: bind this user principal name as well, as directories of Windows have it;"
              + " it is a username, too, if the server's setting securechat.names counts 'upn'")
  private String upn;

  @Option(
      names = "--san",
      paramLabel = "NAME",
      split = ",",
      description =
          "alternative names: dns:HOST, ip:ADDRESS, email:MAILBOX, uri:URI, upn:NAME or bare"
              + " (default for a server: localhost, 127.0.0.1, ::1)")
  private List<String> names = new ArrayList<>();

  CertificateOrder addTo(CertificateOrder plain) {
    CertificateOrder order = plain.withAlternativeNames(names);
    if (email != null) {
      order = order.withEmail(email);
    }
    return upn == null ? order : order.withUpn(upn);
  }
}
