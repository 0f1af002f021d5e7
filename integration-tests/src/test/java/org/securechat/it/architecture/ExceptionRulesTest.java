package org.securechat.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is refused has one family of exceptions in each package, which is translated in two places.
 */
class ExceptionRulesTest {

  private static final Pattern CASE = Pattern.compile("\\bcase (\\w+Exception)\\b");

  private static final String DOMAIN_EXCEPTION = "org.securechat.server.DomainException";
  private static final String PROTOCOL_ERRORS = "org.securechat.server.endpoint.ProtocolErrors";
  private static final String PROBLEMS = "org.securechat.web.problem.Problems";

  /** Packages that no administrator's request reaches. */
  private static final List<String> CHAT_ONLY =
      List.of("org.securechat.server.endpoint.", "org.securechat.server.chat.");

  @ParameterizedTest
  @EnumSource(Code.class)
  void exceptionsEndInException(Code module) {
    classes()
        .that()
        .areAssignableTo(Exception.class)
        .should()
        .haveSimpleNameEndingWith("Exception")
        .because("a reader must see at a throw or a catch what it is")
        .allowEmptyShould(true)
        .check(module.classes());
  }

  /** What is below the endpoints, the classic one among them, throws exceptions of its own. */
  @Test
  void onlyTheEndpointsUseErrorCodesOfTheProtocol() {
    noClasses()
        .that(
            not(
                resideInAnyPackage(
                    "org.securechat.server.endpoint..", "org.securechat.server.classic..")))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.securechat.protocol.application.ErrorCode")
        .because("the domain serves two protocols and HTTP; ProtocolErrors translates once")
        .check(Code.EJB.classes());
  }

  @Test
  void everyDomainExceptionIsTranslatedForTheProtocol() throws IOException {
    assertTranslated("ejb-module", PROTOCOL_ERRORS, families());
  }

  @Test
  void everyDomainExceptionIsTranslatedForHttp() throws IOException {
    assertTranslated(
        "web-module",
        PROBLEMS,
        families().stream()
            .filter(name -> CHAT_ONLY.stream().noneMatch(name::startsWith))
            .toList());
  }

  /** A case of a switch leaves no trace of its type in the class file, so the source is read. */
  private static void assertTranslated(String module, String translator, List<String> families)
      throws IOException {
    Path source = Path.of("..", module, "src/main/java", translator.replace('.', '/') + ".java");
    Set<String> cases = new TreeSet<>();
    Matcher matcher = CASE.matcher(Files.readString(source));
    while (matcher.find()) {
      cases.add(matcher.group(1));
    }

    assertThat(families.stream().map(name -> name.substring(name.lastIndexOf('.') + 1)))
        .as("exceptions that %s does not translate", translator)
        .isSubsetOf(cases);
  }

  /** The direct subclasses; what extends a family is translated with it. */
  private static List<String> families() {
    JavaClasses classes = Code.all();
    return classes.get(DOMAIN_EXCEPTION).getSubclasses().stream()
        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
        .map(JavaClass::getName)
        .sorted()
        .toList();
  }
}
