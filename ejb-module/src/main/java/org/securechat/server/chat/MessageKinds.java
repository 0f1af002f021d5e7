package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.name.Names;
import org.securechat.server.DomainException;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.file.FileStore;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.RoomHistories;
import org.securechat.server.limit.FairLane;
import org.securechat.server.limit.LaneException;
import org.securechat.server.limit.LaneKind;
import org.securechat.server.limit.Lanes;
import org.securechat.server.moderation.MessagePace;
import org.securechat.server.moderation.WritingRules;
import org.securechat.server.retention.MessageRemovals;
import org.securechat.server.room.MembershipRepository;
import org.securechat.server.room.Moderators;
import org.securechat.server.room.RoomException;

/**
 * What the kinds of lines beside plain messages ask for (PROTOCOL.md 8.2). A plain message is
 * counted here, and costs nothing else.
 */
@ApplicationScoped
public class MessageKinds {
  private final RoomHistories history;
  private final MembershipRepository memberships;
  private final MessageRemovals removals;
  private final WritingRules rules;
  private final MessagePace pace;
  private final ReadAllowance reads;
  private final FileStore files;
  private final Lanes lanes;
  private final Clock clock;

  /** For the container's proxy. */
  public MessageKinds() {
    this((RoomHistories) null, null, null, null, null, null, null, null, null);
  }

  @Inject
  public MessageKinds(
      TranscriptLedger ledger,
      MembershipRepository memberships,
      MessageRemovals removals,
      WritingRules rules,
      MessagePace pace,
      ReadAllowance reads,
      FileStore files,
      Lanes lanes,
      Clock clock) {
    this(ledger.histories(), memberships, removals, rules, pace, reads, files, lanes, clock);
  }

  private MessageKinds(
      RoomHistories history,
      MembershipRepository memberships,
      MessageRemovals removals,
      WritingRules rules,
      MessagePace pace,
      ReadAllowance reads,
      FileStore files,
      Lanes lanes,
      Clock clock) {
    this.history = history;
    this.memberships = memberships;
    this.removals = removals;
    this.rules = rules;
    this.pace = pace;
    this.reads = reads;
    this.files = files;
    this.lanes = lanes;
    this.clock = clock;
  }

  /**
   * Whether a line can be about what it is about, and be said now.
   *
   * @throws DomainException if not
   */
  void check(UserSession session, UUID room, MessagePayload payload) {
    rules.expect(room, session.userName(), payload.content().kind(), clock.instant());
    payload.about().ifPresent(about -> checkAbout(room, payload, about));
    switch (payload.content()) {
      case MessageContent.Removal _ -> {
        if (Names.isDirectRoom(payload.room())) {
          throw notPermitted();
        }
        removals.requireNotHeld(room);
      }
      case MessageContent.Read _ -> reads.take(session.userId(), room);
      case MessageContent.SharedFile shared -> {
        files.require(room, shared.file());
        pace.take(room, session.userName());
      }
      case MessageContent.Text _,
          MessageContent.Reply _,
          MessageContent.Edit _,
          MessageContent.Reaction _ ->
          pace.take(room, session.userName());
      case MessageContent.Retraction _ -> {
        // One's own words can always be taken back.
      }
    }
  }

  private void checkAbout(UUID room, MessagePayload payload, About about) {
    if (about.position() > payload.after().position()) {
      throw noSuchMessage("behind what the author has verified");
    }
    LedgerEntry other = history.line(room, about.position());
    Optional<Kind> said = said(other);
    if (said.isEmpty()
        || !about.fits(payload.content().kind(), payload.sender(), other.line(), said)) {
      throw noSuchMessage("line " + about.position());
    }
  }

  /**
   * Whether a message can be pinned, or was: its payload may have been erased.
   *
   * @throws DomainException if not
   */
  void requireMessage(UUID room, About message) {
    if (message.position() > history.head(room).position()) {
      throw noSuchMessage("behind the last line");
    }
    LedgerEntry other = history.line(room, message.position());
    boolean whole = other.message().isPresent();
    if ((whole && said(other).isEmpty())
        || !message.fits(Kind.REPLY, other.line().sender(), other.line(), said(other))) {
      throw noSuchMessage("line " + message.position());
    }
  }

  /** The kind of what a user says in a line; empty if it is not there any more, or unknown here. */
  private static Optional<Kind> said(LedgerEntry entry) {
    try {
      return entry.message().isEmpty()
          ? Optional.empty()
          : Optional.of(MessagePayload.parse(entry.message().get().payload()).envelope().kind());
    } catch (EvidenceException e) {
      // Of a kind that a newer server has taken, or an event.
      return Optional.empty();
    }
  }

  private static ChatException noSuchMessage(String why) {
    return new ChatException(Reason.NO_SUCH_MESSAGE, why);
  }

  private static RoomException notPermitted() {
    return new RoomException(RoomException.Reason.NOT_PERMITTED, "a room without moderators");
  }

  /** The line with what has to be committed together with it. */
  LineRequest bind(LineRequest line, UserSession session, UUID room, MessagePayload payload) {
    return switch (payload.content()) {
      case MessageContent.Edit edit -> line.editing(edit.of().position());
      case MessageContent.Removal removal ->
          line.with(() -> {
            Moderators.require(memberships, room, session.userId(), RoomRole.MODERATOR);
            removals.add(room, removal.of().position(), payload.sender());
          });
      case MessageContent.SharedFile shared -> {
        Consumer<LedgerEntry> naming = entry -> files.name(room, entry.position(), shared.file());
        yield line.with(slowly(session, room).map(slow -> slow.andThen(naming)).orElse(naming));
      }
      case MessageContent.Text _, MessageContent.Reply _ ->
          slowly(session, room).map(slow -> line.with(slow)).orElse(line);
      case MessageContent.Retraction _, MessageContent.Reaction _, MessageContent.Read _ -> line;
    };
  }

  /** A message in a room in slow mode looks for the one before, in its transaction. */
  private Optional<Consumer<LedgerEntry>> slowly(UserSession session, UUID room) {
    return rules
        .slowMode(room, session.userName())
        .map(slow ->
            entry -> rules.requireNotTooSoon(room, session.userName(), entry.receivedAt(), slow));
  }

  /** When the line gets its place: whether its author may write it then. */
  void requireWritable(UUID room, UserSession session, MessagePayload payload, Instant time) {
    rules.require(room, session.userName(), payload.content().kind(), time);
  }

  /** The outcome with what follows a line that was committed. */
  RequestOutcome following(RequestOutcome outcome, UserSession session, MessagePayload payload) {
    if (!(payload.content() instanceof MessageContent.Removal)) {
      return outcome;
    }
    return new RequestOutcome() {
      @Override
      public void done() {
        outcome.done();
        eraseSoon(session.userId());
      }

      @Override
      public void refused(DomainException reason) {
        outcome.refused(reason);
      }
    };
  }

  /** If there is no room for it now, the next look for what is to be erased finds it. */
  private void eraseSoon(UUID user) {
    try {
      lanes
          .of(LaneKind.CHANGES)
          .submit(
              user,
              new FairLane.Job() {
                @Override
                public void run() {
                  removals.run();
                }

                @Override
                public void refused(LaneException reason) {
                  // The server ends, or has no time: it is looked for again.
                }
              });
    } catch (LaneException e) {
      // As above.
    }
  }
}
