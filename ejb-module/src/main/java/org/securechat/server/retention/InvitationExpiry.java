package org.securechat.server.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/**
 * Ends invitations that were not answered for so many days (PROTOCOL.md 7.4). It makes no line, as
 * declining does not: nothing happens in the room. Thread-safe.
 */
@ApplicationScoped
public class InvitationExpiry implements ErasureTask {
  private final RetentionRepository repository;
  private final RetentionSettings settings;
  private final Clock clock;

  /** For the container's proxy. */
  public InvitationExpiry() {
    this(null, null, null);
  }

  @Inject
  public InvitationExpiry(RetentionRepository repository, RetentionSettings settings, Clock clock) {
    this.repository = repository;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void run() {
    if (settings.invitationDays() > 0) {
      repository.endInvitations(clock.instant().minus(Duration.ofDays(settings.invitationDays())));
    }
  }
}
