package org.securechat.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditActionTest {
  @Test
  void everyActionIsInTheOperatorsGuide() throws Exception {
    String guide = Files.readString(Path.of("../docs/OPERATIONS.md"));

    assertThat(AuditAction.values())
        .allSatisfy(action -> assertThat(guide).contains("`" + action.text() + "`"));
  }

  @Test
  void everyActionHasItsFormAndNoTwoAreTheSame() {
    assertThat(AuditAction.values())
        .isNotEmpty()
        .allSatisfy(action ->
            assertThat(AuditEvent.of(action).at(Instant.EPOCH).payload().encode()).isNotEmpty())
        .extracting(AuditAction::text)
        .doesNotHaveDuplicates();
  }
}
