package org.securechat.server.admin.export;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.OptionalLong;
import org.securechat.server.DomainException;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.admin.room.RoomAdministration;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.evidence.ExportPlanner;
import org.securechat.server.evidence.ExportPlanner.Span;
import org.securechat.server.evidence.LineRange;
import org.securechat.server.room.Room;
import org.securechat.server.search.MessageSearch;
import org.securechat.server.search.SearchPage;
import org.securechat.server.search.SearchRequest;
import org.securechat.server.search.Wording;

/**
 * Searches for administrators and auditors in what was said in a room. The audit log has each page
 * of an answer, with the words that were looked for: an access is understood by what it was for.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TranscriptSearch {
  private final RoomAdministration rooms;
  private final ExportPlanner planner;
  private final MessageSearch search;
  private final AuditLog audit;

  /** For the container's proxy. */
  public TranscriptSearch() {
    this(null, null, null, null);
  }

  @Inject
  public TranscriptSearch(
      RoomAdministration rooms, ExportPlanner planner, MessageSearch search, AuditLog audit) {
    this.rooms = rooms;
    this.planner = planner;
    this.search = search;
    this.audit = audit;
  }

  /**
   * What is looked for; something has to be.
   *
   * @param words at most {@link Wording#MAX_LENGTH} characters
   * @param user whose messages
   * @param times when they were received
   * @param after to which line an earlier page has come
   * @param limit most messages of the answer
   */
  public record Question(
      Optional<String> words,
      Optional<String> user,
      LineRange times,
      boolean newestFirst,
      OptionalLong after,
      int limit) {}

  /**
   * One page. It is in the audit log when this returns.
   *
   * @throws AdministrationException {@code NOT_FOUND} if there is no such room; {@code INVALID} if
   *     nothing is looked for
   * @throws DomainException if the room's record does not verify, cannot be read, or the audit log
   *     cannot be written
   */
  public SearchPage find(String name, Question question, Actor actor) {
    Optional<Wording> wording = wording(question);
    Room room = rooms.get(name);
    Span span = planner.span(room.id(), question.times());
    SearchPage page =
        search.search(
            room.id(),
            new SearchRequest(
                wording,
                question.user(),
                span.first(),
                span.last(),
                question.newestFirst(),
                question.after(),
                question.limit()));
    audit.record(
        AuditEvent.of(AuditAction.TRANSCRIPT_SEARCH)
            .by(actor)
            .on(room.name())
            .with("words", question.words().orElse(""))
            .with("user", question.user().orElse(""))
            .with("time", question.times().times())
            .with("found", Integer.toString(page.hits().size()))
            .with("searched_to", Long.toString(page.searchedTo())));
    return page;
  }

  private static Optional<Wording> wording(Question question) {
    if (question.words().isEmpty()) {
      if (question.user().isEmpty() && !question.times().isByTime()) {
        throw AdministrationException.invalid("q", "is missing: give 'q', 'user' or a time");
      }
      return Optional.empty();
    }
    Optional<Wording> wording = question.words().flatMap(Wording::of);
    if (wording.isEmpty()) {
      throw AdministrationException.invalid("q", "has no word in it");
    }
    return wording;
  }
}
