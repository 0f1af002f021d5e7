package org.securechat.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.session.SenderCertificates.CertificateUnavailableException;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.Purpose;
import org.securechat.testkit.TestPki;

class RevokedSendersTest {
  private static final Instant NOW = TestPki.NOW;
  private static final Instant LATER = NOW.plusSeconds(9999);

  private final TestPki root = TestPki.create();
  private final TestPki staff = root.intermediate("Staff");
  private final Credentials alice = root.client("alice").issue();
  private final Credentials bob = staff.client("bob").issue();

  @TempDir Path folder;

  private SenderCertificates by(List<X509CRL> lists) {
    return new SenderCertificates(
        new SenderCertificates.Trust(List.of(root.certificate()), _ -> lists),
        folder,
        _ -> {
          throw new AssertionError("nothing is to be asked for");
        });
  }

  private static void accepts(SenderCertificates by, Credentials holder, Instant at)
      throws Exception {
    assertThat(by.judge(holder.leaf(), Purpose.CLIENT, at).leaf().getEncoded())
        .isEqualTo(holder.leaf().getEncoded());
  }

  private static void refuses(SenderCertificates by, Credentials holder, Instant at) {
    assertThatThrownBy(() -> by.judge(holder.leaf(), Purpose.CLIENT, at))
        .isInstanceOf(CertificateUnavailableException.class)
        .hasMessageContaining("revoked");
  }

  @Test
  void theDateOfAnEntryCountsFromThenOn() throws Exception {
    SenderCertificates senders = by(List.of(root.crl(NOW.plusSeconds(5), LATER, alice.leaf())));
    accepts(senders, alice, NOW.plusMillis(4_999));
    refuses(senders, alice, NOW.plusSeconds(5));
  }

  @Test
  void anEarlierInvalidityDateCounts() throws Exception {
    SenderCertificates senders =
        by(List.of(root.crlWithInvalidityDate(LATER, NOW.plusSeconds(5), alice.leaf())));
    accepts(senders, alice, NOW.plusMillis(4_999));
    refuses(senders, alice, NOW.plusSeconds(5));
  }

  @Test
  void aPathThatIsNotRevokedByThenCounts() throws Exception {
    X509Certificate other =
        root.client("Staff")
            .subject(new X500Name(staff.certificate().getSubjectX500Principal().getName()))
            .authority()
            .chain(staff.certificate().getPublicKey())
            .get(0);
    X509CRL one = root.crl(NOW.plusSeconds(5), LATER, staff.certificate());
    X509CRL both = root.crl(NOW.plusSeconds(25), LATER, other);
    SenderCertificates senders = by(List.of(one, both, staff.crl()));
    senders.keep(List.of(bob.leaf().getEncoded(), staff.certificate().getEncoded()));
    senders.keep(List.of(bob.leaf().getEncoded(), other.getEncoded()));
    accepts(senders, bob, NOW);
    accepts(senders, bob, NOW.plusSeconds(15));
    refuses(senders, bob, NOW.plusSeconds(30));
  }

  @Test
  void aListOfAnotherAuthoritySaysNothing() throws Exception {
    SenderCertificates senders = by(List.of(TestPki.create().crl(NOW, LATER, alice.leaf())));
    accepts(senders, alice, NOW.plusSeconds(5));
  }
}
