package org.securechat.server.monitoring;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.eclipse.microprofile.health.HealthCheck;

/**
 * Shows every {@link Check} under {@code /health}, which anybody may read: only whether it is up.
 * What was found, and why a check is down, is for administrators.
 *
 * <p>An extension, because MicroProfile Health wants one bean for each check, and the list of
 * checks stands in the enum alone.
 */
public class HealthChecks implements Extension {

  void register(@Observes AfterBeanDiscovery discovery) {
    for (Check check : Check.values()) {
      discovery
          .<HealthCheck>addBean()
          .id(HealthChecks.class.getName() + "." + check.name())
          .beanClass(HealthChecks.class)
          .scope(Dependent.class)
          .addType(HealthCheck.class)
          .addQualifier(check.kind().qualifier())
          .produceWith(beans -> {
            ServerProbes probes = beans.select(ServerProbes.class).get();
            return () -> check.answer(probes);
          });
    }
  }
}
