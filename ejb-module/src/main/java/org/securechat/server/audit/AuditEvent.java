package org.securechat.server.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.AuditPayload.Outcome;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.server.actor.Actor;

/**
 * Something that is to be in the audit log. Immutable: each method returns another event.
 *
 * <p>No text is refused, because what an attacker typed must not keep it out of the log: what is
 * too long is cut off, and control characters become question marks.
 */
public final class AuditEvent {
  /** The actor of an event whose actor is unknown, such as a failed login. */
  public static final String NOBODY = "@nobody";

  private static final AuditEvent NONE =
      new AuditEvent(
          null,
          Outcome.SUCCESS,
          TranscriptLine.SERVER,
          "",
          "",
          "",
          "",
          1,
          null,
          Collections.emptySortedMap());

  private final AuditAction action;
  private final Outcome outcome;
  private final String actor;
  private final String role;
  private final String method;
  private final String subject;
  private final String source;
  private final long count;
  private final Instant at;
  private final SortedMap<String, String> details;

  private AuditEvent(
      AuditAction action,
      Outcome outcome,
      String actor,
      String role,
      String method,
      String subject,
      String source,
      long count,
      Instant at,
      SortedMap<String, String> details) {
    this.action = action;
    this.outcome = outcome;
    this.actor = actor;
    this.role = role;
    this.method = method;
    this.subject = subject;
    this.source = source;
    this.count = count;
    this.at = at;
    this.details = details;
  }

  /** A success of the server's own, from nowhere, until told otherwise. */
  public static AuditEvent of(AuditAction action) {
    Objects.requireNonNull(action, "action");
    return NONE.change(b -> b.action = action);
  }

  /** Who did it. For a failed login the actor is unknown: use {@link #byNobody}. */
  public AuditEvent by(String name) {
    return change(b -> b.actor = name.isEmpty() ? NOBODY : text(name, AuditPayload.MAX_NAME));
  }

  /** Who did it, in which role, how they had proved who they are, and from where. */
  public AuditEvent by(Actor who) {
    return by(who.name()).as(who.role().wireName(), who.method().wireName()).from(who.address());
  }

  /** Done by a caller who has not proved their identity. */
  public AuditEvent byNobody() {
    return by(NOBODY);
  }

  /**
   * In which role, and how the actor had proved who they are.
   *
   * @param role such as {@code administrator}; empty for none
   * @param method such as {@code password}; empty if none
   */
  public AuditEvent as(String role, String method) {
    return change(b -> {
      b.role = token(role);
      b.method = token(method);
    });
  }

  /** The address it was done from, as text. */
  public AuditEvent from(String address) {
    return change(b -> b.source = text(address, AuditPayload.MAX_SOURCE));
  }

  /** What it was done to: a user's or room's name, a session, a certificate. */
  public AuditEvent on(String name) {
    return change(b -> b.subject = text(name, AuditPayload.MAX_NAME));
  }

  /** It was tried, and failed. */
  public AuditEvent failed() {
    return change(b -> b.outcome = Outcome.FAILURE);
  }

  /** It was refused, because the actor may not do it. */
  public AuditEvent denied() {
    return change(b -> b.outcome = Outcome.DENIED);
  }

  /**
   * Adds a detail. No secret, and nothing that people said.
   *
   * @param name {@code [a-z][a-z0-9_]*}, at most 32; at most 16 different ones
   */
  public AuditEvent with(String name, String detail) {
    return change(b -> b.details.put(name, text(detail, AuditPayload.MAX_DETAIL)));
  }

  /** A detail that was added under that name. */
  public Optional<String> detail(String name) {
    return Optional.ofNullable(details.get(name));
  }

  public AuditAction action() {
    return action;
  }

  public Outcome outcome() {
    return outcome;
  }

  public String actor() {
    return actor;
  }

  public String subject() {
    return subject;
  }

  /** The address, or the empty string. */
  public String source() {
    return source;
  }

  long count() {
    return count;
  }

  /** Null until it has been recorded. */
  Instant at() {
    return at;
  }

  AuditEvent at(Instant time) {
    return change(b -> b.at = time);
  }

  AuditEvent times(long number) {
    return change(b -> b.count = number);
  }

  AuditPayload payload() {
    return AuditPayload.create(
        action.text(), outcome, actor, role, method, subject, source, count, at, details);
  }

  @Override
  public String toString() {
    return "AuditEvent[" + action + " " + outcome.wireName() + "]";
  }

  private AuditEvent change(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.event();
  }

  private static String text(String text, int maxLength) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .map(c -> AuditPayload.isPrintable(Character.toString(c)) ? c : '?')
        .takeWhile(c -> kept.length() + Character.charCount(c) <= maxLength)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static String token(String text) {
    String token = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-");
    return token.substring(0, Math.min(token.length(), AuditPayload.MAX_TOKEN));
  }

  /** An event that is being made. */
  private static final class Draft {
    private AuditAction action;
    private Outcome outcome;
    private String actor;
    private String role;
    private String method;
    private String subject;
    private String source;
    private long count;
    private Instant at;
    private final SortedMap<String, String> details;

    Draft(AuditEvent from) {
      action = from.action;
      outcome = from.outcome;
      actor = from.actor;
      role = from.role;
      method = from.method;
      subject = from.subject;
      source = from.source;
      count = from.count;
      at = from.at;
      details = new TreeMap<>(from.details);
    }

    AuditEvent event() {
      return new AuditEvent(
          action, outcome, actor, role, method, subject, source, count, at, details);
    }
  }
}
