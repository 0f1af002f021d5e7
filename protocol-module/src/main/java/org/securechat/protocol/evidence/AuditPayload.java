package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/**
 * What the server signs, with the receipt certificate's key, into its audit log: the {@link
 * ServerEnvelope}, then
 *
 * <pre>
 * "action":"user.disable","outcome":"success","actor":"root","role":"administrator",
 * "method":"password","subject":"alice","source":"192.0.2.7","count":1,
 * "details":{"reason":"left the company"}
 * </pre>
 *
 * <p>Canonical as {@link MessagePayload} is; the details in the order of their names' code units.
 * The audit log is a transcript like a room's, under the name {@link #ROOM} and the id {@link
 * #ROOM_ID}, so that chain, receipts and verification are those of rooms.
 *
 * @param action what was done, such as {@code user.disable}: at most 64 of {@code [a-z0-9_.-]}
 * @param outcome whether it was done
 * @param actor who did it, 1 to 260 characters; what the server does itself is done by {@link
 *     TranscriptLine#SERVER}
 * @param role in which role, or empty; at most 32 of {@code [a-z0-9_.-]}
 * @param method how the actor had been authenticated, or empty; as the role
 * @param subject what it was done to, or empty; at most 260 characters
 * @param source the address it was done from, or empty; at most 64 characters
 * @param count how many times, 1 to 2^53-1: repeated failures share a line
 * @param at when, the last time, as {@link Timestamps} writes it
 * @param details at most 16 texts of at most 512 characters, by names of {@code [a-z][a-z0-9_]*} of
 *     at most 32
 * @param salt canonical base64 of 16 random bytes
 */
public record AuditPayload(
    String action,
    Outcome outcome,
    String actor,
    String role,
    String method,
    String subject,
    String source,
    long count,
    String at,
    SortedMap<String, String> details,
    String salt) {

  /** The name of the audit log's transcript; no room can have it. */
  public static final String ROOM = "@audit";

  /** The id of the audit log's transcript. Of version 8, which no room's id is (RFC 9562). */
  public static final UUID ROOM_ID = UUID.fromString("00000000-0000-8000-8000-006175646974");

  /** Characters of the longest action. */
  public static final int MAX_ACTION = 64;

  /** Characters of the longest actor and subject. */
  public static final int MAX_NAME = Names.MAX_ROOM_LENGTH;

  /** Characters of the longest role and method. */
  public static final int MAX_TOKEN = 32;

  /** Characters of the longest source. */
  public static final int MAX_SOURCE = 64;

  /** Characters of the longest detail. */
  public static final int MAX_DETAIL = 512;

  /** Most details. */
  public static final int MAX_DETAILS = 16;

  private static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)+");
  private static final Pattern TOKEN = Pattern.compile("[a-z0-9_.-]*");
  private static final Pattern DETAIL = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  /** Whether something was done. */
  public enum Outcome {
    /** It was done. */
    SUCCESS,
    /** It was tried and failed, as a login with a wrong password does. */
    FAILURE,
    /** It was refused, because the actor may not do it. */
    DENIED;

    /** The name in payloads: the constant's, in lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(String wireName) throws JsonException {
      for (Outcome outcome : values()) {
        if (outcome.wireName().equals(wireName)) {
          return outcome;
        }
      }
      throw new JsonException("outcome is unknown");
    }
  }

  /** Keeps a copy of the details. */
  public AuditPayload {
    details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
  }

  /** With a fresh salt. */
  public static AuditPayload create(
      String action,
      Outcome outcome,
      String actor,
      String role,
      String method,
      String subject,
      String source,
      long count,
      Instant at,
      SortedMap<String, String> details) {
    return new AuditPayload(
        action,
        outcome,
        actor,
        role,
        method,
        subject,
        source,
        count,
        Timestamps.format(at),
        details,
        Salts.random());
  }

  /** Whether the text can be a field of a payload: no control characters, no half characters. */
  public static boolean isPrintable(String text) {
    return text.codePoints()
        .allMatch(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE);
  }

  /**
   * The exact bytes to sign.
   *
   * @throws IllegalArgumentException if a field is not of its form
   */
  public byte[] encode() {
    return CanonicalJson.checked(canonical(), this, AuditPayload::parse);
  }

  /**
   * Reads a payload.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static AuditPayload parse(byte[] payload) throws EvidenceException {
    try {
      ObjectNode json = Json.parse(payload);
      ServerEnvelope envelope = ServerEnvelope.read(json, Kind.AUDIT);
      if (!ROOM_ID.equals(envelope.roomId())) {
        throw new EvidenceException("room is not the audit log");
      }
      String actor = printable(json, "actor", MAX_NAME);
      AuditPayload parsed =
          new AuditPayload(
              matching(json, "action", MAX_ACTION, ACTION),
              Outcome.of(Json.text(json, "outcome", MAX_TOKEN)),
              EvidenceFields.insist(!actor.isEmpty(), actor, "actor is empty"),
              matching(json, "role", MAX_TOKEN, TOKEN),
              matching(json, "method", MAX_TOKEN, TOKEN),
              printable(json, "subject", MAX_NAME),
              printable(json, "source", MAX_SOURCE),
              Json.number(json, "count", 1, TranscriptLine.MAX_POSITION),
              envelope.at(),
              details(Json.object(json, "details")),
              envelope.salt());
      CanonicalJson.insist(payload, parsed.canonical());
      return parsed;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private static SortedMap<String, String> details(ObjectNode json) throws JsonException {
    if (json.size() > MAX_DETAILS) {
      throw new JsonException("details are more than " + MAX_DETAILS);
    }
    SortedMap<String, String> details = new TreeMap<>();
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      EvidenceFields.insist(DETAIL.matcher(name).matches(), name, "details have a malformed name");
      details.put(name, printable(json, name, MAX_DETAIL));
    }
    return details;
  }

  private static String matching(ObjectNode json, String field, int maxLength, Pattern form)
      throws JsonException {
    String text = Json.text(json, field, maxLength);
    return EvidenceFields.insist(form.matcher(text).matches(), text, field + " is malformed");
  }

  private static String printable(ObjectNode json, String field, int maxLength)
      throws JsonException {
    String text = Json.text(json, field, maxLength);
    return EvidenceFields.insist(isPrintable(text), text, field + " holds control characters");
  }

  private byte[] canonical() {
    return new ServerEnvelope(Kind.AUDIT, ROOM, ROOM_ID, at, salt)
        .write()
        .text("action", action)
        .text("outcome", outcome.wireName())
        .text("actor", actor)
        .text("role", role)
        .text("method", method)
        .text("subject", subject)
        .text("source", source)
        .number("count", count)
        .texts("details", details)
        .bytes();
  }
}
