package org.securechat.protocol.evidence.verify;

import java.security.cert.X509Certificate;
import java.time.Instant;
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
import org.securechat.protocol.identity.PathsOverTime;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevokedUses;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The certificates of a bundle, each judged at the first and the last time of its use (PROTOCOL.md
 * §11.2, 5 and 6). That covers the times between, since validity is an interval. Revocation is
 * judged line by line.
 */
final class CertificateChecks {
  private final BundleCertificates certificates;
  private final PastRevocation revocation;
  private final Collection<X509Certificate> authorities;
  private final ReportBuilder findings;
  private final Map<Role, Uses> uses = new LinkedHashMap<>();
  private final Map<Role, PeerIdentity> identities = new HashMap<>();
  private final Map<Role, RevokedUses> asReceiptKnew = new HashMap<>();
  private final Map<Role, RevokedUses> asKnownNow = new HashMap<>();
  private final Map<Role, Instant> since = new HashMap<>();

  CertificateChecks(
      BundleCertificates certificates,
      PastRevocation revocation,
      Collection<X509Certificate> authorities,
      ReportBuilder findings) {
    this.certificates = certificates;
    this.revocation = revocation;
    this.findings = findings;
    this.authorities = authorities;
  }

  void check(
      Receipt receipt,
      List<TranscriptLine> lines,
      Payloads payloads,
      List<Countersigned> countersigned) {
    use(receipt.certificate(), Purpose.RECEIPT, receipt.issuedAt());
    Map<Long, Role> people = new TreeMap<>();
    for (TranscriptLine line : lines) {
      use(line.certificateSha256(), purpose(line), line.receivedAt());
      if (line.isEvent()) {
        person(payloads, line).ifPresent(person -> people.put(line.position(), person));
      } else {
        people.put(line.position(), new Role(line.certificateSha256(), Purpose.CLIENT));
      }
    }
    for (Countersigned each : countersigned) {
      use(each.statement().certificate(), Purpose.CLIENT, each.statement().at());
    }
    uses.forEach(this::judge);
    checkRevoked(receipt, lines, people);
    checkOthers(receipt, lines, countersigned);
    checkNames(receipt, lines);
  }

  /** The signer of a statement of the server's that stands by itself. */
  void checkStatement(String certificate, String server, String at) {
    use(certificate, Purpose.RECEIPT, at);
    uses.forEach(this::judge);
    checkUnrevoked(
        BundleLayout.certificate(certificate), new Role(certificate, Purpose.RECEIPT), at);
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
      Role role = people.get(line.position());
      boolean doubted = isRevoked(role, asReceiptKnew, line.receivedAt());
      others |= isNamed && !doubted;
      if (!isNamed && (doubted || isRevoked(role, asKnownNow, line.receivedAt()))) {
        findings.failed(
            Aspect.REVOCATION,
            "line " + line.position(),
            "said with a certificate that was revoked by then");
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

  /** PROTOCOL.md §11.2, 5: no receipt accounts for what the server or a countersigner signs. */
  private void checkOthers(
      Receipt receipt, List<TranscriptLine> lines, List<Countersigned> countersigned) {
    checkUnrevoked(
        BundleLayout.RECEIPT, new Role(receipt.certificate(), Purpose.RECEIPT), receipt.issuedAt());
    for (TranscriptLine line : lines) {
      if (line.isEvent()) {
        Role signer = new Role(line.certificateSha256(), Purpose.RECEIPT);
        checkUnrevoked("line " + line.position(), signer, line.receivedAt());
      }
    }
    for (Countersigned each : countersigned) {
      Role signer = new Role(each.statement().certificate(), Purpose.CLIENT);
      checkUnrevoked(each.file(), signer, each.statement().at());
    }
  }

  private void checkUnrevoked(String subject, Role signer, String at) {
    if (isRevoked(signer, asKnownNow, at)) {
      findings.failed(
          Aspect.REVOCATION, subject, "signed with a certificate that was revoked by then");
    }
  }

  /**
   * @param role null if nobody is known to have said it
   */
  private static boolean isRevoked(Role role, Map<Role, RevokedUses> known, String time) {
    RevokedUses uses = role == null ? null : known.get(role);
    return uses != null && uses.isRevoked(Instant.parse(time));
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
    return Optional.ofNullable(since.get(new Role(sha256, purpose)));
  }

  private static Purpose purpose(TranscriptLine line) {
    return line.isEvent() ? Purpose.RECEIPT : Purpose.CLIENT;
  }

  private void use(String sha256, Purpose purpose, String timestamp) {
    uses.computeIfAbsent(new Role(sha256, purpose), _ -> new Uses()).add(timestamp);
  }

  private void judge(Role role, Uses times) {
    String file = BundleLayout.certificate(role.sha256());
    Optional<X509Certificate> leaf = certificates.get(role.sha256());
    if (leaf.isEmpty()) {
      return; // Reported with the other missing files.
    }
    PathsOverTime over =
        new PathsOverTime(leaf.get(), certificates::issuersOf, authorities, role.purpose());
    asReceiptKnew.put(role, revocation.asReceiptKnew(over));
    asKnownNow.put(role, revocation.asKnownNow(over));
    List<PeerIdentity> late = paths(over, times.latest, file);
    if (!times.earliest.equals(times.latest)) {
      // By the same path or another: an issuer may have been renewed in between.
      paths(over, times.earliest, file).stream()
          .findFirst()
          .ifPresent(identity -> identities.put(role, identity));
    }
    if (!late.isEmpty()) {
      Instant last = Instant.parse(times.latest);
      PeerIdentity chosen = revocation.choose(late, last);
      identities.put(role, chosen);
      revocation.checkCovered(late, last, file);
      remarkOnRevocation(role, revocation.since(chosen.path()), last, file);
    }
  }

  /** The ways from a certificate to an authority at that time. */
  private List<PeerIdentity> paths(PathsOverTime over, String time, String file) {
    try {
      List<PeerIdentity> found = over.at(Instant.parse(time));
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

  private void remarkOnRevocation(Role role, Optional<Instant> from, Instant last, String file) {
    from.ifPresentOrElse(
        revoked -> {
          since.put(role, revoked);
          if (revoked.isAfter(last)) {
            findings.note(file, "revoked at " + revoked + ", after its last use here");
          }
        },
        () -> findings.passed(Aspect.REVOCATION, file));
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

    void add(String timestamp) {
      earliest = earliest == null || timestamp.compareTo(earliest) < 0 ? timestamp : earliest;
      latest = latest == null || timestamp.compareTo(latest) > 0 ? timestamp : latest;
    }
  }
}
