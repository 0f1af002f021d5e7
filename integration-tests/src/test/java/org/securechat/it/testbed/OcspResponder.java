package org.securechat.it.testbed;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.securechat.it.process.RunningProcess;

/**
 * What an authority answers when it is asked about its certificates, by {@code openssl ocsp}, which
 * shares no code with its clients. Knows the certificates that it has been told of. Thread-safe.
 */
public final class OcspResponder {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Path authority;
  private final Map<BigInteger, String> index = new TreeMap<>();
  private int questions;

  /**
   * @param folder for files of its own
   * @param authority with {@code ca.pem} and {@code ca.key}
   */
  public OcspResponder(Path folder, Path authority) {
    this.folder = folder;
    this.authority = authority;
  }

  public synchronized void knows(X509Certificate certificate) {
    index.put(certificate.getSerialNumber(), line("V", "", certificate));
  }

  public synchronized void revoke(X509Certificate certificate) {
    String since = TIME.format(Instant.now().minusSeconds(60));
    index.put(certificate.getSerialNumber(), line("R", since + ",keyCompromise", certificate));
  }

  /** A line of the database of {@code openssl ca}. */
  private static String line(String state, String revoked, X509Certificate certificate) {
    String serial = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    return String.join(
        "\t",
        state,
        TIME.format(certificate.getNotAfter().toInstant()),
        revoked,
        serial.length() % 2 == 0 ? serial : "0" + serial,
        "unknown",
        "/CN=" + serial);
  }

  /** How often it has been asked. */
  public synchronized int questions() {
    return questions;
  }

  /** The signed answer to a question, both in DER. */
  public synchronized byte[] answer(byte[] question) throws IOException {
    questions++;
    Path file = Files.write(folder.resolve("question.der"), question);
    Path answer = folder.resolve("answer.der");
    Files.write(folder.resolve("index.txt"), index.values());
    List<String> command =
        List.of(
            "openssl",
            "ocsp",
            "-index",
            folder.resolve("index.txt").toString(),
            "-CA",
            authority.resolve("ca.pem").toString(),
            "-rsigner",
            authority.resolve("ca.pem").toString(),
            "-rkey",
            authority.resolve("ca.key").toString(),
            "-nmin",
            "5",
            "-reqin",
            file.toString(),
            "-respout",
            answer.toString());
    try (RunningProcess openssl = RunningProcess.start("openssl", folder, command, Map.of())) {
      if (openssl.awaitExit(LIMIT) != 0) {
        throw new IOException(openssl.report());
      }
    }
    return Files.readAllBytes(answer);
  }
}
