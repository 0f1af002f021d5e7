package org.securechat.server.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A random value that every node must know and no client may. */
@Entity
@Table(name = "server_secret")
public class ServerSecret {
  @Id
  @Column(name = "name")
  private String name;

  @Column(name = "secret")
  private byte[] secret;

  /** For JPA. */
  protected ServerSecret() {}

  ServerSecret(String name, byte[] secret) {
    this.name = name;
    this.secret = secret.clone();
  }

  byte[] secret() {
    return secret.clone();
  }

  @Override
  public String toString() {
    return "ServerSecret[" + name + ", redacted]";
  }
}
