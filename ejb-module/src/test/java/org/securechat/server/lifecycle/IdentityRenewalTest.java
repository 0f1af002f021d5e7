package org.securechat.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.classic.ClassicService;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.receipt.LoadedReceiptKey;
import org.securechat.server.receipt.ReceiptKey;
import org.securechat.server.renewal.CertificateFault;
import org.securechat.server.renewal.Renewal;
import org.securechat.server.renewal.RenewalSettings;
import org.securechat.testkit.TestPki;

/** What is said of certificates that are in use. */
class IdentityRenewalTest {
  private final Credentials credentials = TestPki.create().server("localhost").issue();
  private final CertificateFault ended =
      new CertificateFault(AlertCode.CERTIFICATE_EXPIRED, "it has ended");
  private final ServerReadiness state = new ServerReadiness();
  private Optional<CertificateFault> ofServer = Optional.empty();
  private Optional<CertificateFault> ofReceipt = Optional.empty();
  private Optional<CertificateFault> ofClassic = Optional.empty();
  private final IdentityRenewal renewal =
      new IdentityRenewal(
          new Identity(),
          new Key(),
          new Classic(),
          null,
          state,
          new AuditLog(),
          new RenewalSettings(Duration.ofHours(1)),
          new Threads());

  @AfterEach
  void stop() {
    renewal.stop();
  }

  @Test
  void goodCertificatesAreNoMatter() {
    renewal.start();
    assertThat(state.certificateFaults()).isEmpty();
  }

  @Test
  void whatIsBadAtAStartIsKnownWhenTheStartIsDone() {
    ofServer = Optional.of(ended);
    ofReceipt = Optional.of(ended);
    ofClassic = Optional.of(ended);
    renewal.start();
    assertThat(state.certificateFaults()).containsOnlyKeys("server", "receipt", "classic");
  }

  @Test
  void whatEndsWhileTheServerRunsIsToldAndWhatIsGoodAgainIsNot() {
    renewal.start();
    ofServer = Optional.of(ended);
    renewal.look();
    assertThat(state.certificateFaults()).containsExactly(entry("server", ended));

    ofServer = Optional.empty();
    renewal.look();
    assertThat(state.certificateFaults()).isEmpty();
  }

  @Test
  void theSameFaultIsNewOnce() {
    assertThat(state.certificateRefused("server", ended)).isTrue();
    assertThat(state.certificateRefused("server", ended)).isFalse();
    state.certificateTaken("server");
    assertThat(state.certificateRefused("server", ended)).isTrue();
  }

  private final class Identity extends ServerIdentity {
    @Override
    public synchronized Renewal renew(Showing alsoShown) {
      return new Renewal.Untouched();
    }

    @Override
    public Optional<CertificateFault> fault() {
      return ofServer;
    }

    @Override
    public Optional<CertificateFault> fault(
        String file, List<X509Certificate> chain, Purpose purpose) {
      return ofReceipt;
    }
  }

  private final class Key extends ReceiptKey {
    @Override
    public synchronized Renewal renew(Consumer<LoadedReceiptKey> judge) {
      return new Renewal.Untouched();
    }

    @Override
    public Credentials credentials() {
      return credentials;
    }
  }

  private final class Classic extends ClassicService {
    @Override
    public boolean isEnabled() {
      return true;
    }

    @Override
    public Renewal renew() {
      return new Renewal.Untouched();
    }

    @Override
    public Optional<CertificateFault> fault() {
      return ofClassic;
    }
  }

  private static final class Threads implements ManagedThreadFactory {
    @Override
    public Thread newThread(Runnable work) {
      return Thread.ofVirtual().unstarted(work);
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
      throw new UnsupportedOperationException();
    }
  }
}
