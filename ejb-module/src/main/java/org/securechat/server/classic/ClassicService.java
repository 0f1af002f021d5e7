package org.securechat.server.classic;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.securechat.server.renewal.CertificateFault;
import org.securechat.server.renewal.Renewal;

/** What the rest of the server needs to know of the classic endpoint. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class ClassicService {

  private final ClassicSettings settings;
  private final ClassicKeys keys;

  /** For the container's proxy. */
  public ClassicService() {
    this(null, null);
  }

  @Inject
  public ClassicService(ClassicSettings settings, ClassicKeys keys) {
    this.settings = settings;
    this.keys = keys;
  }

  /** Whether classic clients are served. */
  public boolean isEnabled() {
    return settings.enabled();
  }

  /** As {@link ClassicKeys#renew}; only if classic clients are served. */
  public Renewal renew() {
    return keys.renew();
  }

  /** As {@link ClassicKeys#fault}; only if classic clients are served. */
  public Optional<CertificateFault> fault() {
    return keys.fault();
  }

  /** The certificate that classic clients are shown now; only if they are served. */
  public X509Certificate certificate() {
    return keys.certificate();
  }

  /**
   * Before the first client connects: does nothing if classic clients are not served.
   *
   * @throws IllegalStateException if they cannot, or should not, be served as configured
   */
  public void prepare() {
    if (settings.enabled()) {
      settings.check();
      keys.load();
    }
  }
}
