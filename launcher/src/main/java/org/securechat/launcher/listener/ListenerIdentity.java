package org.securechat.launcher.listener;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate of the administration's listener, which Payara reads when it starts and never
 * again. Grizzly makes the TLS of each new connection from a context that it keeps in a field; a
 * new context there is what the next handshake uses. A new one knows no earlier sessions either,
 * which would be resumed under the certificate before. Thread-safe.
 */
public final class ListenerIdentity implements ListenerIdentityMBean {

  private static final String NAME = "org.securechat:type=AdministrationListener";
  private static final String FILTER = "org.glassfish.grizzly.ssl.SSLBaseFilter";
  private static final String CONFIGURATOR = "org.glassfish.grizzly.ssl.SSLEngineConfigurator";
  private static final String ALIAS = "server";

  /** Of stores that never leave the memory. */
  private static final char[] NO_PASSWORD = new char[0];

  private final List<Object> configurators = new ArrayList<>();
  private List<X509Certificate> shown;
  private List<X509Certificate> trusted;

  /** Null while the listener has what Payara read. */
  private SSLContext context;

  private ListenerIdentity(List<X509Certificate> shown, List<X509Certificate> trusted) {
    this.shown = List.copyOf(shown);
    this.trusted = List.copyOf(trusted);
  }

  /**
   * Makes it known to the application.
   *
   * @param shown the chain with which Payara starts
   * @param trusted the authorities with which it starts
   */
  public static ListenerIdentity publish(List<X509Certificate> shown, List<X509Certificate> trusted)
      throws JMException {
    ListenerIdentity identity = new ListenerIdentity(shown, trusted);
    ManagementFactory.getPlatformMBeanServer().registerMBean(identity, new ObjectName(NAME));
    return identity;
  }

  @Override
  public synchronized void show(
      PrivateKey key, X509Certificate[] chain, X509Certificate[] authorities)
      throws IOException, GeneralSecurityException {
    if (shown.equals(Arrays.asList(chain)) && trusted.equals(Arrays.asList(authorities))) {
      return;
    }
    SSLContext next = context(key, chain, authorities);
    for (Object configurator : configurators) {
      set(configurator, next);
    }
    context = next;
    shown = List.of(chain);
    trusted = List.of(authorities);
  }

  private static SSLContext context(
      PrivateKey key, X509Certificate[] chain, X509Certificate[] authorities)
      throws IOException, GeneralSecurityException {
    KeyStore keys = emptyStore();
    keys.setKeyEntry(ALIAS, PrivateKeys.ofJdk(key), NO_PASSWORD, chain);
    KeyStore trust = emptyStore();
    for (int i = 0; i < authorities.length; i++) {
      trust.setCertificateEntry("ca-" + i, authorities[i]);
    }
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(keys, NO_PASSWORD);
    TrustManagerFactory trustManagers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(trust);
    SSLContext made = SSLContext.getInstance("TLS");
    made.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return made;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /**
   * Takes charge of a listener that has started.
   *
   * @param filters what makes the TLS of its connections
   * @throws NoSuchFieldException if there is none
   */
  synchronized void takeCharge(Collection<?> filters) throws ReflectiveOperationException {
    if (filters.isEmpty()) {
      throw new NoSuchFieldException("no TLS in a listener of Payara Micro");
    }
    for (Object filter : filters) {
      Object configurator = filterType().getMethod("getServerSSLEngineConfigurator").invoke(filter);
      configurators.add(configurator);
      if (context != null) {
        set(configurator, context);
      }
    }
  }

  /** Of what {@link #takeCharge} takes. */
  static Class<?> filterType() throws ClassNotFoundException {
    return Class.forName(FILTER);
  }

  private static void set(Object configurator, SSLContext context) {
    try {
      Field field = Class.forName(CONFIGURATOR).getDeclaredField("sslContext");
      field.setAccessible(true);
      field.set(configurator, context);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
