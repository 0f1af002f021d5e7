package org.securechat.server.monitoring;

import java.util.Locale;
import java.util.function.Function;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Everything that health consists of, in the order in which it is shown. */
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
    LIVE,
    /** Messages cannot be written now, or soon. */
    READY,
    /** Connections have not been accepted yet. */
    STARTED;

    /** As programs read it. */
    public String wireName() {
      return lower(this);
    }
  }

  private final Kind kind;
  private final Function<ServerProbes, Finding> probe;

  Check(Kind kind, Function<ServerProbes, Finding> probe) {
    this.kind = kind;
    this.probe = probe;
  }

  /** As programs and people read it. */
  public String wireName() {
    return lower(this);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  public Kind kind() {
    return kind;
  }

  /** What is found now, for those who may see it. */
  public Finding find(ServerProbes probes) {
    return probe.apply(probes);
  }

  /** What anybody may see: whether it is up. */
  HealthCheckResponse answer(ServerProbes probes) {
    return HealthCheckResponse.named(wireName()).status(find(probes).up()).build();
  }
}
