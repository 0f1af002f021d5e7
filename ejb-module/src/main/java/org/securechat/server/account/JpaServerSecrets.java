package org.securechat.server.account;

import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Arrays;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;

/** The table {@code server_secret}. */
@Stateless
@Local(ServerSecrets.class)
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaServerSecrets implements ServerSecrets {
  private static final int LENGTH = 32;

  private final EntityManager entities;

  /** For the container's proxy. */
  public JpaServerSecrets() {
    this(null);
  }

  @Inject
  public JpaServerSecrets(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public SecretBytes obtain(String name) {
    ServerSecret stored = entities.find(ServerSecret.class, name);
    if (stored == null) {
      byte[] fresh = new byte[LENGTH];
      Providers.random().nextBytes(fresh);
      stored = new ServerSecret(name, fresh);
      Arrays.fill(fresh, (byte) 0);
      entities.persist(stored);
      // Two nodes that start at once: one of them fails here and finds the other's next time.
      entities.flush();
    }
    return SecretBytes.adopt(stored.secret());
  }
}
