package org.securechat.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
          return super.visitCase(label, null);
        }
      }.scan(unit, null);
    }

    assertThat(found).as("old labels, which fall through without a break").isEmpty();
  }

  /** A switch over a sealed type does not compile while a case is missing. */
  @Test
  void sealedTypesAreNotTakenApartByInstanceof() {
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : sources.units()) {
      new LadderScanner(unit, found).scan(unit, null);
    }

    assertThat(found).as("consecutive instanceof tests; use a switch without default").isEmpty();
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

  /** Finds ifs that follow each other and ask one expression for several cases of a sealed type. */
  private static final class LadderScanner extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final List<String> found;

    LadderScanner(CompilationUnitTree unit, List<String> found) {
      this.unit = unit;
      this.found = found;
    }

    @Override
    public Void visitBlock(BlockTree block, Void unused) {
      Optional<InstanceOfTree> before = Optional.empty();
      for (StatementTree statement : block.getStatements()) {
        Optional<InstanceOfTree> now = tested(statement);
        report(before, now);
        before = now;
      }
      return super.visitBlock(block, null);
    }

    @Override
    public Void visitIf(IfTree statement, Void unused) {
      if (statement.getElseStatement() != null) {
        report(tested(statement), tested(statement.getElseStatement()));
      }
      return super.visitIf(statement, null);
    }

    private void report(Optional<InstanceOfTree> first, Optional<InstanceOfTree> second) {
      if (first.isPresent() && second.isPresent() && sameSealedType(first.get(), second.get())) {
        found.add(sources.place(unit, second.get()) + " " + second.get());
      }
    }

    private static boolean sameSealedType(InstanceOfTree first, InstanceOfTree second) {
      Set<String> common = new HashSet<>(sources.sealedParents(type(first)));
      common.retainAll(sources.sealedParents(type(second)));
      return !common.isEmpty()
          && first.getExpression().toString().equals(second.getExpression().toString());
    }

    private static String type(InstanceOfTree test) {
      Tree pattern = test.getPattern() == null ? test.getType() : test.getPattern();
      return switch (pattern) {
        case com.sun.source.tree.BindingPatternTree binding ->
            binding.getVariable().getType().toString();
        case com.sun.source.tree.DeconstructionPatternTree parts ->
            parts.getDeconstructor().toString();
        default -> pattern.toString();
      };
    }

    /** The first instanceof in the condition of an if. */
    private static Optional<InstanceOfTree> tested(StatementTree statement) {
      if (!(statement instanceof IfTree conditional)) {
        return Optional.empty();
      }
      List<InstanceOfTree> tests = new ArrayList<>();
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitInstanceOf(InstanceOfTree test, Void unused) {
          tests.add(test);
          return super.visitInstanceOf(test, null);
        }
      }.scan(conditional.getCondition(), null);
      return tests.stream().findFirst();
    }
  }
}
