package org.securechat.it.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Examination;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.evidence.verify.VerificationReport.Check;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * A case that {@code securechat_cases.py} has written: a bundle, the authorities and lists to judge
 * it by, and what is known of the verdict.
 *
 * @param folder where it lies
 * @param verdict the verdict wanted, empty if verifiers have only to agree
 * @param code the code word of a finding wanted, empty for any
 */
record EvidenceCase(Path folder, String verdict, String code) {

  /** All cases in a folder, in the order of their names. */
  static List<EvidenceCase> in(Path folder) throws IOException {
    List<EvidenceCase> cases = new ArrayList<>();
    try (Stream<Path> each = Files.list(folder)) {
      for (Path path : each.sorted().toList()) {
        List<String> expected = Files.readAllLines(path.resolve("expected.txt"));
        cases.add(new EvidenceCase(path, expected.get(0), expected.get(1)));
      }
    }
    return cases;
  }

  /** Keeps it for a person to look into, under its name. */
  void keepIn(Path where) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Path copy = where.resolve(name()).resolve(folder.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  Path bundle() {
    return folder.resolve("bundle");
  }

  /** What the product's own verifier says. */
  Examination byProduct() throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509CRL> lists = new ArrayList<>();
    for (Path file : given("list-")) {
      try (InputStream in = Files.newInputStream(file)) {
        lists.add((X509CRL) factory.generateCRL(in));
      }
    }
    return new EvidenceVerifier(
            authorities(),
            lists,
            excusesRoots() ? RevocationPolicy.EXCUSE_ROOTS : RevocationPolicy.REFUSE)
        .examine(bundle());
  }

  /** Whom verifiers are told to trust. */
  List<X509Certificate> authorities() throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> authorities = new ArrayList<>();
    for (Path file : given("authority-")) {
      try (InputStream in = Files.newInputStream(file)) {
        authorities.add((X509Certificate) factory.generateCertificate(in));
      }
    }
    return authorities;
  }

  /** Whether verifiers are told that the authorities publish no lists about issuers. */
  boolean excusesRoots() {
    return Files.exists(folder.resolve("roots-without-list"));
  }

  /** The files beside the bundle whose names begin so. */
  List<Path> given(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  /** Whether this is what was wanted of the verdict. */
  boolean isMetBy(Judgement judgement) {
    return (verdict.isEmpty() || verdict.equals(judgement.verdict()))
        && (code.isEmpty() || judgement.codes().contains(code));
  }

  /**
   * What a verifier said.
   *
   * @param codes the code words of its findings
   */
  record Judgement(String verdict, List<String> codes) {
    static Judgement of(VerificationReport report) {
      return new Judgement(
          report.verdict().words(), report.failures().stream().map(Check::name).toList());
    }
  }
}
