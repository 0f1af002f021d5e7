package org.securechat.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditActionsTest {
  @Test
  void everyActionIsInTheOperatorsGuide() throws Exception {
    String guide = Files.readString(Path.of("../docs/OPERATIONS.md"));

    assertThat(actions())
        .isNotEmpty()
        .allSatisfy(action -> assertThat(guide).contains("`" + action + "`"));
  }

  @Test
  void everyActionHasItsFormAndNoTwoAreTheSame() throws Exception {
    assertThat(actions())
        .doesNotHaveDuplicates()
        .allSatisfy(action ->
            assertThat(AuditEvent.of(action).at(Instant.EPOCH).payload().encode()).isNotEmpty());
  }

  private static List<String> actions() throws IllegalAccessException {
    List<Field> fields =
        Arrays.stream(AuditActions.class.getDeclaredFields())
            .filter(field -> Modifier.isPublic(field.getModifiers()))
            .filter(field -> !field.getName().equals("NOBODY"))
            .toList();
    List<String> actions = new ArrayList<>();
    for (Field field : fields) {
      actions.add((String) field.get(null));
    }
    return actions;
  }
}
