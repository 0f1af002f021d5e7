package org.securechat.server.certificate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.handshake.ServerIdentity;

/**
 * Whether a peer whose certificate was accepted may still speak by it. {@link RevocationSweep} ends
 * sessions whose certificate is no longer good, but only from time to time; a line must not be
 * taken even in between. Takes microseconds and asks no responder. Thread-safe.
 */
@ApplicationScoped
public class PeerValidity {

  private final ServerIdentity keys;
  private final RevocationSweep sweep;
  private final RevocationSources sources;

  /** For the container's proxy. */
  public PeerValidity() {
    this(null, null, null);
  }

  @Inject
  public PeerValidity(ServerIdentity keys, RevocationSweep sweep, RevocationSources sources) {
    this.keys = keys;
    this.sweep = sweep;
    this.sources = sources;
  }

  /** Whether the certificate is valid and not revoked now. If not, its sessions end at once. */
  public boolean isGood(PeerIdentity peer) {
    return isGood(peer, keys.rules());
  }

  /** As {@link #isGood(PeerIdentity)}, at the time that a line has got. */
  public boolean isGood(PeerIdentity peer, Instant time) {
    return isGood(peer, keys.rules().at(Clock.fixed(time, ZoneOffset.UTC)));
  }

  /**
   * Whether a revocation list covers each certificate of the peer at that time, as verifiers demand
   * it of every line (PROTOCOL.md 11.2, 5). A server that asks responders has been told that its
   * lists may be absent.
   */
  public boolean isCovered(PeerIdentity peer, Instant time) {
    return sources.asksResponders()
        || keys.rules().at(Clock.fixed(time, ZoneOffset.UTC)).hasCurrentLists(peer);
  }

  private boolean isGood(PeerIdentity peer, CertificateRules rules) {
    try {
      rules.recheck(peer);
      return true;
    } catch (ProtocolException _) {
      sweep.soon();
      return false;
    }
  }
}
