package org.securechat.it.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Security;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.protocol.file.OwnerOnly;

/** Calls that are forbidden everywhere, each with the reason and the alternative. */
class ForbiddenCallsTest {

  @ParameterizedTest
  @EnumSource(Code.class)
  void predictableRandomIsNotUsed(Code module) {
    check(
        module,
        noClasses()
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(Random.class, long.class)
            .orShould()
            .callMethod(Math.class, "random")
            .because("it may end up in a key; use Providers.random()"));
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void standardOutputIsNotUsed(Code module) {
    check(
        module,
        noClasses()
            .should()
            .callMethodWhere(
                target(name("printStackTrace")).and(target(rawParameterTypes(new Class<?>[0]))))
            .because("it bypasses the log and its rules; log it by number or let it rise"));
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void securityProviderIsNotInstalledGlobally(Code module) {
    check(
        module,
        noClasses()
            .should()
            .callMethodWhere(
                target(owner(assignableTo(Security.class)))
                    .and(target(name("addProvider").or(name("insertProviderAt")))))
            .because("it changes the cryptography of everything else; pass the instance"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"PROTOCOL", "EJB", "WEB", "CLIENT"})
  void filesForTheirOwnerAreMadeInOnePlace(Code module) {
    check(
        module,
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(OwnerOnly.class.getName())
            .should()
            .callMethod(PosixFilePermissions.class, "asFileAttribute", Set.class)
            .because("each way to make such a file has its own fault; use OwnerOnly"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"PROTOCOL", "EJB"})
  void systemTimeIsReadOnlyThroughAClock(Code module) {
    check(
        module,
        noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(Date.class)
            .because("a test cannot move it; take a java.time.Clock"));
  }

  @Test
  void secretsAreComparedInConstantTime() {
    check(
        Code.PROTOCOL,
        noClasses()
            .that()
            .resideInAnyPackage("..crypto..", "..handshake..", "..channel..", "..identity..")
            .should()
            .callMethodWhere(target(owner(assignableTo(Arrays.class))).and(target(name("equals"))))
            .because("its time tells how much was right; use MessageDigest.isEqual"));
    check(
        Code.EJB,
        noClasses()
            .that()
            .resideInAnyPackage("..account..", "..handshake..", "..endpoint..")
            .should()
            .callMethodWhere(target(owner(assignableTo(Arrays.class))).and(target(name("equals"))))
            .because("its time tells how much was right; use MessageDigest.isEqual"));
  }

  @Test
  void protocolUsesNoPredictableRandomSource() {
    check(
        Code.PROTOCOL,
        noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ThreadLocalRandom.class, java.util.SplittableRandom.class)
            .because("everything random in a protocol is an attacker's target"));
  }

  private static void check(Code module, ArchRule rule) {
    rule.allowEmptyShould(true).check(module.classes());
  }
}
