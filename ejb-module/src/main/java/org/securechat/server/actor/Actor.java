package org.securechat.server.actor;

import java.util.Objects;

/**
 * On whose behalf a service acts.
 *
 * @param name an administrator's name, or what the OpenID provider calls the person
 * @param role what they may do
 * @param method how they proved who they are
 * @param address the textual IP address they came from; {@code local} for the machine itself
 */
public record Actor(String name, Role role, LoginMethod method, String address) {

  /** The {@link #address} of an actor who did not come over the network. */
  public static final String LOCAL = "local";

  /** A person with access to the server's own files, whom the server knows by nothing else. */
  public static final Actor MACHINE = machine("@machine");

  public Actor {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(address, "address");
  }

  /**
   * An actor with access to the server's own files. This actor may do as much as any administrator.
   */
  public static Actor machine(String name) {
    return new Actor(name, Role.ADMINISTRATOR, LoginMethod.MACHINE, LOCAL);
  }
}
