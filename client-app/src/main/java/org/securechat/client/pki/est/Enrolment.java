package org.securechat.client.pki.est;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.identity.Identity;
import org.securechat.client.pki.CertificateImport;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.CertificateRequest;
import org.securechat.client.pki.KeyForm;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.key.Passphrase;

/**
 * A user's first certificate from an EST server: key, request, answer, judgement, and both files in
 * place. Nothing but the key of the request is left if it fails, and the next attempt uses that
 * key: an authority that has to think wants the same request again (RFC 7030, section 4.2.3).
 */
public final class Enrolment {
  private final Path root;
  private final EstAddress address;
  private final EstTrust trust;
  private final EstPatience patience;
  private final Clock clock;

  /**
   * An enrolment into that folder.
   *
   * @param root the folder of certificates, made if missing
   */
  public Enrolment(
      Path root, EstAddress address, EstTrust trust, EstPatience patience, Clock clock) {
    this.root = root;
    this.address = address;
    this.trust = trust;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Gets a certificate and puts it in place, with its key and with how it is renewed.
   *
   * @param order for whom; a user's
   * @param passphrase of the key of an earlier request
   * @param form how a new key is written
   * @param login used if the server asks for it
   * @param own a certificate that the server knows, shown to it
   * @throws ClientException for an answer that would be refused afterwards; nothing is changed then
   */
  public CertificateImport.Done run(
      CertificateOrder order,
      Passphrase passphrase,
      KeyForm form,
      Optional<EstLogin> login,
      Optional<Credentials> own)
      throws ClientException {
    insistOnOneTrust();
    try (EstServer server =
        EstServer.trusted(address, trust.ofServer(), own, login, patience, clock)) {
      List<X509Certificate> received = new ArrayList<>(server.authorities());
      CertificateRequest request =
          CertificateRequest.make(
              root, order, CertificateRequest.pendingKey(root, order.name()), passphrase, form);
      received.addAll(0, server.enroll(request.encoded()));
      CertificateImport.Done done =
          new CertificateImport(root, order, passphrase, clock)
              .take(
                  received,
                  request.key(),
                  CertificateImport.Demand.states(Set.of(order.name())),
                  trust.authorities());
      remember(order.name());
      return done;
    }
  }

  /** One folder has one set of authorities, by which everything in it is judged. */
  private void insistOnOneTrust() throws ClientException {
    Path file = root.resolve("ca.pem");
    if (Files.exists(file) && !Identity.authorities(file).containsAll(trust.authorities())) {
      throw new ClientException(
          file + " does not have the authority that you named",
          "Add its certificate to the file if both count, or use another folder (--dir).");
    }
  }

  private void remember(String name) throws ClientException {
    List<X509Certificate> others =
        trust.ofServer().equals(trust.authorities()) ? List.of() : trust.ofServer();
    try {
      new EstSettings(address, Optional.empty(), others).write(root, name);
    } catch (IOException e) {
      throw new ClientException(
          "the certificate is in place, and " + EstSettings.file(root, name) + " cannot be written",
          "It will not be renewed by itself: 'securechat pki renew "
              + name
              + " --est URL' does it.",
          e);
    }
  }
}
