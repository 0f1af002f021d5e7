package org.securechat.client.command.pki;

import java.io.PrintWriter;
import java.security.cert.X509Certificate;
import org.securechat.client.SafeText;
import org.securechat.client.pki.CertificateImport;

/** Says what was put in place. */
final class TakenText {
  private final PrintWriter out;

  TakenText(PrintWriter out) {
    this.out = out;
  }

  void print(CertificateImport.Done done) {
    out.println("certificate " + done.chain());
    out.println("its key     " + done.key() + "  (keep it to yourself)");
    for (X509Certificate certificate : done.certificates()) {
      String subject = certificate.getSubjectX500Principal().getName();
      out.println(
          "chain       "
              + SafeText.line(subject)
              + ", until "
              + certificate.getNotAfter().toInstant());
    }
    done.backups().forEach(backup -> out.println("kept        " + backup));
  }
}
