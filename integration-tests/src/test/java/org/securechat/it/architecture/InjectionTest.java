package org.securechat.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Beans get what they need through their constructor, and only repositories know JPA. */
class InjectionTest {

  /** CDI has no bean of this type, and a filter that is a CDI bean gets it in no other way. */
  private static final Set<String> GIVEN_BY_JAX_RS =
      Set.of(
          "org.securechat.web.security.RoleCheck.operation",
          "org.securechat.web.page.QueryParameterFilter.operation");

  private static final String PRODUCER = "ContainerResources";

  private static final Set<String> INJECTING =
      Set.of(
          "jakarta.ejb.EJB",
          "jakarta.inject.Inject",
          "jakarta.annotation.Resource",
          "jakarta.persistence.PersistenceContext",
          "jakarta.ws.rs.core.Context",
          "org.eclipse.microprofile.config.inject.ConfigProperty");

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"CONNECTOR", "EJB", "WEB"})
  void beansAreInjectedByConstructor(Code module) {
    fields()
        .that()
        .areDeclaredInClassesThat(not(simpleName(PRODUCER)))
        .should(notBeInjected())
        .because("a test can pass a constructor what it likes, and a field can be final")
        .allowEmptyShould(true)
        .check(module.classes());
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"EJB", "WEB"})
  void onlyJpaRepositoriesUseTheEntityManager(Code module) {
    noClasses()
        .that(not(simpleNameStartingWith("Jpa").or(simpleName(PRODUCER))))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("jakarta.persistence.EntityManager")
        .because("the domain asks a repository; only its Jpa class knows how rows are stored")
        .check(module.classes());
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"EJB", "WEB"})
  void whatOthersCallOfAnEnterpriseBeanIsPublic(Code module) {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith("jakarta.ejb.Stateless")
        .or()
        .areDeclaredInClassesThat()
        .areAnnotatedWith("jakarta.ejb.Singleton")
        .should(beCalledByTheirOwnClassUnlessPublic())
        .because("the container refuses calls of other methods, when they are made and not before")
        .allowEmptyShould(true)
        .check(module.classes());
  }

  private static ArchCondition<JavaMethod> beCalledByTheirOwnClassUnlessPublic() {
    return new ArchCondition<>("be called by their own class, unless they are public") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        if (method.getModifiers().contains(JavaModifier.PUBLIC)
            || method.getModifiers().contains(JavaModifier.STATIC)) {
          return;
        }
        method.getCallsOfSelf().stream()
            .filter(
                call -> !call.getOriginOwner().getName().startsWith(method.getOwner().getName()))
            .forEach(
                call -> events.add(SimpleConditionEvent.violated(method, call.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaField> notBeInjected() {
    return new ArchCondition<>("not be injected") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        if (GIVEN_BY_JAX_RS.contains(field.getFullName())) {
          return;
        }
        for (JavaAnnotation<?> annotation : field.getAnnotations()) {
          if (INJECTING.contains(annotation.getRawType().getName())) {
            events.add(
                SimpleConditionEvent.violated(
                    field,
                    field.getFullName()
                        + " is annotated with @"
                        + annotation.getRawType().getSimpleName()));
          }
        }
      }
    };
  }
}
