package org.securechat.client.attack.scenario;

import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.securechat.client.ClientException;
import org.securechat.client.attack.certificate.MaliciousCertificateFactory;
import org.securechat.client.attack.certificate.RsaKeys;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.Target;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.KeyKind;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.ProtocolException;

/** What all attacks of a run share: keys, certificates, password, rooms. Made once. Thread-safe. */
public final class AttackResources implements AutoCloseable {
  private static final int RUN_BYTES = 2;

  private final Target target;
  private final String run = HexFormat.of().formatHex(random());
  private final Set<String> rooms = new HashSet<>();
  private MaliciousCertificateFactory factory;
  private Answer.KdfAnswer derivedFor;
  private SecretBytes key;
  private char[] password;
  private final RsaKeys keys = new RsaKeys();
  private final RsaKeys unrelatedKeys = new RsaKeys();
  private Credentials rsa;
  private Credentials rsaOfAccount;

  public AttackResources(Target target) {
    this.target = target;
  }

  private static byte[] random() {
    byte[] bytes = new byte[RUN_BYTES];
    Providers.random().nextBytes(bytes);
    return bytes;
  }

  Target target() {
    return target;
  }

  synchronized MaliciousCertificateFactory certificateFactory() throws ClientException {
    if (factory == null) {
      factory = MaliciousCertificateFactory.of(target, keys::get);
    }
    return factory;
  }

  /** The keys in all RSA certificates that are made. */
  RsaKeys keys() {
    return keys;
  }

  /** Keys that are in no certificate. */
  RsaKeys unrelatedKeys() {
    return unrelatedKeys;
  }

  synchronized Credentials rsa() throws ClientException {
    if (rsa == null) {
      try {
        rsa =
            certificateFactory()
                .issue(
                    MaliciousCertificateFactory.order(
                        "classic", CertificateKind.CLIENT, KeyKind.RSA2048));
      } catch (AttackNotPossibleException _) {
        if (!isRsa(target.credentials())) {
          throw new ClientException(
              "classic clients know RSA alone, and the certificate of " + target.user() + " is not",
              "Name a folder with ca.key in it (--pki), or an RSA certificate of yours (--cert and"
                  + " --key, made by 'securechat pki issue NAME --key rsa2048').");
        }
        rsa = target.credentials();
      }
    }
    return rsa;
  }

  synchronized Credentials rsaOfAccount() throws ClientException {
    if (rsaOfAccount == null) {
      // Without an RSA certificate and without the authority this says what to do.
      rsa();
      rsaOfAccount =
          isRsa(target.credentials())
              ? target.credentials()
              : certificateFactory()
                  .ownAccount(
                      MaliciousCertificateFactory.order(
                          "account", CertificateKind.CLIENT, KeyKind.RSA2048));
    }
    return rsaOfAccount;
  }

  private static boolean isRsa(Credentials credentials) {
    return credentials.leaf().getPublicKey() instanceof RSAPublicKey;
  }

  synchronized char[] password() throws ClientException {
    if (password == null) {
      password =
          target
              .password()
              .orElseThrow(() -> new AttackNotPossibleException("needs the account's password"))
              .get();
    }
    return password.clone();
  }

  /** The login key; empty if the server wants the certificate alone. */
  synchronized Optional<SecretBytes> key(Answer.KdfAnswer asked) throws ClientException {
    if (target.password().isEmpty()) {
      return Optional.empty();
    }
    if (key == null || !Arrays.equals(derivedFor.salt(), asked.salt())) {
      char[] copy = password();
      try {
        key = PasswordKey.derive(copy, asked.salt(), asked.kdf());
        derivedFor = asked;
      } finally {
        Arrays.fill(copy, '\0');
      }
    }
    return Optional.of(key);
  }

  /** What tells the rooms of this run from those of others, which cannot be entered again. */
  String run() {
    return run;
  }

  /** The rooms that were made. */
  synchronized Set<String> rooms() {
    return Set.copyOf(rooms);
  }

  synchronized String room(WellBehavedClient session, String name)
      throws ClientException, IOException, ProtocolException {
    if (!rooms.contains(name)) {
      session.ask(id -> new Request.Create(id, name, Visibility.PRIVATE), Answer.RoomAnswer.class);
      rooms.add(name);
    }
    session.knows(session.ask(id -> new Request.Join(id, name), Answer.RoomAnswer.class).room());
    return name;
  }

  @Override
  public synchronized void close() {
    if (password != null) {
      Arrays.fill(password, '\0');
    }
    if (key != null) {
      key.close();
    }
    if (factory != null) {
      factory.close();
    }
  }
}
