package org.securechat.server.monitoring;

import java.lang.annotation.Annotation;
import java.util.Locale;
import java.util.function.Function;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The list of all health checks, in the order in which they are shown. */
public enum Check {
  PROCESS(Kind.LIVE, ServerProbes::process),
  WRITER(Kind.LIVE, ServerProbes::writer),
  DELIVERY(Kind.LIVE, ServerProbes::delivery),
  ACCEPTING(Kind.READY, ServerProbes::accepting),
  DATABASE(Kind.READY, ServerProbes::database),
  LEDGER(Kind.READY, ServerProbes::ledger),
  REVOCATION(Kind.READY, ServerProbes::revocation),
  DISK(Kind.READY, ServerProbes::disk),
  STARTED(Kind.STARTED, ServerProbes::started);

  /** What it means that a check is down. */
  public enum Kind {
    /** Only a restart helps. */
    LIVE(Liveness.Literal.INSTANCE),
    /** Messages cannot be written now, or soon. */
    READY(Readiness.Literal.INSTANCE),
    /** The server has not accepted connections yet. */
    STARTED(Startup.Literal.INSTANCE);

    private final Annotation qualifier;

    Kind(Annotation qualifier) {
      this.qualifier = qualifier;
    }

    /** By which MicroProfile Health knows the kind. */
    Annotation qualifier() {
      return qualifier;
    }

    /** The name in JSON. */
    public String wireName() {
      return lower(this);
    }
  }

  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // A method reference never changes.
  private final Function<ServerProbes, CheckResult> probe;

  Check(Kind kind, Function<ServerProbes, CheckResult> probe) {
    this.kind = kind;
    this.probe = probe;
  }

  /** The name in JSON and in the command line. */
  public String wireName() {
    return lower(this);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public Kind kind() {
    return kind;
  }

  /** What the check finds now; for administrators. */
  public CheckResult find(ServerProbes probes) {
    return probe.apply(probes);
  }

  /** Whether the check is up; every caller may see it. */
  HealthCheckResponse answer(ServerProbes probes) {
    return HealthCheckResponse.named(wireName()).status(find(probes).up()).build();
  }
}
