package org.securechat.server.account;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Accounts that can be found by name and id, and nothing else. */
public final class UsersInMemory {
  private final List<User> users = new ArrayList<>();

  /** Adds an account without a password. */
  public AuthenticatedUser add(String username) {
    User user = TestUsers.user(username);
    users.add(user);
    return new AuthenticatedUser(user.id(), username);
  }

  public void disable(String username) {
    byUsername(username).orElseThrow().disable(Instant.EPOCH);
  }

  /** The name of an account. */
  public String name(UUID id) {
    return users.stream().filter(user -> user.id().equals(id)).findFirst().orElseThrow().username();
  }

  private Optional<User> byUsername(String name) {
    return users.stream().filter(user -> user.username().equals(name)).findFirst();
  }

  /** As the services see them. */
  public Users users() {
    return (Users)
        Proxy.newProxyInstance(
            Users.class.getClassLoader(),
            new Class<?>[] {Users.class},
            (_, method, arguments) -> {
              if (!method.getName().equals("byUsername")) {
                throw new UnsupportedOperationException(method.getName());
              }
              return byUsername((String) arguments[0]);
            });
  }
}
