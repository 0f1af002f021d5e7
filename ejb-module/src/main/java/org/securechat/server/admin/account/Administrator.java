package org.securechat.server.admin.account;

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
import org.securechat.server.account.StoredPassword;
import org.securechat.server.actor.Role;

/** A person who may use the administration interface. */
@Entity
@Table(name = "administrator")
public class Administrator {
  private static final String ACTIVE = "active";
  private static final String DISABLED = "disabled";

  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "name")
  private String name;

  @Column(name = "role")
  private String role;

  @Embedded private StoredPassword password;

  @Column(name = "certificate_rule")
  private String certificateRule;

  @Column(name = "certificate_sha256")
  private String certificateSha256;

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
  protected Administrator() {}

  /**
   * @param name a valid name
   * @param password null for one who logs in by certificate alone
   */
  Administrator(
      String name, Role role, StoredPassword password, CertificateRule certificate, Instant now) {
    this.id = UUID.randomUUID().toString();
    this.name = Objects.requireNonNull(name);
    this.state = ACTIVE;
    this.createdAt = now.toEpochMilli();
    changeRole(role, now);
    changePassword(password, now);
    changeCertificate(certificate, now);
  }

  String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Role role() {
    return Role.of(role).orElseThrow();
  }

  /** Empty for one who logs in by certificate alone. */
  Optional<StoredPassword> password() {
    return Optional.ofNullable(password);
  }

  public boolean hasPassword() {
    return password != null;
  }

  /** Which certificate logs them in. */
  public CertificateRule certificate() {
    return new CertificateRule(
        CertificateRule.Kind.of(certificateRule).orElseThrow(), certificateSha256);
  }

  public boolean isDisabled() {
    return DISABLED.equals(state);
  }

  /** {@code active} or {@code disabled}. */
  public String state() {
    return state;
  }

  public Instant createdAt() {
    return Instant.ofEpochMilli(createdAt);
  }

  public Instant updatedAt() {
    return Instant.ofEpochMilli(updatedAt);
  }

  /** Counts the changes. */
  public long version() {
    return version;
  }

  /** Whether this account alone would be enough to administer the server. */
  boolean canAdminister() {
    return role() == Role.ADMINISTRATOR && !isDisabled();
  }

  void changeRole(Role replacement, Instant now) {
    this.role = replacement.wireName();
    this.updatedAt = now.toEpochMilli();
  }

  void changePassword(StoredPassword replacement, Instant now) {
    this.password = replacement;
    this.updatedAt = now.toEpochMilli();
  }

  void changeCertificate(CertificateRule rule, Instant now) {
    this.certificateRule = rule.kind().wireName();
    this.certificateSha256 = rule.sha256();
    this.updatedAt = now.toEpochMilli();
  }

  void disable(Instant now) {
    this.state = DISABLED;
    this.updatedAt = now.toEpochMilli();
  }

  void enable(Instant now) {
    this.state = ACTIVE;
    this.updatedAt = now.toEpochMilli();
  }

  @Override
  public String toString() {
    return "Administrator[" + name + "]";
  }
}
