package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminAnswer;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.administration.AdminRequestException;
import org.securechat.client.command.options.CommandGroup;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin certificates}. */
@Command(
    name = "certificates",
    description = "List the certificates that the server has seen, and revoke them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat admin certificates list --as root",
      "  securechat admin certificates revoke --file mallory.pem --as root"
    })
final class CertificatesCommand extends CommandGroup {
  private static final String CERTIFICATES = "certificates";
  private static final String CRLS = "crls";
  private static final String SHA256 = "SHA256";

  /** Of a certificate that the server has not seen. */
  private static final String UNSEEN = "\"0\"";

  private static final int NOT_FOUND = 404;

  @Command(
      description = "List certificates.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin certificates list --as root --query alice",
        "  securechat admin certificates list --as root --revoked",
        "  securechat admin certificates list --as root --ends-before 2026-12-29"
      })
  int list(
      @Mixin AdminOptions admin,
      @Mixin ListOptions list,
      @Option(
              names = {"-q", "--query"},
              paramLabel = "TEXT",
              description = "part of subject or issuer, beginning of the hash, or the serial")
          String query,
      @Option(names = "--revoked", description = "revoked ones only") boolean revoked,
      @Option(
              names = "--ends-from",
              paramLabel = "TIME",
              description = "whose validity ends then or later: a date of UTC, or a time")
          String endsFrom,
      @Option(
              names = "--ends-before",
              paramLabel = "TIME",
              description = "whose validity ends before that")
          String endsBefore)
      throws ClientException {
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("q", query);
    filter.put("revoked", revoked ? true : null);
    filter.put("ends_from", endsFrom);
    filter.put("ends_before", endsBefore);
    return admin
        .open()
        .list(
            AdminPath.of(CERTIFICATES).with(filter),
            list.limit(),
            Column.of("SUBJECT", "subject", 40),
            Column.of("SERIAL", "serial", 20),
            Column.of("UNTIL", "not_after"),
            Column.of("REVOKED", "revoked"),
            Column.of("SESSIONS", "open_sessions"),
            Column.of("CERTIFICATE", "sha256"));
  }

  @Command(
      description = "Show one certificate.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin certificates show SHA256 --as root")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = SHA256, description = "the SHA-256 that the list shows")
          String sha256)
      throws ClientException {
    return admin.open().show(AdminPath.of(CERTIFICATES, sha256));
  }

  @Command(
      description = "Revoke a certificate for ever, and end its sessions.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin certificates revoke SHA256 --as root --reason keyCompromise",
        "  securechat admin certificates revoke --file mallory.pem --as root"
      })
  int revoke(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = SHA256, arity = "0..1", description = "as the list shows it")
          String sha256,
      @Option(
              names = "--file",
              paramLabel = "FILE",
              description = "the certificate itself, PEM, also one that the server has not seen")
          Path file,
      @Option(
              names = "--reason",
              paramLabel = "REASON",
              defaultValue = "unspecified",
              description =
                  "unspecified, keyCompromise, cACompromise, affiliationChanged, superseded,"
                      + " cessationOfOperation or privilegeWithdrawn")
          String reason,
      @Option(names = "--note", paramLabel = "TEXT", description = "a note for the record")
          String note)
      throws ClientException {
    if ((sha256 == null) == (file == null)) {
      throw admin.usage("name either a hash or --file");
    }
    ObjectNode request = Json.object().put("reason", reason);
    if (note != null) {
      request.put("note", note);
    }
    AdminConsole console = admin.open();
    AdminPath certificate = AdminPath.of(CERTIFICATES, file == null ? sha256 : hash(file));
    AdminPath action = certificate.then("revoke");
    AdminAnswer answer;
    try {
      answer = console.api().change(certificate, "POST", action, request);
    } catch (AdminRequestException e) {
      if (file == null || e.status() != NOT_FOUND) {
        throw e;
      }
      request.put("certificate", pem(file));
      answer = console.api().sendIf(UNSEEN, "POST", action, request);
    }
    return console.done(answer, answer.body().path("subject").asText() + " is revoked");
  }

  @Command(
      description = "List the revocation lists.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin certificates crls --as root")
  int crls(@Mixin AdminOptions admin, @Mixin ListOptions list) throws ClientException {
    return admin
        .open()
        .list(
            AdminPath.of(CERTIFICATES, CRLS),
            list.limit(),
            Column.of("ISSUER", "issuer", 40),
            Column.of("NUMBER", "number"),
            Column.of("NEXT UPDATE", "next_update"),
            Column.of("ENTRIES", "entries"),
            Column.of("COVERS", "covers", 40),
            Column.of("STATE", "state"),
            Column.of("REASON", "reason", 60),
            Column.of("SOURCE", "source"),
            Column.of("LOCATION", "location"));
  }

  @Command(
      name = "upload-crl",
      description = "Give the server a revocation list, PEM or DER.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin certificates upload-crl crl.pem --as root")
  int uploadCrl(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "FILE", description = "the revocation list, PEM or DER") Path file)
      throws ClientException {
    AdminConsole console = admin.open();
    AdminAnswer answer =
        console
            .api()
            .upload("POST", AdminPath.of(CERTIFICATES, CRLS), file, "application/pkix-crl");
    return console.done(
        answer, "the list of " + answer.body().path("issuer").asText() + " is in use");
  }

  /** The SHA-256 by which the server knows the first certificate of a PEM file. */
  static String hash(Path file) throws ClientException {
    try {
      return Digests.sha256Hex(PemFiles.certificates(file).get(0).getEncoded());
    } catch (IOException | CertificateEncodingException e) {
      throw unreadable(file, e);
    }
  }

  private static String pem(Path file) throws ClientException {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ClientException unreadable(Path file, Exception e) {
    return new ClientException("there is no certificate in " + file, "It must be a PEM file.", e);
  }
}
