package org.securechat.server.monitoring;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.securechat.connector.contract.Gateway;
import org.securechat.connector.contract.Statistics;
import org.securechat.server.certificate.CrlStatus;
import org.securechat.server.certificate.IssuerLists;
import org.securechat.server.config.MonitoringSettings;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.Subscriber;
import org.securechat.server.file.FilesFolderCheck;
import org.securechat.server.ledger.LedgerCondition;
import org.securechat.server.ledger.LedgerMeter;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.lifecycle.ServerReadiness;
import org.securechat.server.renewal.CertificateFault;

/** A server whose state a test sets, as far as monitoring asks for it. */
final class MonitoredServer {

  LedgerCondition ledger = LedgerCondition.WRITING;
  LedgerMeter meter = LedgerMeter.NONE;
  boolean databaseAnswers = true;
  boolean databaseThrows;
  boolean accepting = true;
  boolean deliveryAlive = true;
  Duration deliveryBusy = Duration.ZERO;
  boolean listsRequired = true;
  Optional<String> filesFault = Optional.empty();
  List<IssuerLists> issuerLists =
      List.of(
          lists("CN=Root", IssuerLists.State.CURRENT, Instant.parse("2030-01-02T03:04:05.678Z")));
  Map<String, Instant> certificateEnds = Map.of();
  Map<String, CertificateFault> certificateFaults = Map.of();
  Statistics statistics = Statistics.NONE;

  /** What is known of an issuer's lists, told a week before they end. */
  static IssuerLists lists(String issuer, IssuerLists.State state, Instant end) {
    Optional<Instant> next = Optional.ofNullable(end);
    return new IssuerLists(issuer, state, next, next.map(at -> at.minus(Duration.ofDays(7))));
  }

  ServerProbes probes(Path data, long minFreeBytes) {
    MonitoringSettings settings = new MonitoringSettings("chat.example.org", data, minFreeBytes);
    ServerProbes probes =
        new ServerProbes(
            dataSource(),
            executor(),
            ledger(),
            delivery(),
            settings,
            lists(),
            readiness(),
            files());
    probes.start();
    return probes;
  }

  private FilesFolderCheck files() {
    return new FilesFolderCheck() {
      @Override
      public Optional<String> look() {
        return filesFault;
      }
    };
  }

  Gateway gateway() {
    return answering(Gateway.class, (proxy, method, arguments) -> statistics);
  }

  private DataSource dataSource() {
    Connection connection =
        answering(
            Connection.class,
            (proxy, method, arguments) ->
                method.getName().equals("isValid") ? databaseAnswers : null);
    return answering(
        DataSource.class,
        (proxy, method, arguments) -> {
          if (databaseThrows) {
            throw new SQLException("password=secret");
          }
          return connection;
        });
  }

  /** Runs everything on the caller's thread. */
  private static ManagedExecutorService executor() {
    return answering(
        ManagedExecutorService.class,
        (proxy, method, arguments) -> {
          ((Runnable) arguments[0]).run();
          return null;
        });
  }

  private static <T> T answering(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  TranscriptLedger ledger() {
    return new TranscriptLedger() {
      @Override
      public LedgerCondition condition() {
        return ledger;
      }

      @Override
      public boolean isTakingLines() {
        return ledger == LedgerCondition.WRITING;
      }

      @Override
      public int waitingLines() {
        return 7;
      }

      @Override
      public long waitingBytes() {
        return 700;
      }

      @Override
      public int refusedRooms() {
        return 2;
      }

      @Override
      public void meter(LedgerMeter given) {
        meter = given;
      }
    };
  }

  Delivery delivery() {
    return new Delivery() {
      @Override
      public boolean isAlive() {
        return deliveryAlive;
      }

      @Override
      public Duration busyFor() {
        return deliveryBusy;
      }

      @Override
      public int waiting() {
        return 3;
      }

      @Override
      public Collection<Subscriber> connected() {
        return List.of();
      }
    };
  }

  private CrlStatus lists() {
    return new CrlStatus() {
      @Override
      public boolean isRequired() {
        return listsRequired;
      }

      @Override
      public List<IssuerLists> ofIssuers() {
        return issuerLists;
      }
    };
  }

  OwnCertificates certificates() {
    return new OwnCertificates(null, null, null, Clock.systemUTC()) {
      @Override
      public Map<String, Instant> notAfter() {
        return certificateEnds;
      }
    };
  }

  private ServerReadiness readiness() {
    return new ServerReadiness() {
      @Override
      public boolean isAccepting() {
        return accepting;
      }

      @Override
      public Map<String, CertificateFault> certificateFaults() {
        return certificateFaults;
      }

      @Override
      public boolean hasStarted() {
        return true;
      }
    };
  }
}
