package org.securechat.web.certificate;

import java.time.Instant;
import org.securechat.server.certificate.CrlInfo;

/**
 * A revocation list.
 *
 * @param source {@code file}, {@code upload} or {@code distribution_point}
 * @param location path or address; absent for an upload
 * @param issuer whose list it says it is
 * @param number absent if it has none
 * @param thisUpdate when it was issued
 * @param nextUpdate until when it is good; absent if it does not say, which counts as not at all
 * @param entries how many certificates it names
 * @param covers which certificates of its issuer it is for
 * @param state what it is good for
 * @param reason why it cannot be used, or only in part; absent if all is well
 * @param accepted whether an authority that is known here has signed it, and it is complete
 * @param current whether it is of the past and the next one is due in the future
 */
public record CrlView(
    String source,
    String location,
    String issuer,
    String number,
    Instant thisUpdate,
    Instant nextUpdate,
    int entries,
    String covers,
    String state,
    String reason,
    boolean accepted,
    boolean current) {

  static CrlView of(CrlInfo list) {
    return new CrlView(
        list.source().wireName(),
        list.location().isEmpty() ? null : list.location(),
        list.issuer(),
        list.number().orElse(null),
        list.thisUpdate(),
        list.nextUpdate().orElse(null),
        list.entries(),
        list.covers(),
        list.state().wireName(),
        list.reason().orElse(null),
        list.accepted(),
        list.current());
  }
}
