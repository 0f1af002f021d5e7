package org.securechat.client.pki.est;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.securechat.client.ClientException;
import org.securechat.client.identity.Identity;
import org.securechat.client.identity.OwnNames;
import org.securechat.client.identity.RememberedPassphrase;
import org.securechat.client.pki.CertificateImport;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.CertificateRequest;
import org.securechat.client.pki.KeyForm;
import org.securechat.client.pki.KeyKind;
import org.securechat.protocol.identity.Credentials;

/**
 * The next certificate of a user, with a new key, from the EST server that gave the present one.
 * The present one is shown for it, and stays until the next is in place.
 *
 * <p>An account belongs to a name that the certificate states and to no key (PROTOCOL.md 6.4), so
 * the next certificate is taken only if it states every username that the present one states.
 */
public final class Reenrolment {
  private final Path root;
  private final String name;
  private final EstPatience patience;
  private final Clock clock;

  /**
   * A renewal in that folder.
   *
   * @param name of the files in {@code issued}
   */
  public Reenrolment(Path root, String name, EstPatience patience, Clock clock) {
    this.root = root;
    this.name = name;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Gets the next certificate and puts it in place. How it went is remembered for the next start.
   *
   * @param settings where it comes from
   * @param present what is renewed
   * @param passphrase that opened the present key, if it is encrypted: the new one gets the same
   * @throws ClientException if there is none, and the present one stays
   */
  public CertificateImport.Done run(
      EstSettings settings, Credentials present, RememberedPassphrase passphrase)
      throws ClientException {
    try {
      CertificateImport.Done done = renew(settings, present, passphrase);
      remember(new EstSettings(settings.address(), Optional.empty(), settings.ofServer()));
      return done;
    } catch (ClientException e) {
      remember(settings.failedAt(clock.instant()));
      throw e;
    }
  }

  private CertificateImport.Done renew(
      EstSettings settings, Credentials present, RememberedPassphrase passphrase)
      throws ClientException {
    X509Certificate leaf = present.leaf();
    CertificateOrder order =
        CertificateOrder.of(name, CertificateKind.CLIENT)
            .withKey(KeyKind.of(leaf.getPublicKey()).orElse(KeyKind.P256));
    List<X509Certificate> authorities = Identity.authorities(root.resolve("ca.pem"));
    List<X509Certificate> ofServer =
        settings.ofServer().isEmpty() ? authorities : settings.ofServer();
    try (EstServer server =
        EstServer.trusted(
            settings.address(),
            ofServer,
            Optional.of(present),
            Optional.empty(),
            patience,
            clock)) {
      List<X509Certificate> received = new ArrayList<>(server.authorities());
      CertificateRequest request =
          CertificateRequest.renewing(
              root,
              order,
              leaf,
              CertificateRequest.pendingKey(root, name),
              passphrase,
              form(passphrase));
      received.addAll(0, server.reenroll(request.encoded()));
      return new CertificateImport(root, order, passphrase, clock)
          .take(received, request.key(), demand(leaf), authorities);
    }
  }

  /** One that ends no later would be renewed at every start. */
  private static CertificateImport.Demand demand(X509Certificate present) {
    Set<String> accounts = new TreeSet<>(OwnNames.of(present).accounts());
    return next -> {
      CertificateImport.Demand.states(accounts).of(next);
      if (!next.getNotAfter().toInstant().isAfter(present.getNotAfter().toInstant())) {
        throw new ClientException(
            "the new certificate ends at "
                + next.getNotAfter().toInstant()
                + ", no later than the present one",
            "Ask those who run the authority: it may end soon itself.");
      }
    };
  }

  private static KeyForm form(RememberedPassphrase passphrase) {
    return passphrase.last().isEmpty()
        ? KeyForm.PLAIN
        : KeyForm.encrypted(() -> passphrase.last().orElseThrow());
  }

  private void remember(EstSettings settings) {
    try {
      settings.write(root, name);
    } catch (IOException e) {
      // Then the next start tries again, which is no harm.
    }
  }
}
