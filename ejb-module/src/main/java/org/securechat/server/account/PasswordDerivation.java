package org.securechat.server.account;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.server.limit.Gate;

/**
 * Does for a password that reaches the server what a client does for one that does not: Argon2id.
 * With the usual parameters it costs 19 MiB and about 30 ms of a core. So each kind of caller has a
 * gate of its own, with few places and few who wait: neither memory nor cores can be used up, and
 * no kind keeps another from getting in. Thread-safe.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class PasswordDerivation {

  /** Whose passwords. */
  public enum Kind {
    /** Users who bring the certificate of the account. */
    USERS(1),
    /** Names that are administrators', and passwords that administrators set. */
    ADMINISTRATORS(8),
    /** Attempts that cannot be right, computed so that they take as long. */
    STRANGERS(1);

    private final int waiting;

    Kind(int waiting) {
      this.waiting = waiting;
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_PLACES = 2;
  private static final int WARMING = 4;

  private final Map<Kind, Gate> gates = new EnumMap<>(Kind.class);

  public PasswordDerivation() {
    int places = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_PLACES);
    for (Kind kind : Kind.values()) {
      gates.put(kind, new Gate(kind == Kind.STRANGERS ? 1 : places, kind.waiting, PATIENCE));
    }
  }

  /**
   * Derives some keys for none, so that the compiler has done its work before the first login:
   * until then each takes fifteen times as long.
   */
  public void warmUp() {
    char[] none = new char[PasswordKey.SALT_LENGTH];
    for (int i = 0; i < WARMING; i++) {
      derive(Kind.STRANGERS, none);
    }
  }

  /**
   * What is to be stored of a new password.
   *
   * @param password remains the caller's to wipe
   * @throws AccountException {@code OVERLOADED} if there is no place in time
   */
  public StoredPassword derive(Kind kind, char[] password) {
    byte[] salt = new byte[PasswordKey.SALT_LENGTH];
    Providers.random().nextBytes(salt);
    try (SecretBytes key = key(kind, password, salt, KdfParameters.DEFAULT)) {
      return StoredPassword.of(salt, KdfParameters.DEFAULT, key);
    }
  }

  /**
   * Whether a password is the one that is stored.
   *
   * @param password remains the caller's to wipe
   * @throws AccountException as {@link #derive}, and {@code TOO_COSTLY} for parameters beyond
   *     {@link KdfBounds}
   */
  public boolean fits(Kind kind, char[] password, StoredPassword stored) {
    if (!KdfBounds.permit(stored.parameters())) {
      throw new AccountException(
          AccountException.Reason.TOO_COSTLY,
          "the key of this account's password is too costly to compute here; a client of ours"
              + " computes its own, and an administrator can set a new password");
    }
    try (SecretBytes key = key(kind, password, stored.salt(), stored.parameters())) {
      return stored.matches(key);
    }
  }

  private SecretBytes key(Kind kind, char[] password, byte[] salt, KdfParameters parameters) {
    Gate gate = gates.get(kind);
    if (!gate.enter()) {
      throw new AccountException(AccountException.Reason.OVERLOADED, "too many passwords at once");
    }
    try {
      return PasswordKey.derive(password, salt, parameters);
    } finally {
      gate.leave();
    }
  }
}
