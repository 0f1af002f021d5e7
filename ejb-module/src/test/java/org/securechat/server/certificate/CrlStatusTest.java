package org.securechat.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.server.certificate.IssuerLists.State;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.testkit.TestPki;

/** On whose lists logins depend. */
class CrlStatusTest {
  private final TestPki root = TestPki.create();
  private final TestPki staff = root.intermediate("Staff");
  private final AtomicReference<List<X509CRL>> lists = new AtomicReference<>(List.of());
  private final AtomicReference<List<X509Certificate>> issued =
      new AtomicReference<>(List.of(staff.client("alice").issue().leaf()));
  private final AtomicReference<X509Certificate> own = new AtomicReference<>();
  private final AtomicReference<X509Certificate> withdrawn = new AtomicReference<>();

  @Test
  void theIssuerOfAnAcceptedChainIsLookedAtBesideTheRoot() {
    lists.set(List.of(root.crl()));
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.CURRENT, State.MISSING);
    lists.set(List.of(root.crl(), staff.crl()));
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.CURRENT, State.CURRENT);
  }

  @Test
  void anIssuerThatIsRevokedIsNotAskedForAList() {
    lists.set(List.of(root.crl(staff.certificate())));
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.CURRENT);

    lists.set(List.of(root.crl()));
    withdrawn.set(staff.certificate());
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.CURRENT);
  }

  @Test
  void theListOfAStrangerRevokesNoIssuer() {
    lists.set(List.of(root.crl(), TestPki.create().crl(staff.certificate())));
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.CURRENT, State.MISSING);
  }

  @Test
  void anIssuerWhosePeopleAreGoneIsToldAndClosesNothing() {
    lists.set(List.of(root.crl()));
    X509Certificate gone =
        staff
            .client("gone")
            .valid(TestPki.NOW.minusSeconds(9), TestPki.NOW.minusSeconds(1))
            .issue()
            .leaf();
    X509Certificate here = staff.client("here").issue().leaf();
    issued.set(List.of(gone));
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.CURRENT, State.UNUSED);
    assertThat(State.UNUSED.isTold()).isTrue();
    assertThat(State.UNUSED.isClosed()).isFalse();

    issued.set(List.of(gone, here));
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.CURRENT, State.MISSING);

    lists.set(List.of(root.crl(), staff.crl(TestPki.NOW.minusSeconds(9), TestPki.NOW, here)));
    assertThat(states(RevocationPolicy.REFUSE))
        .as("the last one is revoked, by a list that has ended")
        .containsExactly(State.CURRENT, State.UNUSED);
  }

  @Test
  void theIssuerOfTheServersOwnCertificateIsNeverUnused() {
    lists.set(List.of(root.crl()));
    issued.set(List.of());
    own.set(staff.server("localhost").issue().leaf());
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.CURRENT, State.MISSING);
  }

  @Test
  void aRootIsNeverUnused() {
    issued.set(List.of());
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.MISSING, State.UNUSED);
  }

  @Test
  void aRootIsExcusedBySettingAndTheIssuerBelowItIsNot() {
    assertThat(states(RevocationPolicy.REFUSE)).containsExactly(State.MISSING, State.MISSING);
    assertThat(states(RevocationPolicy.EXCUSE_ROOTS)).containsExactly(State.EXCUSED, State.MISSING);
  }

  private List<State> states(RevocationPolicy policy) {
    RevocationSettings settings =
        new RevocationSettings(policy, Path.of("crl.pem"), Duration.ofSeconds(1), null);
    return new CrlStatus(new Sources(), settings, new Keys(), TestPki.CLOCK)
        .ofIssuers().stream().map(IssuerLists::state).toList();
  }

  private final class Keys extends ServerIdentity {
    @Override
    public List<X509Certificate> authorities() {
      return List.of(root.certificate());
    }

    @Override
    public X509Certificate certificate() {
      return own.get();
    }
  }

  private final class Sources extends RevocationSources {
    @Override
    List<X509CRL> allLists() {
      return lists.get();
    }

    @Override
    List<X509Certificate> issuers() {
      return List.of(staff.certificate());
    }

    @Override
    List<X509Certificate> issuedBy(X509Certificate issuer) {
      return issued.get();
    }

    @Override
    boolean isRevokedHere(X509Certificate certificate) {
      return certificate.equals(withdrawn.get());
    }
  }
}
