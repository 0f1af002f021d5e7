package org.securechat.server.ledger;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * One line to be written: a message whose signature has been verified, or an event of the server's.
 * Immutable; the ledger assigns position and time.
 */
public final class LineRequest {
  private final UUID roomId;
  private final String roomName;
  private final String sender;
  private final SenderCertificate certificate;
  private final SignedMessage message;
  private final String payloadSha256;
  private final Consumer<LedgerEntry> check;
  private final Consumer<LedgerEntry> action;
  private final Positions erases;
  private final LineAttachment attachment;
  private final String session;

  /** The message that this line edits, or 0. */
  private final long edits;

  private LineRequest(
      UUID roomId,
      String roomName,
      String sender,
      SenderCertificate certificate,
      SignedMessage message,
      String payloadSha256,
      Consumer<LedgerEntry> check,
      Consumer<LedgerEntry> action,
      Positions erases,
      LineAttachment attachment,
      String session,
      long edits) {
    this.roomId = Objects.requireNonNull(roomId);
    this.roomName = Objects.requireNonNull(roomName);
    this.sender = Objects.requireNonNull(sender);
    this.certificate = Objects.requireNonNull(certificate);
    this.message = message;
    this.payloadSha256 = payloadSha256;
    this.check = check;
    this.action = action;
    this.erases = erases;
    this.attachment = attachment;
    this.session = session;
    this.edits = edits;
  }

  /**
   * Requests a line for a signed message.
   *
   * @param roomName travels along for the listeners; the line itself does not hold it
   * @param sender username, or {@link TranscriptLine#SERVER}
   * @param message exactly the bytes that were signed; neither part empty
   */
  public static LineRequest of(
      UUID roomId,
      String roomName,
      String sender,
      SenderCertificate certificate,
      SignedMessage message) {
    if (message.payload().length == 0 || message.signature().length == 0) {
      throw new IllegalArgumentException("a message without payload or signature");
    }
    // Hashed here, on the caller's thread: the writer is one for all rooms.
    return new LineRequest(
        roomId,
        roomName,
        sender,
        certificate,
        message,
        message.payloadSha256(),
        null,
        null,
        null,
        null,
        null,
        0);
  }

  /** An event of the server's, signed with its key. */
  public static LineRequest event(UUID roomId, String roomName, LedgerKey key, byte[] payload) {
    LedgerKey now = key.now();
    SignedMessage message = new SignedMessage(payload, now.signEvent(payload));
    return of(roomId, roomName, TranscriptLine.SERVER, now.certificate(), message);
  }

  private LineRequest again(
      Consumer<LedgerEntry> newCheck,
      Consumer<LedgerEntry> newAction,
      Positions newErases,
      LineAttachment newAttachment,
      String newSession,
      long newEdits) {
    return new LineRequest(
        roomId,
        roomName,
        sender,
        certificate,
        message,
        payloadSha256,
        newCheck,
        newAction,
        newErases,
        newAttachment,
        newSession,
        newEdits);
  }

  /**
   * The same line on a condition, which is answered from memory when the line gets its position and
   * its time. The check runs on the writer thread, possibly more than once, and has to be quick; it
   * asks no database. When it throws a {@link org.securechat.server.DomainException} this line
   * alone fails, with that exception.
   */
  public LineRequest provided(Consumer<LedgerEntry> condition) {
    Objects.requireNonNull(condition);
    return again(condition, action, erases, attachment, session, edits);
  }

  /**
   * The same line together with a change that is committed in the line's transaction or not at all,
   * such as the membership that a joined event speaks of. The action runs on the writer thread
   * inside the transaction, possibly more than once (a group that fails is repeated line by line),
   * so it may do nothing but work on the database. It runs after the check of {@link #provided}.
   * When it throws a {@link org.securechat.server.DomainException} this line alone fails, with that
   * exception.
   */
  public LineRequest with(Runnable transactionalAction) {
    Objects.requireNonNull(transactionalAction);
    return with(entry -> transactionalAction.run());
  }

  /** As {@link #with(Runnable)}, for an action that needs the position that the line gets. */
  public LineRequest with(Consumer<LedgerEntry> transactionalAction) {
    Objects.requireNonNull(transactionalAction);
    return again(check, transactionalAction, erases, attachment, session, edits);
  }

  /** The same line; its transaction also deletes the payloads of earlier messages. */
  LineRequest erasing(Positions positions) {
    return again(check, action, positions, attachment, session, edits);
  }

  /** The same line; the listeners find the attachment with it when it is committed. */
  public LineRequest carrying(LineAttachment carried) {
    return again(check, action, erases, carried, session, edits);
  }

  /**
   * The same line, of a session: where several servers write, it is refused once any of them has
   * ended that session.
   *
   * @param channelBinding by which the session is known
   */
  public LineRequest inSession(String channelBinding) {
    return again(check, action, erases, attachment, channelBinding, edits);
  }

  /**
   * The same line, which says what an earlier message reads now: it is refused with {@code ERASED}
   * if that message has no payload any more, and it has to be erased before the message is.
   *
   * @param message the position of that message, from 1 on
   */
  public LineRequest editing(long message) {
    if (message < 1) {
      throw new IllegalArgumentException("no line has position " + message);
    }
    return again(check, action, erases, attachment, session, message);
  }

  /** By which the session is known that has asked for the line, if one has. */
  Optional<String> session() {
    return Optional.ofNullable(session);
  }

  Optional<LineAttachment> attached() {
    return Optional.ofNullable(attachment);
  }

  public UUID roomId() {
    return roomId;
  }

  public String roomName() {
    return roomName;
  }

  public String sender() {
    return sender;
  }

  public SenderCertificate certificate() {
    return certificate;
  }

  public SignedMessage message() {
    return message;
  }

  String payloadSha256() {
    return payloadSha256;
  }

  /** Whether something beside the ledger's own tables changes with the line. */
  boolean needsTransaction() {
    return action != null || erases != null || edits != 0;
  }

  /** Asks whether the line may be written as this entry. */
  void check(LedgerEntry entry) {
    if (check != null) {
      check.accept(entry);
    }
  }

  /** Asks whether the line may be written as this entry, and does what belongs to it. */
  void act(LedgerEntry entry) {
    check(entry);
    if (action != null) {
      action.accept(entry);
    }
  }

  /** The message that the line edits. */
  OptionalLong edits() {
    return edits == 0 ? OptionalLong.empty() : OptionalLong.of(edits);
  }

  /** Where payloads go, if any do. */
  Optional<Positions> erases() {
    return Optional.ofNullable(erases);
  }

  int size() {
    return message.payload().length + message.signature().length;
  }

  /** Without payload: message content does not belong in a log. */
  @Override
  public String toString() {
    return "LineRequest[" + roomId + " " + sender + "]";
  }

  /**
   * What the caller wants to have with a line when it is committed. The ledger carries it to the
   * {@link CommitListener} and does not look into it.
   */
  public interface LineAttachment {}
}
