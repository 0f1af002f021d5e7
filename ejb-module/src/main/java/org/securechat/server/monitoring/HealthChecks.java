package org.securechat.server.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Shows every {@link Check} under {@code /health}, which every caller may read: only whether it is
 * up. What was found, and why a check is down, is for administrators.
 *
 * <p>MicroProfile Health wants one bean for each check. A test holds these to the list in the enum;
 * beans that an extension adds are not found in an enterprise archive on Payara Server 6.
 */
@ApplicationScoped
public class HealthChecks {

  private final ServerProbes probes;

  /** For the container's proxy. */
  public HealthChecks() {
    this(null);
  }

  /** The checks of the server that these probes look at. */
  @Inject
  public HealthChecks(ServerProbes probes) {
    this.probes = probes;
  }

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
