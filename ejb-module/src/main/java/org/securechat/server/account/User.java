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
  private static final String ACTIVE = "active";
  private static final String DISABLED = "disabled";

  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "username")
  private String username;

  @Column(name = "email")
  private String email;

  @Embedded private StoredPassword password;

  @Column(name = "state")
  private String state;

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
   * @param email in lower case
   * @param password null for an account that logs in by certificate alone
   */
  public User(String username, String email, StoredPassword password, Instant now) {
    this.id = UUID.randomUUID().toString();
    this.username = Objects.requireNonNull(username);
    this.email = Objects.requireNonNull(email);
    this.password = password;
    this.state = ACTIVE;
    this.createdAt = now.toEpochMilli();
    this.updatedAt = createdAt;
  }

  public UUID id() {
    return UUID.fromString(id);
  }

  public String username() {
    return username;
  }

  public String email() {
    return email;
  }

  /** Empty for an account that logs in by certificate alone. */
  public Optional<StoredPassword> password() {
    return Optional.ofNullable(password);
  }

  public boolean isDisabled() {
    return DISABLED.equals(state);
  }

  /** Refuses further logins; what the user has said stays. */
  public void disable(Instant now) {
    this.state = DISABLED;
    this.updatedAt = now.toEpochMilli();
  }

  public void enable(Instant now) {
    this.state = ACTIVE;
    this.updatedAt = now.toEpochMilli();
  }

  /** Replaces the password; null leaves the certificate alone. */
  public void changePassword(StoredPassword replacement, Instant now) {
    this.password = replacement;
    this.updatedAt = now.toEpochMilli();
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
