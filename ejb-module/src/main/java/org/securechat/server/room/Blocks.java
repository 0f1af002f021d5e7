package org.securechat.server.room;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.securechat.protocol.name.Names;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.Users;
import org.securechat.server.ledger.LedgerSettings;
import org.securechat.server.limit.LruMap;
import org.securechat.server.limit.Stripes;
import org.securechat.server.room.RoomException.Reason;

/**
 * Whom a user takes no direct messages from, answered from memory for every such message. What is
 * remembered is right because this server is the only one that changes blocks, and looks at those
 * of a user and changes them one at a time; one of several remembers nothing. Thread-safe.
 */
@ApplicationScoped
public class Blocks {
  private static final int MAX_REMEMBERED = 20_000;

  private record Pair(String blocking, String other) {}

  private final InvitationRepository stored;
  private final Users users;
  private final boolean alone;
  private final Stripes turns = new Stripes();
  private final Map<Pair, Boolean> known = new LruMap<>(MAX_REMEMBERED);

  /** For the container's proxy. */
  public Blocks() {
    this(null, null);
  }

  @Inject
  public Blocks(InvitationRepository stored, Users users, LedgerSettings ledger) {
    this(stored, users, !ledger.shared());
  }

  /** Those of a server that is alone. */
  public Blocks(InvitationRepository stored, Users users) {
    this(stored, users, true);
  }

  private Blocks(InvitationRepository stored, Users users, boolean alone) {
    this.stored = stored;
    this.users = users;
    this.alone = alone;
  }

  /**
   * Refuses a message of a user to one who has blocked them (PROTOCOL.md 7.4). Other rooms than
   * direct ones are no user's.
   *
   * @throws RoomException {@code BLOCKED}
   */
  public void require(String room, AuthenticatedUser author) {
    if (Names.isDirectRoom(room)) {
      String partner = Names.partner(room, author.username());
      if (!partner.equals(author.username()) && isBlocked(partner, author)) {
        throw new RoomException(Reason.BLOCKED, "the other one has blocked the author");
      }
    }
  }

  private boolean isBlocked(String blocking, AuthenticatedUser author) {
    Pair pair = new Pair(blocking, author.username());
    synchronized (turns.of(blocking)) {
      Boolean remembered = remembered(pair);
      if (remembered == null) {
        remembered =
            users
                .byUsername(blocking)
                .map(user -> stored.isBlocked(user.id(), author.id()))
                .orElse(false);
        remember(pair, remembered);
      }
      return remembered;
    }
  }

  /** Changes what a user has blocked, while no other change and no look at it goes on. */
  void change(AuthenticatedUser blocking, AuthenticatedUser other, Runnable change) {
    synchronized (turns.of(blocking.username())) {
      try {
        change.run();
      } finally {
        forget(new Pair(blocking.username(), other.username()));
      }
    }
  }

  private Boolean remembered(Pair pair) {
    synchronized (known) {
      return known.get(pair);
    }
  }

  private void remember(Pair pair, boolean blocked) {
    if (alone) {
      synchronized (known) {
        known.put(pair, blocked);
      }
    }
  }

  private void forget(Pair pair) {
    synchronized (known) {
      known.remove(pair);
    }
  }

  /** What is remembered of all: an account has ended, and what it had blocked is deleted. */
  void forgetAll() {
    synchronized (known) {
      known.clear();
    }
  }
}
