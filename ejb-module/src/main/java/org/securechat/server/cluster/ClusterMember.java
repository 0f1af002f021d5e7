package org.securechat.server.cluster;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.securechat.server.PeriodicTask;
import org.securechat.server.cluster.Hint.Entry;
import org.securechat.server.cluster.Peers.Change;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.ledger.CommitListener;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.moderation.WritingRules;
import org.securechat.server.room.OpenRooms;

/**
 * This server's part in its cluster: shows the others that it lives, tells them where it has
 * written, and follows where they have. Does nothing for a server that is alone.
 */
@ApplicationScoped
public class ClusterMember implements CommitListener {
  /** What changes rarely, or is told by hints that get lost rarely, is looked at this seldom. */
  private static final int LOOKS_A_THOROUGH_ONE = 10;

  private final ClusterSettings settings;
  private final NodeTable table;
  private final ClockWatch clocks;
  private final TranscriptLedger ledger;
  private final Delivery delivery;
  private final OpenRooms open;
  private final WritingRules writing;
  private final Event<SessionsChanged> sessions;
  private final Instance<ClusterPresence> presence;
  private final ManagedThreadFactory threads;
  private final Clock clock;

  private final UUID id = UUID.randomUUID();
  private volatile Membership membership;
  private final Queue<ClusterNode> dead = new ConcurrentLinkedQueue<>();
  private long looks;

  /** What there is while this server is in the cluster. */
  private record Membership(
      ClusterNode self,
      HintSocket socket,
      HintCipher cipher,
      Peers peers,
      PeriodicTask beating,
      PeriodicTask looking) {}

  /** For the container's proxy. */
  public ClusterMember() {
    this(null, null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public ClusterMember(
      ClusterSettings settings,
      DataSource database,
      TranscriptLedger ledger,
      Delivery delivery,
      OpenRooms open,
      WritingRules writing,
      Event<SessionsChanged> sessions,
      Instance<ClusterPresence> presence,
      ManagedThreadFactory threads,
      Clock clock) {
    this.settings = settings;
    this.table = new NodeTable(database);
    this.clocks =
        new ClockWatch(clock, table::now, ahead -> ClusterLog.clockOff(ahead.toSeconds()));
    this.ledger = ledger;
    this.delivery = delivery;
    this.open = open;
    this.writing = writing;
    this.sessions = sessions;
    this.presence = presence;
    this.threads = threads;
    this.clock = clock;
  }

  /** That of a server that is alone. */
  public static ClusterMember alone() {
    return new ClusterMember(
        ClusterSettings.alone(), null, null, null, null, null, null, null, null, null);
  }

  /** This life of this server. */
  public UUID id() {
    return id;
  }

  /** What operators call this server of a cluster; nothing for a server that is alone. */
  public Optional<String> label() {
    return Optional.ofNullable(membership).map(present -> present.self().label());
  }

  /**
   * The servers of the cluster, this one among them, as the database has them now; none for a
   * server that is alone.
   */
  public List<ClusterNode> nodes() {
    return membership == null ? List.of() : table.all();
  }

  /** The servers of the cluster that this one knows to live, itself included; 0 if it is alone. */
  public int size() {
    Membership present = membership;
    return present == null ? 0 : present.peers().count() + 1;
  }

  /**
   * By how much this server's clock is ahead of the database's, negative if it is behind; zero for
   * a server that is alone.
   */
  public Duration clockAhead() {
    return clocks.ahead();
  }

  /**
   * Joins the cluster. To be called before connections are accepted.
   *
   * @throws ClusterException if this server cannot take part
   */
  public void start() {
    if (!settings.isCluster()) {
      return;
    }
    table.requireShared();
    HintSocket socket = HintSocket.open(settings.host(), settings.port());
    try {
      HintCipher cipher = new HintCipher(table.secret(), id);
      Peers peers = new Peers(id, settings.lease(), System::nanoTime);
      ClusterNode self =
          new ClusterNode(id, settings.host(), socket.port(), settings.label(), clock.millis(), 0);
      table.join(self);
      peers.look(table.all());
      ledger.listen(this);
      long beat = settings.beat().toMillis();
      membership =
          new Membership(
              self,
              socket,
              cipher,
              peers,
              PeriodicTask.start(threads, this::beat, beat, beat),
              // Of its own: it may wait for locks, and this server lives meanwhile.
              PeriodicTask.start(threads, this::look, beat, beat));
      presence.get().start();
      socket.receive(threads, this::received);
      ClusterLog.joined(settings.name().orElseThrow(), self.label(), peers.count());
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Leaves the cluster, after the last line has been written. */
  @PreDestroy
  public void stop() {
    Membership present = membership;
    membership = null;
    if (present == null) {
      return;
    }
    present.beating().stop();
    present.looking().stop();
    present.socket().close();
    present.cipher().close();
    try {
      table.leaveWithSessions(id);
    } catch (RuntimeException e) {
      // Then the others wait until they take this server for dead.
      ClusterLog.lookFailed(e);
    }
  }

  @Override
  public void committed(List<CommittedLine> inOrder) {
    Set<UUID> moved = new TreeSet<>();
    List<Entry> entered = new ArrayList<>();
    for (CommittedLine line : inOrder) {
      moved.add(line.entry().roomId());
      line.attachment(PostCommitDelivery.class)
          .ifPresent(following ->
              following
                  .joined()
                  .forEach(
                      user -> entered.add(new Entry(line.entry().roomId(), before(line), user))));
    }
    tell(Hint.of(moved, entered, Set.of()));
  }

  /** The second person of a direct room hears of its first line, too. */
  private static long before(CommittedLine line) {
    long position = line.entry().position();
    return position <= 2 ? 0 : position - 1;
  }

  @Override
  public void found(List<LedgerEntry> inOrder) {
    open.found(inOrder);
    writing.found(inOrder);
  }

  @Override
  public void opened(UUID roomId) {
    open.refresh(roomId);
    writing.changed(roomId);
  }

  /** Sessions of these users on this server have begun or ended. */
  void tellUsers(Set<String> users) {
    tell(Hint.of(Set.of(), List.of(), users));
  }

  private void tell(List<Hint> hints) {
    Membership present = membership;
    if (present != null && present.peers().count() > 0) {
      for (Hint hint : hints) {
        present.socket().send(present.cipher().seal(hint), present.peers().addresses());
      }
    }
  }

  private void received(byte[] datagram) {
    Membership present = membership;
    if (present != null) {
      present.cipher().open(datagram, present.peers()::contains).ifPresent(this::follow);
    }
  }

  private void follow(Hint hint) {
    for (Entry entry : hint.entered()) {
      if (delivery.isConnected(entry.user())) {
        if (ledger.isFollowed(entry.room())) {
          // The line may have been passed before the room was followed.
          presence.get().lookAtRoomsOf(entry.user());
        }
        ledger.follow(entry.room(), entry.position());
      }
    }
    ledger.moved(hint.moved());
    if (!hint.users().isEmpty()) {
      sessions.fire(new SessionsChanged(hint.users()));
    }
  }

  /** Once a second: shows that this server lives. */
  private void beat() {
    Membership present = membership;
    if (present == null) {
      return;
    }
    try {
      if (!table.beat(id)) {
        table.join(present.self());
        ClusterLog.declaredDead();
        // Their rows are gone; nothing that they ask for would be written.
        sessions.fire(new SessionsChanged(delivery.users()));
      }
      Change change = present.peers().look(table.all());
      change.appeared().forEach(node -> ClusterLog.appeared(node.label()));
      change.left().forEach(node -> ClusterLog.left(node.label()));
      dead.addAll(change.dead());
      present.cipher().keep(present.peers()::contains);
    } catch (RuntimeException e) {
      ClusterLog.lookFailed(e);
    }
  }

  /** Once a second: looks what no hint has told, and ends what is over. */
  private void look() {
    if (membership == null) {
      return;
    }
    try {
      ledger.look(delivery.rooms());
      ClusterPresence others = presence.get();
      others.takeOutClosed();
      boolean changed = !dead.isEmpty();
      for (ClusterNode node = dead.poll(); node != null; node = dead.poll()) {
        if (table.removeWithSessions(node)) {
          ClusterLog.dead(node.label());
        }
      }
      boolean thorough = looks++ % LOOKS_A_THOROUGH_ONE == 0;
      if (thorough) {
        clocks.look();
      }
      if (changed || thorough) {
        table.endSessionsOfNobody();
        others.refresh();
      }
      others.enterMissed(thorough);
    } catch (RuntimeException e) {
      ClusterLog.lookFailed(e);
    }
  }
}
