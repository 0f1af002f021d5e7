package org.securechat.protocol.evidence.verify;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.identity.NameKind;

/**
 * A signer in a bundle: one person has one for each certificate.
 *
 * @param name the sender of lines, or the server's name
 * @param certificate empty if the bundle does not have it
 * @param statedBy which kind of name in the certificate gives the name; empty if that is not proven
 * @param lines how many lines are signed with it
 * @param revokedSince from when on it counts as revoked, if it does
 * @param standing what else there is to know of it
 * @param faults which checks of it did not pass, in the verifier's words
 */
public record Participant(
    Part part,
    String name,
    String certificateSha256,
    Optional<X509Certificate> certificate,
    Optional<NameKind> statedBy,
    long lines,
    Optional<Instant> revokedSince,
    List<String> standing,
    List<String> faults) {

  /** In which part somebody signs. */
  public enum Part {
    SERVER("server"),
    MEMBER("member"),
    CLASSIC_CLIENT("client of the classic protocol"),
    COUNTERSIGNER("countersigner");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    /** How people read it. */
    public String words() {
      return words;
    }
  }

  /** Keeps copies of the lists. */
  public Participant {
    standing = List.copyOf(standing);
    faults = List.copyOf(faults);
  }
}
