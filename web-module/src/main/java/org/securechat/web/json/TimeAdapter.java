package org.securechat.web.json;

import jakarta.json.bind.JsonbException;
import jakarta.json.bind.adapter.JsonbAdapter;
import java.time.Instant;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Timestamps;

/** Points in time as the rest of the system writes them: RFC 3339, UTC, milliseconds. */
public final class TimeAdapter implements JsonbAdapter<Instant, String> {

  @Override
  public String adaptToJson(Instant time) {
    return Timestamps.format(time);
  }

  @Override
  public Instant adaptFromJson(String text) {
    try {
      return Timestamps.parse(text);
    } catch (EvidenceException e) {
      throw new JsonbException(e.getMessage(), e);
    }
  }
}
