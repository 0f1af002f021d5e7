package org.securechat.client.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.ConnectionOptions;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.command.options.TimeOptions;
import org.securechat.client.command.options.TimeRange;
import org.securechat.client.evidence.BundleExport;
import org.securechat.client.evidence.ScriptCommand;
import org.securechat.client.file.RecordContents;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.storage.RoomArchive;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.identity.RevocationPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code receipt}. */
@Command(
    name = "receipt",
    description = {
      "Get a signed receipt of a room and write it, with everything needed to check it, as a"
          + " bundle.",
      "The receipt is held against the chain that was verified here, line by line.",
      "With --since or --until it is over the lines that were received in that time."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat receipt --as alice --room lobby --out evidence",
      "  securechat receipt --as alice --room lobby --since 2026-11-01 --out nov",
      "  securechat receipt --as alice --room lobby --kept --out evidence.zip",
      "  securechat verify evidence --ca certs/ca.pem"
    })
final class ReceiptCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions server;
  @Mixin private OutputOptions output;

  @Option(names = "--room", paramLabel = "ROOM", required = true, description = "the room")
  private String room;

  @Mixin private TimeOptions times;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      required = true,
      description = "where to write the bundle: a new folder, or a file that ends in .zip")
  private Path out;

  @Option(
      names = "--kept",
      description = "use the newest receipt that is kept here, without asking the server")
  private boolean kept;

  @Option(
      names = "--with-files",
      description = "add the contents of the files that were sent, at most 256 MiB")
  private boolean withFiles;

  @Spec private CommandSpec spec;

  private List<byte[]> contents = List.of();

  @Override
  public Integer call() throws Exception {
    Output printer = output.open(spec);
    TimeRange time = times.range();
    if (kept && time.isLimited()) {
      throw new ParameterException(
          spec.commandLine(), "--kept uses the receipt that there is: give no time with it");
    }
    if (kept && withFiles) {
      throw new ParameterException(
          spec.commandLine(), "--kept does not ask the server, which has the files");
    }
    SessionSettings settings = server.session(false);
    Path account = server.account(settings);
    Path receipt = kept ? newest(account) : fetch(settings, account, time, printer);
    RoomArchive archive = archive(account);
    Receipt written =
        new BundleExport(archive, account, settings.authorities(), server.policy())
            .write(receipt, out, contents);
    report(printer, settings, written);
    return printer.exitCode();
  }

  private Path fetch(SessionSettings settings, Path account, TimeRange time, Output printer)
      throws ClientException {
    try (ChatSession session =
        ChatSession.open(settings, new SessionCommand.Alarms(printer), false)) {
      session.follow(room);
      ReceiptOutcome outcome =
          time.isLimited() ? receipt(session, account, time, printer) : session.receipt(room);
      printer.receipt(outcome);
      if (withFiles) {
        contents =
            RecordContents.of(
                session,
                room,
                outcome.first(),
                outcome.last(),
                file ->
                    printer.print(
                        MessageJson.event("left_out").put("sha256", file.sha256()),
                        "(the server has no content for " + SafeText.line(file.name()) + ")"));
      }
      return outcome.folder();
    }
  }

  private ReceiptOutcome receipt(ChatSession session, Path account, TimeRange time, Output printer)
      throws ClientException {
    KeptLines lines = KeptLines.of(archive(account), time);
    lines.print(printer, room, time);
    if (lines.isEmpty()) {
      throw new ClientException(
          room + " has no line " + time.words(),
          "Nothing was written. Look at --since, --until and --zone.");
    }
    return session.receipt(room, lines.first(), lines.last());
  }

  private RoomArchive archive(Path account) throws ClientException {
    try {
      Optional<RoomArchive> found = RoomArchive.find(account, room);
      if (found.isPresent()) {
        return found.get();
      }
    } catch (IOException e) {
      throw new ClientException("the kept rooms cannot be read: " + e.getMessage());
    }
    throw new ClientException(
        "nothing is kept of room '" + room + "'", "Ask the server: leave out --kept.");
  }

  private Path newest(Path account) throws ClientException {
    return BundleExport.newest(archive(account))
        .orElseThrow(() ->
            new ClientException(
                "no receipt is kept of room '" + room + "'", "Ask the server: leave out --kept."));
  }

  private void report(Output printer, SessionSettings settings, Receipt receipt) {
    VerificationReport report =
        new EvidenceVerifier(settings.authorities(), RevocationPolicy.ALLOW).verify(out);
    printer.note(report.passed());
    boolean zip = out.toString().endsWith(".zip");
    String check = zip ? "" : ScriptCommand.forBundle(out, Path.of("CA.pem"));
    ObjectNode json =
        MessageJson.event("bundle")
            .put("room", receipt.room())
            .put("first", receipt.first())
            .put("last", receipt.last())
            .put("path", out.toAbsolutePath().normalize().toString())
            .put("verified", report.passed());
    if (!zip) {
      json.put("script", check);
    }
    StringBuilder text = new StringBuilder();
    text.append(report.passed() ? printer.text().good() : printer.text().bad());
    text.append(" bundle ").append(out).append(", ").append(report.checks().size());
    text.append(" checks, ").append(report.failures().size()).append(" failed");
    report
        .failures()
        .forEach(f ->
            text.append("\n  ")
                .append(f.name())
                .append(' ')
                .append(f.subject())
                .append(": ")
                .append(f.detail()));
    text.append("\nTo check it: 'securechat verify', or, with CA.pem from the authority itself,");
    text.append(zip ? " 'sh verify.sh CA.pem' after unpacking." : "\n  " + check);
    printer.print(json, text.toString());
  }
}
