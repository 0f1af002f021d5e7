package org.securechat.server.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.certificate.PeerValidity;
import org.securechat.server.chat.ChatException;
import org.securechat.server.chat.LineAppender;
import org.securechat.server.ledger.Commits;
import org.securechat.server.ledger.FakeLedger;
import org.securechat.server.ledger.LedgerAccess;

/** The lines of a classic session, whose client's certificate verifiers judge at each of them. */
class ClassicLedgerTest {
  private final FakeLedger ledger = new FakeLedger();
  private final Validity validity = new Validity();
  private final ClassicSession session =
      new ClassicSession(
          ClassicPeer.carol(),
          ClassicPeer.server(),
          Optional.empty(),
          SecretBytes.random(16),
          Instant.EPOCH);
  private final ClassicLedger lines =
      new ClassicLedger(
          new LineAppender(ledger), null, ledger, LedgerAccess.key(), validity, Clock.systemUTC());

  @Test
  void aMessageIsWrittenWhileTheCertificateIsGood() {
    validity.goodUntil = FakeLedger.AT;
    validity.coveredUntil = FakeLedger.AT;

    assertThat(written()).isPresent();
  }

  @Test
  void noMessageIsWrittenAfterTheCertificateHasEnded() {
    validity.goodUntil = FakeLedger.AT.minusMillis(1);

    assertRefused();
  }

  @Test
  void noMessageIsWrittenThatNoRevocationListCovers() {
    validity.coveredUntil = FakeLedger.AT.minusMillis(1);

    assertRefused();
  }

  @Test
  void theReceiptIsALineAsWell() throws Exception {
    ledger.committingAtOnce();
    validity.goodUntil = FakeLedger.AT.minusMillis(1);

    assertThatThrownBy(() -> lines.close(session)).isInstanceOf(ChatException.class);

    validity.goodUntil = FakeLedger.AT;
    assertThat(lines.close(session).lastSeq()).isZero();
  }

  private Optional<Object> written() {
    var line =
        lines.write(session, "{}".getBytes(StandardCharsets.UTF_8), () -> {}).toCompletableFuture();
    ledger.commitNext();
    return Optional.of(Commits.await(line));
  }

  private void assertRefused() {
    assertThatThrownBy(this::written)
        .isInstanceOfSatisfying(
            ChatException.class,
            e -> assertThat(e.reason()).isEqualTo(ChatException.Reason.CERTIFICATE_ENDED));
  }

  private static final class Validity extends PeerValidity {
    private Instant goodUntil = Instant.MAX;
    private Instant coveredUntil = Instant.MAX;

    @Override
    public boolean isGood(PeerIdentity peer, Instant time) {
      return !time.isAfter(goodUntil);
    }

    @Override
    public boolean isCovered(PeerIdentity peer, Instant time) {
      return !time.isAfter(coveredUntil);
    }
  }
}
