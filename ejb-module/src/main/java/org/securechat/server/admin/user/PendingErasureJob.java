package org.securechat.server.admin.user;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.securechat.server.DomainException;
import org.securechat.server.ServerLog;
import org.securechat.server.account.AccountState;
import org.securechat.server.account.User;
import org.securechat.server.account.UserSearch;
import org.securechat.server.account.Users;
import org.securechat.server.admin.user.UserErasure.Erased;
import org.securechat.server.retention.ErasureTask;
import org.securechat.server.retention.PersonalData;

/**
 * Finishes erasures of users that were interrupted, or that a legal hold delayed until it was
 * lifted. A promised erasure must not depend on an administrator's memory.
 */
@ApplicationScoped
public class PendingErasureJob implements ErasureTask {

  private final Users users;
  private final UserErasure erasure;
  private final PersonalData personalData;

  /** For the container's proxy. */
  public PendingErasureJob() {
    this(null, null, null);
  }

  @Inject
  public PendingErasureJob(Users users, UserErasure erasure, PersonalData personalData) {
    this.users = users;
    this.erasure = erasure;
    this.personalData = personalData;
  }

  @Override
  public void run() {
    UserSearch pendingErasures =
        new UserSearch(
            "", UserSearch.MAX_LIMIT, Optional.empty(), Optional.of(AccountState.ERASING));
    users.find(pendingErasures).stream()
        .filter(user -> !personalData.isHeld(user.username()))
        .forEach(this::goOn);
  }

  private void goOn(User user) {
    try {
      erasure.goOn(user).ifPresent(erased -> tell(user, erased));
    } catch (DomainException e) {
      ServerLog.erasurePutOff(user.username(), e.getMessage());
    }
  }

  private static void tell(User user, Erased erased) {
    if (erased.messages().isComplete()) {
      ServerLog.erasureFinished(user.username());
    } else {
      ServerLog.erasurePutOff(user.username(), "rooms keep what was said");
    }
  }
}
