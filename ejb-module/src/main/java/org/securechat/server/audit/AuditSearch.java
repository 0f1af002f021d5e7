package org.securechat.server.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.evidence.AuditPayload.Outcome;

/**
 * Which lines of the audit log are wanted.
 *
 * @param actor exactly
 * @param action an action, or the words it starts with: {@code user} finds {@code user.disable}
 * @param subject exactly
 * @param outcome exactly
 * @param source exactly
 * @param since recorded then or later
 * @param until recorded before that
 * @param before only lines before this position: the last of the page before
 * @param limit most lines, at least 1
 */
public record AuditSearch(
    Optional<String> actor,
    Optional<String> action,
    Optional<String> subject,
    Optional<Outcome> outcome,
    Optional<String> source,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<Long> before,
    int limit) {

  /** What was looked for, in words for the audit log itself. */
  String describe() {
    List<String> words = new ArrayList<>();
    actor.ifPresent(text -> words.add("actor=" + text));
    action.ifPresent(text -> words.add("action=" + text));
    subject.ifPresent(text -> words.add("subject=" + text));
    outcome.ifPresent(value -> words.add("outcome=" + value.wireName()));
    source.ifPresent(text -> words.add("source=" + text));
    since.ifPresent(time -> words.add("since=" + time));
    until.ifPresent(time -> words.add("until=" + time));
    before.ifPresent(position -> words.add("before=" + position));
    return String.join(" ", words);
  }

  String query() {
    StringBuilder query = new StringBuilder("SELECT r.number FROM AuditRow r WHERE r.number > 0");
    actor.ifPresent(value -> query.append(" AND r.actor = :actor"));
    action.ifPresent(
        value -> query.append(" AND (r.action = :action OR r.action LIKE :prefix ESCAPE '!')"));
    subject.ifPresent(value -> query.append(" AND r.subject = :subject"));
    outcome.ifPresent(value -> query.append(" AND r.outcome = :outcome"));
    source.ifPresent(value -> query.append(" AND r.source = :source"));
    since.ifPresent(value -> query.append(" AND r.recordedAt >= :since"));
    until.ifPresent(value -> query.append(" AND r.recordedAt < :until"));
    before.ifPresent(value -> query.append(" AND r.number < :before"));
    return query.append(" ORDER BY r.number DESC").toString();
  }

  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    actor.ifPresent(value -> parameters.put("actor", value));
    action.ifPresent(value -> {
      parameters.put("action", value);
      parameters.put("prefix", value.replaceAll("([!%_])", "!$1") + ".%");
    });
    subject.ifPresent(value -> parameters.put("subject", value));
    outcome.ifPresent(value -> parameters.put("outcome", value.wireName()));
    source.ifPresent(value -> parameters.put("source", value));
    since.ifPresent(value -> parameters.put("since", value.toEpochMilli()));
    until.ifPresent(value -> parameters.put("until", value.toEpochMilli()));
    before.ifPresent(value -> parameters.put("before", value));
    return parameters;
  }
}
