package org.securechat.protocol.identity;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import org.securechat.protocol.fuzz.Broken;
import org.securechat.testkit.TestPki;

/** A revocation list from any place. */
public final class ListTarget {
  private static final X509Certificate AUTHORITY = TestPki.create().certificate();

  private ListTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    X509CRL list;
    try {
      list = RevocationLists.parse(data);
    } catch (RevocationDataException e) {
      return;
    }
    try {
      RevocationLists.number(list);
      RevocationLists.isCurrent(list, TestPki.NOW);
      RevocationLists.verify(list, AUTHORITY);
      throw Broken.by(new IllegalStateException("the authority has not signed that"));
    } catch (RevocationDataException e) {
      // As it has to be.
    }
  }
}
