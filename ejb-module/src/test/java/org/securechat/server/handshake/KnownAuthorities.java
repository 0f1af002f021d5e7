package org.securechat.server.handshake;

import java.security.cert.X509Certificate;
import java.util.List;

/** A server that trusts these authorities and has no certificate of its own. */
public final class KnownAuthorities extends ServerIdentity {
  private final List<X509Certificate> authorities;

  public KnownAuthorities(List<X509Certificate> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  @Override
  public List<X509Certificate> authorities() {
    return authorities;
  }
}
