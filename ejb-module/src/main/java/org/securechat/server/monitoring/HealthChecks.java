package org.securechat.server.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.securechat.server.lifecycle.ServerState;

/**
 * What {@code /health} tells. Not live means that only a restart helps; ready, that connections are
 * accepted and messages can be written; started, that this was so once.
 */
@ApplicationScoped
public class HealthChecks {

  @Inject private ServerProbes probes;
  @Inject private ServerState state;

  @Produces
  @Liveness
  HealthCheck process() {
    return () -> probes.process().response("process");
  }

  @Produces
  @Liveness
  HealthCheck writer() {
    return () -> probes.writer().response("writer");
  }

  @Produces
  @Liveness
  HealthCheck delivery() {
    return () -> probes.delivery().response("delivery");
  }

  @Produces
  @Readiness
  HealthCheck accepting() {
    return () -> Finding.of(state.isAccepting()).response("accepting");
  }

  @Produces
  @Readiness
  HealthCheck database() {
    return () -> probes.database().response("database");
  }

  @Produces
  @Readiness
  HealthCheck ledger() {
    return () -> probes.ledger().response("ledger");
  }

  @Produces
  @Readiness
  HealthCheck revocation() {
    return () -> probes.revocation().response("revocation");
  }

  @Produces
  @Readiness
  HealthCheck disk() {
    return () -> probes.disk().response("disk");
  }

  @Produces
  @Startup
  HealthCheck started() {
    return () -> Finding.of(state.hasStarted()).response("started");
  }
}
