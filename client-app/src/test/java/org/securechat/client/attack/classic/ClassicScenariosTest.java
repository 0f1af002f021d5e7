package org.securechat.client.attack.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.classic.ClassicError;

class ClassicScenariosTest {
  @Test
  void attackNamesAreUnique() {
    assertThat(ClassicScenarios.all()).extracting(Scenario::id).doesNotHaveDuplicates();
    assertThat(ClassicScenarios.all())
        .allMatch(scenario -> scenario.id().matches("(login|chat)(-[a-z]+)+"));
  }

  @Test
  void everyAttackExpectsAnExistingErrorCode() {
    assertThat(ClassicScenarios.all())
        .allSatisfy(scenario ->
            assertThat(scenario.expected().kind())
                .as(scenario.id())
                .isIn(Reaction.Kind.ENDED, Reaction.Kind.GOES_ON, Reaction.Kind.SOUND));
    assertThat(ClassicScenarios.all())
        .filteredOn(scenario -> scenario.id().startsWith("chat-"))
        .flatExtracting(scenario -> scenario.expected().codes())
        .isSubsetOf(Arrays.stream(ClassicError.values()).map(ClassicError::code).toList());
  }

  @Test
  void onlyDeadlineAttacksAreSlowAndTheyAreAdjacent() {
    assertThat(ClassicScenarios.all())
        .filteredOn(Scenario::slow)
        .isNotEmpty()
        .allMatch(scenario -> scenario.expected().codes().contains("TIMEOUT"));
    assertThat(ClassicScenarios.all())
        .extracting(Scenario::slow)
        .containsSubsequence(false, true, false)
        .doesNotContainSequence(true, false, true);
  }

  @Test
  void bothEndpointsGetTheSameCertificateAttacks() {
    assertThat(certificates("login-certificate-")).isEqualTo(certificates("chat-certificate-"));
  }

  private static java.util.List<String> certificates(String prefix) {
    return ClassicScenarios.all().stream()
        .map(Scenario::id)
        .filter(id -> id.startsWith(prefix))
        .map(id -> id.substring(prefix.length()))
        .toList();
  }
}
