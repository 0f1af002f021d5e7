package org.securechat.server.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * What {@code /health} tells everybody: which checks are up. Not live means that only a restart
 * helps; ready, that connections are accepted and messages can be written; started, that this was
 * so once. What was found, and why something is down, is for those who have a role.
 */
@ApplicationScoped
public class HealthChecks {

  @Inject private ServerProbes probes;

  @Produces
  @Liveness
  HealthCheck process() {
    return () -> Check.PROCESS.answer(probes);
  }

  @Produces
  @Liveness
  HealthCheck writer() {
    return () -> Check.WRITER.answer(probes);
  }

  @Produces
  @Liveness
  HealthCheck delivery() {
    return () -> Check.DELIVERY.answer(probes);
  }

  @Produces
  @Readiness
  HealthCheck accepting() {
    return () -> Check.ACCEPTING.answer(probes);
  }

  @Produces
  @Readiness
  HealthCheck database() {
    return () -> Check.DATABASE.answer(probes);
  }

  @Produces
  @Readiness
  HealthCheck ledger() {
    return () -> Check.LEDGER.answer(probes);
  }

  @Produces
  @Readiness
  HealthCheck revocation() {
    return () -> Check.REVOCATION.answer(probes);
  }

  @Produces
  @Readiness
  HealthCheck disk() {
    return () -> Check.DISK.answer(probes);
  }

  @Produces
  @Startup
  HealthCheck started() {
    return () -> Check.STARTED.answer(probes);
  }
}
