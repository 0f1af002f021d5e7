package org.securechat.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes a certificate authority, a server and a receipt certificate where there are none, so that
 * the first start needs no preparation.
 */
final class DevelopmentPki {

  private static final long LIMIT_SECONDS = 60;

  private DevelopmentPki() {}

  /**
   * Does nothing if there is an authority.
   *
   * @param classic whether clients will come that check certificates by RSA alone: then the
   *     authority has an RSA key
   */
  static void makeIfMissing(Installation installation, Path pki, boolean classic, PrintStream out)
      throws StartException {
    if (Files.exists(pki.resolve("ca.pem"))) {
      return;
    }
    out.println("No PKI in " + pki + " yet: making one for development.");
    pki(installation, pki, "init", "--key", classic ? "rsa3072" : "p256");
    pki(installation, pki, "issue", "server", "--type", "server");
    pki(
        installation,
        pki,
        "issue",
        "receipt",
        "--type",
        "receipt",
        "--server-name",
        ApplicationSetting.NAME.value());
    out.println("Its private keys are readable by you alone. Issue certificates for people with");
    out.println("  securechat pki issue NAME");
  }

  /**
   * Makes the RSA certificate that classic clients need, where the authority's key is at hand;
   * elsewhere the server says what is missing.
   */
  static void makeClassicIfMissing(Installation installation, Path pki, PrintStream out)
      throws StartException {
    if (Files.exists(pki.resolve("issued/classic.pem")) || !Files.exists(pki.resolve("ca.key"))) {
      return;
    }
    out.println("No RSA certificate for classic clients in " + pki + " yet: making one.");
    pki(installation, pki, "issue", "classic", "--type", "server", "--key", "rsa2048");
  }

  /** The client jar has the tool; a process of its own keeps its libraries out of the server's. */
  private static void pki(Installation installation, Path pki, String... arguments)
      throws StartException {
    List<String> command = new ArrayList<>();
    command.add(Installation.java());
    command.add("-jar");
    command.add(installation.client().toString());
    command.add("pki");
    command.addAll(List.of(arguments));
    command.add("--dir");
    command.add(pki.toString());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new StartException("could not make a PKI in " + pki + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new StartException("could not make a PKI in " + pki, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while making a PKI", e);
    }
  }
}
