package org.securechat.client.command.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.command.CommandRun;

class PkiCommandTest {
  @TempDir Path root;

  @Test
  void theWholeLifeOfACertificate() {
    assertThat(CommandRun.of("pki", "init", "--dir", root).code()).isZero();
    assertThat(CommandRun.of("pki", "issue", "alice", "--dir", root).code()).isZero();
    assertThat(CommandRun.of("pki", "list", "--dir", root).out())
        .startsWith("valid ")
        .contains("alice");
    assertThat(
            CommandRun.of("pki", "revoke", "alice", "--dir", root, "--reason", "key-compromise")
                .out())
        .contains("keyCompromise");
    assertThat(CommandRun.of("pki", "show", "alice", "--dir", root).out())
        .contains("status      revoked")
        .contains("securechat:user:alice");
  }

  @Test
  void aUserPrincipalNameCanBeOrderedAndIsShown() {
    CommandRun.of("pki", "init", "--dir", root);
    String upn = "asmith@ad.example.org";
    assertThat(CommandRun.of("pki", "issue", "alice", "--upn", upn, "--dir", root).code()).isZero();
    assertThat(CommandRun.of("pki", "show", "alice", "--dir", root).out())
        .contains("username    alice (user URI)")
        .contains("username    asmith@ad.example.org (user principal name)");
    CommandRun wrong = CommandRun.of("pki", "issue", "bob", "--upn", "b c", "--dir", root);
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("upn:b c").doesNotContain("\tat ");
    assertThat(CommandRun.of("pki", "list", "--dir", root).out()).doesNotContain("bob");
  }

  @Test
  void anExpiredOneCanBeOrdered() {
    CommandRun.of("pki", "init", "--dir", root);
    assertThat(CommandRun.of("pki", "issue", "late", "--dir", root, "--days", "-1").code())
        .isZero();
    assertThat(CommandRun.of("pki", "list", "--dir", root).out()).startsWith("expired ");
  }

  @Test
  void aRefusalIsOneAndSaysWhatToDo() {
    CommandRun run = CommandRun.of("pki", "issue", "alice", "--dir", root.resolve("none"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no authority").contains("pki init").doesNotContain("\tat ");
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(CommandRun.of().code()).isEqualTo(2);
    assertThat(CommandRun.of("pki").code()).isEqualTo(2);
    assertThat(CommandRun.of("pki", "issue").code()).isEqualTo(2);
    assertThat(CommandRun.of("pki", "issue", "a", "--type", "king").code()).isEqualTo(2);
    CommandRun.of("pki", "init", "--dir", root);
    CommandRun reason = CommandRun.of("pki", "revoke", "a", "--dir", root, "--reason", "mood");
    assertThat(reason.code()).isEqualTo(2);
    assertThat(reason.err()).contains("keyCompromise");
  }

  @Test
  void helpIsNotAnError() {
    CommandRun run = CommandRun.of("pki", "issue", "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("--san").contains("Examples:");
  }
}
