package org.securechat.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Produces;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** MicroProfile Health shows one bean for each check, so each check of the list must have one. */
class HealthChecksTest {

  @Test
  void eachCheckHasOneProducerOfItsKind() {
    Map<String, Class<? extends Annotation>> produced = new TreeMap<>();
    for (Method method : HealthChecks.class.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Produces.class)) {
        for (Check.Kind kind : Check.Kind.values()) {
          Class<? extends Annotation> qualifier = kind.qualifier().annotationType();
          if (method.isAnnotationPresent(qualifier)) {
            assertThat(produced.put(method.getName(), qualifier)).as(method.getName()).isNull();
          }
        }
      }
    }

    Map<String, Class<? extends Annotation>> listed = new TreeMap<>();
    for (Check check : Check.values()) {
      listed.put(check.wireName(), check.kind().qualifier().annotationType());
    }
    assertThat(produced).isEqualTo(listed);
  }
}
