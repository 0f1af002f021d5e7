package org.securechat.server.classic;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the operator can set for the classic endpoint; off by default. */
@ApplicationScoped
public class ClassicSettings {

  @Inject
  @ConfigProperty(name = "securechat.classic.enabled")
  private boolean enabled;

  @Inject
  @ConfigProperty(name = "securechat.classic.bind")
  private String bind;

  @Inject
  @ConfigProperty(name = "securechat.classic.insecure-bind")
  private boolean insecureBind;

  /** Whether classic clients are served at all. */
  public boolean isEnabled() {
    return enabled;
  }

  /**
   * Refuses an address that others can reach, unless the operator has said that it is meant: the
   * profile does not protect passwords from whoever sits between.
   *
   * @throws IllegalStateException with what to do
   */
  public void check() {
    if (!insecureBind && !isLoopback(bind)) {
      throw new IllegalStateException(
          "the classic endpoint would listen on "
              + bind
              + ", where others can reach it, and its protocol is weak; bind it to 127.0.0.1, or"
              + " set securechat.classic.insecure-bind=true (--classic-insecure-bind) if that is"
              + " what you want");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
