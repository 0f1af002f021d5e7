package org.securechat.server.account;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** An account. */
@Entity
@Table(name = "users")
public class User {
  private static final String ACTIVE = AccountState.ACTIVE.wireName();

  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "username")
  private String username;

  @Embedded private StoredPassword password;

  @Column(name = "state")
  private String state;

  @Column(name = "bot")
  private boolean bot;

  @Column(name = "created_at")
  private long createdAt;

  @Column(name = "updated_at")
  private long updatedAt;

  @Version
  @Column(name = "version")
  private long version;

  /** For JPA. */
  protected User() {}

  /**
   * @param username a valid name
   * @param password null for an account that logs in by certificate alone
   */
  public User(String username, StoredPassword password, Instant now) {
    this.id = UUID.randomUUID().toString();
    this.username = Objects.requireNonNull(username);
    this.password = password;
    this.state = ACTIVE;
    this.createdAt = now.toEpochMilli();
    this.updatedAt = createdAt;
  }

  /** As its row has it. */
  User(
      String id,
      String username,
      StoredPassword password,
      String state,
      boolean bot,
      long createdAt,
      long updatedAt,
      long version) {
    this.id = id;
    this.username = username;
    this.password = password;
    this.state = state;
    this.bot = bot;
    this.createdAt = createdAt;
    this.updatedAt = updatedAt;
    this.version = version;
  }

  public UUID id() {
    return UUID.fromString(id);
  }

  public String username() {
    return username;
  }

  /** Empty for an account that logs in by certificate alone. */
  public Optional<StoredPassword> password() {
    return Optional.ofNullable(password);
  }

  public AccountState state() {
    return AccountState.of(state).orElseThrow();
  }

  /** Whether it may not log in: disabled, or erased. */
  public boolean isDisabled() {
    return state() != AccountState.ACTIVE;
  }

  /** Whether a program speaks by it. */
  public boolean isBot() {
    return bot;
  }

  /** From now on a program speaks by it, or a person. */
  public void markBot(boolean isBot, Instant now) {
    requireNotErased();
    this.bot = isBot;
    this.updatedAt = now.toEpochMilli();
  }

  /** Whether its personal data is gone. */
  public boolean isErased() {
    return state() == AccountState.ERASING || state() == AccountState.ERASED;
  }

  /** Refuses further logins; what the user has said stays. */
  public void disable(Instant now) {
    become(AccountState.DISABLED, now);
  }

  /** Lets the user log in again. */
  public void enable(Instant now) {
    become(AccountState.ACTIVE, now);
  }

  /**
   * Forgets everything but the name. There is no way back.
   *
   * @return whether there was something to forget
   */
  public boolean erase(Instant now) {
    if (isErased()) {
      return false;
    }
    become(AccountState.ERASING, now);
    this.password = null;
    return true;
  }

  /** What the user has said is gone, too. */
  public void finishErasure(Instant now) {
    if (!isErased()) {
      throw new IllegalStateException("the account has not been erased");
    }
    this.state = AccountState.ERASED.wireName();
    this.updatedAt = now.toEpochMilli();
  }

  private void become(AccountState next, Instant now) {
    requireNotErased();
    this.state = next.wireName();
    this.updatedAt = now.toEpochMilli();
  }

  private void requireNotErased() {
    if (isErased()) {
      throw new IllegalStateException("the account has been erased");
    }
  }

  /** Replaces the password; null leaves the certificate alone. */
  public void changePassword(StoredPassword replacement, Instant now) {
    requireNotErased();
    this.password = replacement;
    this.updatedAt = now.toEpochMilli();
  }

  /** Counts the changes; what an {@code If-Match} is compared with. */
  public long version() {
    return version;
  }

  public Instant createdAt() {
    return Instant.ofEpochMilli(createdAt);
  }

  public Instant updatedAt() {
    return Instant.ofEpochMilli(updatedAt);
  }

  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
