package org.securechat.launcher.listener;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * How the application, which has renewed its certificate, has the administration's listener show it
 * as well. The application is loaded apart from this program, so that they share types of the JDK
 * alone.
 */
public interface ListenerIdentityMBean {

  /**
   * Has connections be shown that certificate from now on; those that there are go on.
   *
   * @param key in memory
   * @param chain the certificate first
   * @param authorities whose clients are asked for a certificate
   * @throws IOException if the key is of a kind that TLS does not use, or kept by a device
   * @throws GeneralSecurityException if the rest cannot be used; then all is as it was
   */
  void show(PrivateKey key, X509Certificate[] chain, X509Certificate[] authorities)
      throws IOException, GeneralSecurityException;
}
