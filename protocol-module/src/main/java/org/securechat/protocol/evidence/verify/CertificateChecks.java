package org.securechat.protocol.evidence.verify;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PathSearch;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The certificates of a bundle, each judged at the first and the last time of its use (PROTOCOL.md
 * §11.2, 5 and 6). That covers the times between, since validity is an interval. Revocation is
 * judged line by line.
 */
final class CertificateChecks {
  private final BundleCertificates certificates;
  private final PastRevocation revocation;
  private final CertificateRules rules;
  private final ReportBuilder findings;
  private final Map<Role, Uses> uses = new LinkedHashMap<>();
  private final Map<Role, PeerIdentity> identities = new HashMap<>();
  private final Map<Role, Instant> asReceiptKnew = new HashMap<>();
  private final Map<Role, Instant> asKnownNow = new HashMap<>();

  CertificateChecks(
      BundleCertificates certificates,
      PastRevocation revocation,
      Collection<X509Certificate> authorities,
      ReportBuilder findings) {
    this.certificates = certificates;
    this.revocation = revocation;
    this.findings = findings;
    this.rules =
        new CertificateRules(
            authorities, RevocationSource.none(), RevocationPolicy.ALLOW, Clock.systemUTC());
  }

  void check(
      Receipt receipt,
      List<TranscriptLine> lines,
      Payloads payloads,
      List<Countersigned> countersigned) {
    use(receipt.certificate(), Purpose.RECEIPT, receipt.issuedAt()).alone(receipt.issuedAt());
    Map<Long, Role> people = new TreeMap<>();
    for (TranscriptLine line : lines) {
      Uses used = use(line.certificateSha256(), purpose(line), line.receivedAt());
      if (line.isEvent()) {
        used.alone(line.receivedAt());
        person(payloads, line).ifPresent(person -> people.put(line.position(), person));
      } else {
        people.put(line.position(), new Role(line.certificateSha256(), Purpose.CLIENT));
      }
    }
    for (Countersigned each : countersigned) {
      String at = each.statement().at();
      use(each.statement().certificate(), Purpose.CLIENT, at).alone(at);
    }
    uses.forEach(this::judge);
    checkRevoked(receipt, lines, people);
    checkNames(receipt, lines);
  }

  /** The signer of a statement of the server's that stands by itself. */
  void checkStatement(String certificate, String server, String at) {
    use(certificate, Purpose.RECEIPT, at).alone(at);
    uses.forEach(this::judge);
    checkServer(server, certificate);
  }

  /** Whose client a line of a session of the classic profile quotes. */
  private Optional<Role> person(Payloads payloads, TranscriptLine line) {
    if (!(payloads.of(line) instanceof Said.Classic)) {
      return Optional.empty();
    }
    return payloads
        .opening()
        .map(opening -> {
          use(opening.certificate(), Purpose.CLASSIC_CLIENT, line.receivedAt());
          return new Role(opening.certificate(), Purpose.CLASSIC_CLIENT);
        });
  }

  /**
   * PROTOCOL.md §11.2, 5: the receipt names exactly the lines that were said with a certificate
   * that its lists revoke. What only a list from outside knows, it cannot have named.
   */
  private void checkRevoked(Receipt receipt, List<TranscriptLine> lines, Map<Long, Role> people) {
    Optional<Positions> named = receipt.revokedPositions();
    boolean others = false;
    for (TranscriptLine line : lines) {
      boolean isNamed = named.filter(all -> all.contains(line.position())).isPresent();
      Optional<Role> role = Optional.ofNullable(people.get(line.position()));
      others |= isNamed && !isRevoked(role, asReceiptKnew, line);
      if (!isNamed && isRevoked(role, asKnownNow, line)) {
        findings.failed(
            Aspect.REVOCATION,
            BundleLayout.certificate(role.orElseThrow().sha256()),
            "revoked when line " + line.position() + " was said");
      }
    }
    boolean onlyThose = !others;
    named.ifPresent(positions -> {
      findings.remark("said with a revoked certificate: lines " + positions);
      findings.check(
          Aspect.REVOCATION,
          BundleLayout.RECEIPT,
          onlyThose,
          "names lines as revoked whose certificates were not");
    });
  }

  private static boolean isRevoked(
      Optional<Role> role, Map<Role, Instant> since, TranscriptLine line) {
    return role.map(since::get)
        .filter(from -> !from.isAfter(Instant.parse(line.receivedAt())))
        .isPresent();
  }

  /** The holder of a certificate that a line refers to, if it was acceptable. */
  Optional<PeerIdentity> signer(TranscriptLine line) {
    return identity(line.certificateSha256(), purpose(line));
  }

  /** The holder of a certificate, if it was acceptable for that purpose. */
  Optional<PeerIdentity> identity(String sha256, Purpose purpose) {
    return Optional.ofNullable(identities.get(new Role(sha256, purpose)));
  }

  /** From when on a certificate counts as revoked, if it does. */
  Optional<Instant> revokedSince(String sha256, Purpose purpose) {
    return Optional.ofNullable(asKnownNow.get(new Role(sha256, purpose)));
  }

  private static Purpose purpose(TranscriptLine line) {
    return line.isEvent() ? Purpose.RECEIPT : Purpose.CLIENT;
  }

  private Uses use(String sha256, Purpose purpose, String timestamp) {
    return uses.computeIfAbsent(new Role(sha256, purpose), _ -> new Uses()).add(timestamp);
  }

  private void judge(Role role, Uses times) {
    String file = BundleLayout.certificate(role.sha256());
    Optional<X509Certificate> leaf = certificates.get(role.sha256());
    if (leaf.isEmpty()) {
      return; // Reported with the other missing files.
    }
    List<PeerIdentity> late = paths(role, leaf.get(), times.latest, file);
    if (!times.earliest.equals(times.latest)) {
      // By the same path or another: an issuer may have been renewed in between.
      paths(role, leaf.get(), times.earliest, file).stream()
          .findFirst()
          .ifPresent(identity -> identities.put(role, identity));
    }
    if (!late.isEmpty()) {
      PeerIdentity chosen = revocation.choose(late, Instant.parse(times.latest));
      identities.put(role, chosen);
      judgeRevocation(role, chosen.path(), times, file);
    }
  }

  /** The ways from a certificate to an authority at that time. */
  private List<PeerIdentity> paths(Role role, X509Certificate leaf, String time, String file) {
    CertificateRules then = rules.at(Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
    try {
      List<PeerIdentity> found =
          PathSearch.paths(
              leaf, certificates::issuersOf, chain -> then.verify(chain, role.purpose()));
      findings.passed(Aspect.CERTIFICATE, file);
      return found;
    } catch (ProtocolException e) {
      findings.failed(
          Aspect.CERTIFICATE,
          file,
          e.alert().code().replace('_', ' ') + " at " + time + ": " + e.getMessage());
      return List.of();
    }
  }

  private void judgeRevocation(Role role, List<X509Certificate> path, Uses times, String file) {
    revocation.checkCovered(path, Instant.parse(times.latest), file);
    revocation.asReceiptKnew(path).ifPresent(since -> asReceiptKnew.put(role, since));
    Optional<Instant> known = revocation.asKnownNow(path);
    known.ifPresent(since -> {
      asKnownNow.put(role, since);
      if (since.isAfter(Instant.parse(times.latest))) {
        findings.note(file, "revoked at " + since + ", after its last use here");
      } else if (times.alone != null && !since.isAfter(Instant.parse(times.alone))) {
        findings.failed(
            Aspect.REVOCATION, file, "revoked at " + since + ", not after its last use");
      }
    });
    if (known.isEmpty()) {
      findings.passed(Aspect.REVOCATION, file);
    }
  }

  private void checkNames(Receipt receipt, List<TranscriptLine> lines) {
    Set<String> servers = new LinkedHashSet<>(List.of(receipt.certificate()));
    Set<String> seen = new HashSet<>();
    for (TranscriptLine line : lines) {
      if (line.isEvent()) {
        servers.add(line.certificateSha256());
      } else if (seen.add(line.sender() + " " + line.certificateSha256())) {
        signer(line).ifPresent(identity -> checkUser(line.sender(), identity));
      }
    }
    servers.forEach(sha256 -> checkServer(receipt.server(), sha256));
  }

  /** PROTOCOL.md §6: the certificate of a receipt key states for which server it speaks. */
  private void checkServer(String server, String sha256) {
    identity(sha256, Purpose.RECEIPT)
        .ifPresent(identity ->
            findings.check(
                Aspect.NAME,
                BundleLayout.certificate(sha256),
                identity.namesServer(server),
                "does not name the server " + server));
  }

  /** PROTOCOL.md §6: a username is one of the names that the certificate states. */
  void checkUser(String user, PeerIdentity signer) {
    String file = BundleLayout.certificate(signer.certificateSha256());
    boolean named = signer.names(user);
    findings.check(Aspect.NAME, file, named, "does not name " + user);
    signer
        .kindOf(user)
        .ifPresent(kind ->
            findings.remark(
                user
                    + " is "
                    + signer.leaf().getSubjectX500Principal().getName()
                    + ", by the certificate's "
                    + kind.description()));
  }

  /** A certificate in one of the parts that it plays. */
  private record Role(String sha256, Purpose purpose) {}

  /** When a certificate was used. Timestamps have the order of their text. */
  private static final class Uses {
    private String earliest;
    private String latest;

    /** The latest for which no receipt accounts. */
    private String alone;

    Uses add(String timestamp) {
      earliest = earliest == null || timestamp.compareTo(earliest) < 0 ? timestamp : earliest;
      latest = later(latest, timestamp);
      return this;
    }

    /** Of a use for which no receipt can account. */
    void alone(String timestamp) {
      alone = later(alone, timestamp);
    }

    private static String later(String known, String timestamp) {
      return known == null || timestamp.compareTo(known) > 0 ? timestamp : known;
    }
  }
}
