package org.securechat.client.attack.modern;

import static org.securechat.protocol.application.ErrorCode.BAD_CREDENTIALS;
import static org.securechat.protocol.application.ErrorCode.IDENTITY_MISMATCH;
import static org.securechat.protocol.application.ErrorCode.RATE_LIMITED;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.securechat.client.ClientException;
import org.securechat.client.attack.certificate.MaliciousCertificateFactory;
import org.securechat.client.attack.client.UnexpectedRefusalException;
import org.securechat.client.attack.client.WellBehavedClient;
import org.securechat.client.attack.scenario.Attacker;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.AttackNotPossibleException;
import org.securechat.client.attack.target.Reaction;
import org.securechat.client.pki.CertificateKind;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.ProtocolException;

/** What a user with a valid certificate can try on the accounts of others. */
final class AccountAttacks {
  private static final int GUESSES = 25;

  private static final int TIMED_QUESTIONS = 40;

  /** Few, because each costs two failures, of which the address has a budget. */
  private static final int TIMED_LOGINS = 10;

  private AccountAttacks() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of(
            "account-register-other",
            "an account in a name that is not in the certificate",
            Expected.error(IDENTITY_MISMATCH),
            AccountAttacks::registerOther),
        Scenario.of(
            "account-other-certificate",
            "another user's account by its right password, with a certificate of one's own",
            Expected.error(IDENTITY_MISMATCH),
            AccountAttacks::otherCertificate),
        Scenario.of(
            "account-wrong-password",
            "one's own account with a wrong password",
            Expected.error(BAD_CREDENTIALS),
            AccountAttacks::wrongPassword),
        Scenario.of(
            "account-enumeration",
            "comparing the answers for a user who exists and one who does not",
            Expected.sound(),
            AccountAttacks::enumerate),
        Scenario.of(
            "account-enumeration-timing",
            "timing the answers for a user who exists and for others who do not",
            Expected.sound(),
            AccountAttacks::enumerateByTime),
        Scenario.of(
            "account-guessing",
            GUESSES + " guesses at a password, one after the other",
            Expected.error(RATE_LIMITED),
            AccountAttacks::guess));
  }

  private static Reaction registerOther(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    try (WellBehavedClient session = attacker.shakeHands()) {
      String other = "not-" + Integer.toHexString(attacker.target().user().hashCode());
      attacker.sends("register " + other + " with the certificate of " + attacker.target().user());
      return session.attempt(id ->
          new Request.Register(
              id,
              other,
              random(PasswordKey.SALT_LENGTH),
              KdfParameters.DEFAULT,
              SecretBytes.random(PasswordKey.LENGTH)));
    }
  }

  private static byte[] random(int length) {
    try (SecretBytes bytes = SecretBytes.random(length)) {
      return bytes.expose();
    }
  }

  private static Reaction otherCertificate(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    String victim = attacker.target().user();
    try (WellBehavedClient session = attacker.shakeHands(mallory(attacker))) {
      Optional<SecretBytes> key = attacker.key(session);
      attacker.sends("login as " + victim + " with the right key and mallory's certificate");
      Reaction reaction = session.attempt(id -> new Request.Login(id, victim, key));
      if (reaction.equals(Reaction.error(RATE_LIMITED))) {
        throw new AttackNotPossibleException(
            "guesses of an earlier run are still held against strangers");
      }
      return reaction;
    }
  }

  private static Credentials mallory(Attacker attacker) throws ClientException {
    return attacker
        .certificateFactory()
        .issue(MaliciousCertificateFactory.order("mallory", CertificateKind.CLIENT));
  }

  private static Reaction wrongPassword(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    needsPasswords(attacker);
    try (WellBehavedClient session = attacker.shakeHands()) {
      attacker.sends("login with a random key");
      Reaction reaction = login(session, attacker.target().user());
      forgive(attacker);
      return reaction;
    }
  }

  private static void needsPasswords(Attacker attacker) throws AttackNotPossibleException {
    if (attacker.target().password().isEmpty()) {
      throw new AttackNotPossibleException("the server wants no passwords");
    }
  }

  private static Reaction login(WellBehavedClient session, String user)
      throws IOException, ProtocolException {
    return session.attempt(
        id -> new Request.Login(id, user, Optional.of(SecretBytes.random(PasswordKey.LENGTH))));
  }

  /** A login that succeeds, so that this failure is not held against the account. */
  private static void forgive(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    attacker.logIn().close();
  }

  private static Reaction enumerate(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    needsPasswords(attacker);
    String known = attacker.target().user();
    String unknown = "unknown-" + Integer.toHexString(known.hashCode());
    try (WellBehavedClient session = attacker.shakeHands()) {
      attacker.sends("kdf for " + known + ", and for " + unknown + " twice");
      Answer.KdfAnswer real = kdf(session, known);
      Answer.KdfAnswer fake = kdf(session, unknown);
      Answer.KdfAnswer again = kdf(session, unknown);
      if (!real.kdf().equals(fake.kdf())) {
        return Reaction.granted("an unknown user has other parameters: " + fake.kdf());
      }
      if (!Arrays.equals(fake.salt(), again.salt())) {
        return Reaction.granted("an unknown user has a new salt each time");
      }
      attacker.sends("login with a random key as " + known + " and as " + unknown);
      String wrong = refusal(session, known);
      String nobody = refusal(session, unknown);
      forgive(attacker);
      return wrong.equals(nobody)
          ? Reaction.sound("the same answers for both: " + wrong)
          : Reaction.granted(wrong + " for a user who exists, otherwise " + nobody);
    }
  }

  private static Reaction enumerateByTime(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    needsPasswords(attacker);
    String known = attacker.target().user();
    Supplier<String> unknown = unknownNames(known);
    try (WellBehavedClient session = attacker.shakeHands()) {
      attacker.sends(
          "kdf for " + known + " and for unknown names by turns, " + TIMED_QUESTIONS + " each");
      TimingComparison questions =
          TimingComparison.measure(
              TIMED_QUESTIONS, () -> kdf(session, known), () -> kdf(session, unknown.get()));
      attacker.sends(
          "login as " + known + " and under unknown names by turns, " + TIMED_LOGINS + " each");
      TimingComparison logins =
          TimingComparison.measure(
              TIMED_LOGINS,
              () -> wrongLogin(session, known),
              () -> wrongLogin(session, unknown.get()),
              () -> forgive(attacker));
      String times = "kdf " + questions + ", login " + logins;
      return questions.distinguishable() || logins.distinguishable()
          ? Reaction.granted("a user who exists is answered in another time: " + times)
          : Reaction.sound("no usable difference: " + times);
    }
  }

  private static Supplier<String> unknownNames(String known) {
    int[] count = {0};
    return () -> "unknown-" + Integer.toHexString(known.hashCode()) + "-" + ++count[0];
  }

  private static void wrongLogin(WellBehavedClient session, String user)
      throws IOException, ProtocolException, ClientException {
    Reaction reaction = login(session, user);
    if (reaction.equals(Reaction.error(RATE_LIMITED))) {
      throw new AttackNotPossibleException(
          "guesses of an earlier run are still held against this address");
    }
  }

  private static String refusal(WellBehavedClient session, String user)
      throws ClientException, IOException, ProtocolException {
    try {
      Optional<SecretBytes> key = Optional.of(SecretBytes.random(PasswordKey.LENGTH));
      session.ask(id -> new Request.Login(id, user, key), Answer.LoginAnswer.class);
      return "a login";
    } catch (UnexpectedRefusalException e) {
      return e.said();
    }
  }

  private static Answer.KdfAnswer kdf(WellBehavedClient session, String user)
      throws ClientException, IOException, ProtocolException {
    return session.ask(id -> new Request.Kdf(id, user), Answer.KdfAnswer.class);
  }

  /** With a foreign certificate, whose failures do not lock the owner out. */
  private static Reaction guess(Attacker attacker)
      throws ClientException, IOException, ProtocolException {
    needsPasswords(attacker);
    String victim = attacker.target().user();
    try (WellBehavedClient session = attacker.shakeHands(mallory(attacker))) {
      attacker.sends("logins as " + victim + " with random keys and mallory's certificate");
      Reaction reaction = login(session, victim);
      for (int i = 1; i < GUESSES && BAD_CREDENTIALS.wireName().equals(reaction.detail()); i++) {
        reaction = login(session, victim);
      }
      return BAD_CREDENTIALS.wireName().equals(reaction.detail())
          ? Reaction.granted(GUESSES + " guesses without being slowed down")
          : reaction;
    }
  }
}
