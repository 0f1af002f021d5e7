package org.securechat.protocol.evidence.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;

/**
 * The contents of files, which a bundle may have or leave out (PROTOCOL.md §11.1): what is there is
 * named by a line, and has the size and the hash that its author has signed.
 */
final class ContentChecks {
  private static final byte[] BEGIN =
      ("{\"type\":\"" + Kind.FILE.type() + "\",").getBytes(StandardCharsets.UTF_8);

  private final SortedMap<String, byte[]> files;
  private final ReportBuilder findings;

  ContentChecks(SortedMap<String, byte[]> files, ReportBuilder findings) {
    this.files = files;
    this.findings = findings;
  }

  /**
   * Looks at all that lines name.
   *
   * @param permitted gets the files that lines name
   */
  void check(List<TranscriptLine> lines, Set<String> permitted) {
    Set<String> named = new HashSet<>();
    for (TranscriptLine line : lines) {
      if (!line.isEvent()) {
        file(files.get(BundleLayout.payload(line.position())))
            .ifPresent(info -> check(info, named));
      }
    }
    permitted.addAll(named);
    long absent = named.stream().filter(name -> !files.containsKey(name)).count();
    if (absent > 0) {
      findings.remark("contents of files: " + absent + " of " + named.size() + " are not here");
    }
  }

  private void check(FileInfo info, Set<String> named) {
    String name = BundleLayout.content(info.sha256());
    boolean isNew = named.add(name);
    byte[] content = files.get(name);
    if (content == null) {
      return;
    }
    findings.check(Aspect.FILE, name, content.length == info.size(), "not as long as a line says");
    if (isNew) {
      findings.check(
          Aspect.FILE,
          name,
          Digests.sha256Hex(content).equals(info.sha256()),
          "not what its name says");
    }
  }

  /** What a payload says of a file; empty if it is of another kind, or malformed. */
  private static Optional<FileInfo> file(byte[] payload) {
    if (payload == null
        || payload.length < BEGIN.length
        || !Arrays.equals(payload, 0, BEGIN.length, BEGIN, 0, BEGIN.length)) {
      return Optional.empty();
    }
    try {
      return MessagePayload.parse(payload).content() instanceof MessageContent.SharedFile shared
          ? Optional.of(shared.file())
          : Optional.empty();
    } catch (EvidenceException e) {
      return Optional.empty(); // Said where the payload is looked at.
    }
  }
}
