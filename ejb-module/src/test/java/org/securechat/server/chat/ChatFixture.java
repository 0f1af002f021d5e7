package org.securechat.server.chat;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.UsersInMemory;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.RunningDelivery;
import org.securechat.server.ledger.FakeLedger;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.moderation.Moderation;
import org.securechat.server.moderation.ModerationInMemory;
import org.securechat.server.moderation.WritingRules;
import org.securechat.server.room.Blocks;
import org.securechat.server.room.Invitations;
import org.securechat.server.room.RoomService;
import org.securechat.server.room.ServedRooms;
import org.securechat.server.room.TestLimits;
import org.securechat.server.testing.TestPeer;
import org.securechat.testkit.MutableClock;

/**
 * The services of the chat with rooms and accounts in memory, a ledger that commits within the
 * call, and a real delivery thread.
 */
final class ChatFixture implements BeforeEachCallback, AfterEachCallback {
  private final RunningDelivery running = new RunningDelivery();
  private final Map<String, AuthenticatedUser> accounts = new HashMap<>();
  private final UsersInMemory users = new UsersInMemory();
  final MutableClock clock = new MutableClock();
  final Delivery delivery = running.delivery();
  final FakeLedger ledger = new FakeLedger().committingAtOnce();
  final ServedRooms rooms = new ServedRooms(users);
  final RoomService roomService =
      new RoomService(rooms, rooms, users.users(), TestLimits.GENEROUS, clock);
  final Invitations invitations =
      new Invitations(
          roomService,
          rooms,
          rooms,
          new Blocks(rooms, users.users()),
          users.users(),
          TestLimits.GENEROUS,
          clock);
  final ModerationInMemory moderated = new ModerationInMemory(rooms, users::name);
  final Moderation moderation = new Moderation(roomService, rooms, moderated, users.users(), clock);
  final WritingRules writing = new WritingRules(moderated);
  final EventLineFactory events =
      new EventLineFactory(rooms, moderated, writing, LedgerAccess.key(), Clock.systemUTC());
  final MembershipService memberships =
      new MembershipService(
          roomService, invitations, moderation, ledger, delivery, new LineAppender(ledger), events);
  final RoomQueries queries = new RoomQueries(roomService, moderation, ledger, delivery);
  final LoginService logins = new LoginService(queries, delivery, ledger, clock);

  @Override
  public void beforeEach(ExtensionContext context) {
    ledger.listen(delivery);
    running.beforeEach(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    running.afterEach(context);
  }

  /** The account of that name, which is made the first time. */
  AuthenticatedUser user(String name) {
    return accounts.computeIfAbsent(name, users::add);
  }

  void disable(String name) {
    users.disable(name);
  }

  /** Logs in on a connection of its own; the answer is taken. */
  Device login(String name) {
    TestPeer peer = new TestPeer(name);
    Device device = new Device(peer, logins.open(peer.connection(), user(name), 1));
    device.received();
    return device;
  }

  /** A room with members, each of whom has joined by themselves. */
  void room(String name, Visibility visibility, Device owner, Device... members) {
    memberships.create(owner.session, new Request.Create(1, name, visibility));
    for (Device member : members) {
      if (visibility == Visibility.PRIVATE) {
        memberships.invite(owner.session, new Request.Invite(1, name, member.session.userName()));
      }
      memberships.join(member.session, new Request.Join(1, name));
    }
    owner.received();
    for (Device member : members) {
      member.received();
    }
  }

  /** How many lines the room has. */
  long lines(String room) {
    return ledger.head(rooms.id(room)).position();
  }

  void settled() {
    running.settled();
  }

  /** One login of a user. */
  final class Device {
    final TestPeer peer;
    final UserSession session;

    private Device(TestPeer peer, UserSession session) {
      this.peer = peer;
      this.session = session;
    }

    /** What has come since the last call, once everything that was submitted has run. */
    List<ServerMessage> received() {
      settled();
      return peer.messages();
    }

    /** Permits that were acquired and are not released. */
    int openPermits() {
      settled();
      return peer.wire().acquiredPermits() - peer.wire().releasedPermits();
    }
  }
}
