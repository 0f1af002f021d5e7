package org.securechat.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;

class ProcessUsageTest {
  private static final List<String> STATUS = List.of("Name:\tjava", "VmRSS:\t  345678 kB");
  private static final String REST = " S 1 2 3 4 5 6 7 8 9 10 1200 34 0 0 20 0 55 0 123 456 789\n";

  @ParameterizedTest
  @ValueSource(strings = {"java", "my java", "a) S 9 9 (b", "((", "))", ") 99 99 99", ""})
  void aNameMayHaveSpacesAndParentheses(String name) {
    ProcessUsage usage = ProcessUsage.parse("4711 (" + name + ")" + REST, STATUS);

    assertThat(usage).isEqualTo(new ProcessUsage(12_340, 345_678));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4711 java S 1 2 3", "4711 (java) S 1 2 3", "4711 (java)"})
  void whatIsNoSuchLineIsRefused(String stat) {
    assertThatThrownBy(() -> ProcessUsage.parse(stat, STATUS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aProcessWithoutMemoryIsRefused() {
    assertThatThrownBy(() -> ProcessUsage.parse("4711 (java)" + REST, List.of("Name:\tkthreadd")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisProcessHasUsedSomething() throws Exception {
    ProcessUsage usage = ProcessUsage.of(ProcessHandle.current().pid());

    assertThat(usage.cpuMillis()).isPositive();
    assertThat(usage.residentKib()).isPositive();
  }

  @Test
  void aProcessThatIsNotThereIsAProblemThatNamesTheOption() {
    assertThatThrownBy(() -> ProcessUsage.of(Long.MAX_VALUE))
        .isInstanceOfSatisfying(
            ClientException.class,
            problem -> assertThat(problem.remedy()).contains("--server-pid"));
  }
}
