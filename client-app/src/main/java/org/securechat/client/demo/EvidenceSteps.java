package org.securechat.client.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.securechat.client.ClientException;
import org.securechat.client.evidence.ScriptCommand;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.identity.RevocationPolicy;

/** Bundles are checked: by our own verifier, by others' tools, and after they were changed. */
final class EvidenceSteps {
  private static final long TOOL_LIMIT_SECONDS = 60;

  private EvidenceSteps() {}

  /** Checks a bundle; every check has to pass. */
  static String verify(Path bundle, List<X509Certificate> authorities) throws ClientException {
    VerificationReport report = report(bundle, authorities);
    if (!report.passed()) {
      throw new ClientException(bundle.getFileName() + ": " + report.failures());
    }
    return bundle.getFileName() + ": all " + report.checks().size() + " checks pass";
  }

  private static VerificationReport report(Path bundle, List<X509Certificate> authorities) {
    return new EvidenceVerifier(authorities, RevocationPolicy.REFUSE).verify(bundle);
  }

  /**
   * Changes what a user said in a copy of a bundle, which has to be found.
   *
   * @return what the verifier said about it
   */
  static List<String> forge(
      Path bundle, Path copy, String said, String forged, List<X509Certificate> authorities)
      throws IOException, ClientException {
    copy(bundle, copy);
    Path message = saying(copy, said);
    String text = Files.readString(message);
    Files.writeString(message, text.replace(said, forged));
    VerificationReport report = report(copy, authorities);
    if (report.passed()) {
      throw new ClientException("the verifier did not notice the forged " + message);
    }
    List<String> details = new ArrayList<>();
    details.add("'" + said + "' made '" + forged + "':");
    report
        .failures()
        .forEach(failure ->
            details.add("  " + failure.name() + " " + failure.subject() + ": " + failure.detail()));
    return details;
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(from)) {
      paths = all.toList();
    }
    for (Path path : paths) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target);
      }
    }
  }

  private static Path saying(Path bundle, String text) throws IOException, ClientException {
    try (Stream<Path> messages = Files.list(bundle.resolve("messages"))) {
      for (Path message : messages.filter(path -> path.toString().endsWith(".json")).toList()) {
        if (Files.readString(message).contains(text)) {
          return message;
        }
      }
    }
    throw new ClientException("no message in " + bundle + " says '" + text + "'");
  }

  /** Checks bundles by the command that is printed for an auditor, and by the script in them. */
  static List<String> verifyWithTools(List<Path> bundles, Path authority)
      throws IOException, ClientException, InterruptedException {
    for (String tool : List.of("openssl", "sha256sum")) {
      if (!installed(tool)) {
        return List.of(tool + " is not installed here, so this was left out");
      }
    }
    List<String> details = new ArrayList<>();
    for (Path bundle : bundles) {
      shell(ScriptCommand.forBundle(bundle, authority), bundle);
      details.add(bundle.getFileName() + ": receipt, chain and signatures");
    }
    return details;
  }

  private static boolean installed(String tool) {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  private static void shell(String command, Path folder)
      throws IOException, ClientException, InterruptedException {
    Path said = Files.createTempFile("securechat-tool", ".log");
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(TOOL_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new ClientException("it took too long: " + command);
      }
      if (process.exitValue() != 0) {
        String words = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
        throw new ClientException(command + " says: " + words);
      }
    } finally {
      Files.deleteIfExists(said);
    }
  }
}
