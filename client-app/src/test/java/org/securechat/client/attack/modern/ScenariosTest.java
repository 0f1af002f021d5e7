package org.securechat.client.attack.modern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;

class ScenariosTest {
  @Test
  void attackNamesAreUnique() {
    assertThat(Scenarios.all()).extracting(Scenario::id).doesNotHaveDuplicates();
    assertThat(Scenarios.all()).allMatch(scenario -> scenario.id().matches("[a-z]+(-[a-z]+)*"));
  }

  @Test
  void everyAttackIsExpectedToFail() {
    assertThat(Scenarios.all())
        .extracting(scenario -> scenario.expected().kind())
        .isNotEmpty()
        .doesNotContain(Reaction.Kind.GRANTED, Reaction.Kind.SILENT, Reaction.Kind.HUNG_UP);
  }

  @Test
  void onlyDeadlineAttacksAreSlow() {
    assertThat(Scenarios.all())
        .filteredOn(Scenario::slow)
        .allMatch(scenario -> scenario.expected().codes().contains("timeout"));
  }
}
