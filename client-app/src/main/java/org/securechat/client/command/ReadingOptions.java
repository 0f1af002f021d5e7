package org.securechat.client.command;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.record.RecordText;
import org.securechat.client.command.record.ReportFile;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.report.RecordReport;
import org.securechat.protocol.evidence.report.ReportContext;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.Examination;
import picocli.CommandLine.Option;

/** The options that show what a verified bundle says. */
final class ReadingOptions {
  @Option(
      names = "--read",
      description = "print the conversation after the verdict, each line with its state")
  private boolean read;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "write what was verified into a page for reading and printing (HTML), too")
  private Path file;

  /** What is wrong with the call, to be said before the work. */
  Optional<String> fault(boolean ofSeveral) {
    if (ofSeveral && (read || file != null)) {
      return Optional.of("--read and --report go with one bundle");
    }
    return file == null ? Optional.empty() : new ReportFile(file).fault();
  }

  /**
   * Shows what was asked for.
   *
   * @param origin where the verifier's authorities came from, as a phrase
   */
  void show(Output printer, Examination bundle, EvidenceVerifier verifier, String origin)
      throws ClientException {
    if (read) {
      new RecordText(printer, ZoneId.systemDefault()).print(bundle);
    }
    if (file != null) {
      String program = String.join(", ", new ManifestVersion().getVersion());
      ReportContext context = ReportContext.asked(program, Instant.now(), origin);
      new ReportFile(file).write(new RecordReport(bundle, verifier.authorities(), context));
      printer.print(
          MessageJson.event("report").put("path", file.toAbsolutePath().toString()),
          "report: " + file);
    }
  }
}
