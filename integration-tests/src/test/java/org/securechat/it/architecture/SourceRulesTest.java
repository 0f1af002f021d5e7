package org.securechat.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forms of Java that this project does not use, because a better one exists. */
class SourceRulesTest {

  private static SourceTree sources;

  @BeforeAll
  static void parse() {
    sources = SourceTree.parse();
  }

  @Test
  void switchesUseArrows() {
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : sources.units()) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitCase(CaseTree label, Void unused) {
          if (label.getCaseKind() == CaseTree.CaseKind.STATEMENT) {
            found.add(sources.place(unit, label));
          }
          return super.visitCase(label, unused);
        }
      }.scan(unit, null);
    }

    assertThat(found).as("old labels, which fall through without a break").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"CONNECTOR", "EJB", "WEB"})
  void onlyLogCataloguesWriteTheLog(Code module) {
    noClasses()
        .that(not(simpleNameEndingWith("Log")))
        .should()
        .callMethodWhere(target(owner(assignableTo(System.Logger.class))).and(target(name("log"))))
        .because("each event has a number and a row in the manual")
        .allowEmptyShould(true)
        .check(module.classes());
  }
}
