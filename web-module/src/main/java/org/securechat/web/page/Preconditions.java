package org.securechat.web.page;

import jakarta.ws.rs.core.EntityTag;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.ExpectedVersion;

/**
 * Between an entity's version and {@code ETag} and {@code If-Match}. A resource that reads one
 * thing answers with {@link #tag}; one that changes it takes {@code @HeaderParam("If-Match")} and
 * gives the service what {@link #expected} says.
 */
public final class Preconditions {

  private static final int MAX_LENGTH = 1_000;
  private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([^\"]*)\"\\s*(?:,|$)");

  private Preconditions() {}

  /** The strong tag of a version. */
  public static EntityTag tag(long version) {
    return new EntityTag(Long.toString(version));
  }

  /**
   * The versions that a request is meant for. A weak tag and one that is not ours fit no version.
   *
   * @param ifMatch the header, null if there is none
   * @throws AdministrationException {@code UNCONDITIONAL} without the header (428), {@code INVALID}
   *     if it is malformed
   */
  public static ExpectedVersion expected(String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw AdministrationException.unconditional();
    }
    if (ifMatch.trim().equals("*")) {
      return ExpectedVersion.any();
    }
    if (ifMatch.length() > MAX_LENGTH) {
      throw malformed();
    }
    Set<Long> versions = new HashSet<>();
    Matcher tags = TAG.matcher(ifMatch);
    int end = 0;
    while (end < ifMatch.length()) {
      if (!tags.find(end) || tags.start() != end) {
        throw malformed();
      }
      end = tags.end();
      if (tags.group(1) == null && isVersion(tags.group(2))) {
        versions.add(Long.parseLong(tags.group(2)));
      }
    }
    return ExpectedVersion.of(versions);
  }

  private static boolean isVersion(String text) {
    return text.matches("0|[1-9][0-9]{0,17}");
  }

  private static AdministrationException malformed() {
    return AdministrationException.invalid("If-Match", "not an entity tag in double quotes");
  }
}
