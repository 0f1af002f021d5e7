package org.securechat.client.command.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.identity.CertificateRefusal;
import org.securechat.client.pki.OpenSsl;
import org.securechat.client.pki.est.EstFault;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.wire.AlertCode;

/** The page about authorities: its commands work, and its table has the errors that there are. */
class AuthorityPageTest {
  private static final Path PAGE = Path.of("..", "docs", "AUTHORITY.md");
  private static final Pattern CODE_ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

  @TempDir private Path folder;

  @Test
  void commandsOfOpenSslMakeFoldersOfWhichNothingWillBeRefused() throws Exception {
    assumeTrue(OpenSsl.present(), "openssl is not installed");
    String commands =
        section("## OpenSSL")
            .lines()
            .filter(line -> line.startsWith("    "))
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n"));
    assertThat(commands).contains("openssl ca ", "securechat pki import alice");
    Path script = Files.writeString(folder.resolve("commands.sh"), program() + commands + "\n");
    Path work = Files.createDirectory(folder.resolve("work"));
    Process shell =
        new ProcessBuilder("sh", "-e", script.toString())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .start();
    shell.getOutputStream().close();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(said).isZero();
    assertThat(said.lines().toList()).last().isEqualTo("nothing will be refused");
  }

  /** The client of this build under the name that the page uses. */
  private static String program() {
    return "securechat() { '"
        + Path.of(System.getProperty("java.home"), "bin", "java")
        + "' -XX:TieredStopAtLevel=1 -cp '"
        + System.getProperty("java.class.path")
        + "' org.securechat.client.command.SecureChatCommand \"$@\"; }\n";
  }

  @Test
  void everyErrorAboutCertificatesIsInTheTableAndNoOther() throws Exception {
    Set<String> listed = new TreeSet<>();
    Matcher row = CODE_ROW.matcher(section("## What the errors mean"));
    while (row.find()) {
      listed.add(row.group(1));
    }
    Stream<String> alerts =
        Stream.of(AlertCode.values())
            .filter(alert ->
                alert == AlertCode.ACCESS_DENIED
                    || CertificateRefusal.ofUsers(alert, Optional.empty()).isPresent()
                    || CertificateRefusal.ofServers(alert, Optional.empty()).isPresent())
            .map(AlertCode::code);
    Stream<String> answers =
        Stream.of(ErrorCode.IDENTITY_MISMATCH, ErrorCode.NAME_TAKEN, ErrorCode.BAD_CREDENTIALS)
            .map(ErrorCode::wireName);
    Stream<String> est = Stream.of(EstFault.values()).map(EstFault::code);
    assertThat(listed)
        .isEqualTo(
            Stream.of(alerts, answers, est)
                .flatMap(each -> each)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static String section(String title) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("\n" + title + "\n");
    assertThat(begin).as(title).isPositive();
    int end = page.indexOf("\n## ", begin + 1);
    return page.substring(begin, end < 0 ? page.length() : end);
  }
}
