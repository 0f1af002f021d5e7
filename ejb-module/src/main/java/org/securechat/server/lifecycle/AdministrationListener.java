package org.securechat.server.lifecycle;

import java.lang.management.ManagementFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.ObjectName;
import org.securechat.protocol.identity.Credentials;

/**
 * The listener of the administration interface. It belongs to the program that runs this
 * application, which is spoken to in types of the JDK; under an application server it is the
 * operator's, and nothing happens here.
 */
final class AdministrationListener {

  /** What the program calls it. */
  private static final String NAME = "org.securechat:type=AdministrationListener";

  private static final String[] TYPES = {
    PrivateKey.class.getName(), X509Certificate[].class.getName(), X509Certificate[].class.getName()
  };

  private AdministrationListener() {}

  /**
   * Has new connections be shown that certificate.
   *
   * @param authorities whose clients are asked for a certificate
   * @throws IllegalStateException if the listener cannot use it, and goes on as it did
   */
  static void show(Credentials credentials, List<X509Certificate> authorities) {
    Object[] values = {
      credentials.privateKey(),
      credentials.chain().toArray(X509Certificate[]::new),
      authorities.toArray(X509Certificate[]::new)
    };
    try {
      var _ =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(new ObjectName(NAME), "show", values, TYPES);
    } catch (InstanceNotFoundException e) {
      // Payara Server has listeners of its own.
    } catch (MBeanException e) {
      throw new IllegalStateException(
          "the administration's port cannot use it: " + e.getCause().getMessage(), e);
    } catch (JMException e) {
      throw new IllegalStateException("the administration's port cannot be told of it: " + e, e);
    }
  }
}
