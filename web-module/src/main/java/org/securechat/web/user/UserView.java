package org.securechat.web.user;

import java.time.Instant;
import org.securechat.server.account.User;

/**
 * A user.
 *
 * @param username as every line in the record has it
 * @param state {@code active}, {@code disabled}, {@code erasing} or {@code erased}
 * @param bot whether a program speaks by it
 * @param login {@code password} (and certificate) or {@code certificate} alone; absent once erased
 * @param createdAt when the account was made
 * @param updatedAt when it was last changed
 */
public record UserView(
    String username,
    String state,
    boolean bot,
    String login,
    Instant createdAt,
    Instant updatedAt) {

  static UserView of(User user) {
    boolean erased = user.isErased();
    String login = user.password().isPresent() ? "password" : "certificate";
    return new UserView(
        user.username(),
        user.state().wireName(),
        user.isBot(),
        erased ? null : login,
        user.createdAt(),
        user.updatedAt());
  }
}
