package org.securechat.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may know whom. Each module has a list of everything it may use, so that a new dependency is a
 * decision and not an accident.
 */
class ArchitectureTest {

  private static final String[] JDK = {"java..", "javax.crypto..", "javax.security.."};

  @Test
  void protocolModuleDependsOnNoPlatformSocketOrOtherModule() {
    mayUse(
        Code.PROTOCOL,
        "both peers, tools and other languages' tests run the same engine without any platform",
        "org.securechat.protocol..",
        "org.bouncycastle..",
        "com.fasterxml.jackson..");
    noClass("sockets belong to the caller", "java.net..").check(Code.PROTOCOL.classes());
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.securechat.protocol.file..", "org.securechat.protocol.identity..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.channels..")
        .because("only keys and what is for their owner alone is written here")
        .check(Code.PROTOCOL.classes());
  }

  @Test
  void connectorDependsOnlyOnNettyAndTheConnectorApi() {
    mayUse(
        Code.CONNECTOR,
        "it carries frames for any application and must not know what they mean",
        "org.securechat.connector..",
        "io.netty..",
        "jakarta.resource..",
        "javax.transaction.xa..");
  }

  @Test
  void listenerContractDependsOnNothingElse() {
    classes()
        .that()
        .resideInAPackage("org.securechat.connector.contract..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.securechat.connector.contract..")
        .because(
            "it is loaded both from the adapter's archive and from the application's libraries")
        .check(Code.CONNECTOR.classes());
  }

  @Test
  void logEventsDependOnTheJdkAndOnAddressesOnly() {
    classes()
        .that()
        .resideInAPackage("org.securechat.connector.log..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.securechat.connector.log..", "org.securechat.connector.address..")
        .because("adapter, beans and web module log in one form and share nothing else by it")
        .check(Code.CONNECTOR.classes());
  }

  @Test
  void addressesDependOnTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("org.securechat.connector.address..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.securechat.connector.address..")
        .because("adapter, beans and web module write an address in one form")
        .check(Code.CONNECTOR.classes());
  }

  @Test
  void beansDependOnTheContractAndNotOnTheAdapter() {
    mayUse(
        Code.EJB,
        "Netty and the adapter's own classes can change without the beans noticing",
        "org.securechat.server..",
        "org.securechat.protocol..",
        "org.securechat.connector.address..",
        "org.securechat.connector.contract..",
        "org.securechat.connector.log..",
        "jakarta..",
        "javax.sql..",
        "javax.naming..",
        "javax.net.ssl..",
        "javax.management..",
        "org.eclipse.microprofile..",
        "org.flywaydb..",
        "com.fasterxml.jackson..",
        "io.prometheus.metrics..",
        "org.h2..");
  }

  @Test
  void onlyTheEmbeddedDatabaseKnowsWhichOneItIs() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.securechat.server.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.h2..")
        .because("the rest works with any database")
        .check(Code.EJB.classes());
  }

  @Test
  void webModuleDependsOnlyOnTheBeans() {
    mayUse(
        Code.WEB,
        "administration asks the services, never the adapter or a table",
        "org.securechat.web..",
        "org.securechat.connector.address..",
        "org.securechat.connector.log..",
        "org.securechat.server..",
        "org.securechat.protocol..",
        "com.fasterxml.jackson..",
        "com.nimbusds..",
        "javax.net.ssl..",
        "jakarta..",
        "org.eclipse.microprofile..");
  }

  @Test
  void clientDependsOnlyOnTheProtocolModule() {
    mayUse(
        Code.CLIENT,
        "what a client can check must not depend on the server's code",
        "org.securechat.client..",
        "org.securechat.protocol..",
        "org.bouncycastle..",
        "com.fasterxml.jackson..",
        "com.nulabinc..",
        "org.jline..",
        "javax.net.ssl..",
        "picocli..",
        "sun.misc..");
  }

  @Test
  void launcherDependsOnPayaraMicroAndNoOtherModule() {
    mayUse(
        Code.LAUNCHER,
        "the EAR is the one thing that is deployed; the launcher reads it as a file",
        "org.securechat.launcher..",
        "javax.management..",
        "javax.net.ssl..",
        "fish.payara.micro..",
        "picocli..",
        "javax.xml..",
        "org.w3c.dom..",
        "org.xml.sax..");
  }

  @TestFactory
  Stream<DynamicTest> everyModuleIsImportedAndStaysInItsPackage() {
    return Stream.of(Code.values())
        .filter(code -> !code.sources().isEmpty())
        .map(code ->
            DynamicTest.dynamicTest(
                code.name(),
                () -> {
                  assertThat(code.classes()).as("compiled classes of %s", code).isNotEmpty();
                  String root = code == Code.EJB ? "server" : code.name().toLowerCase(Locale.ROOT);
                  assertThat(code.classes())
                      .allMatch(c -> c.getPackageName().startsWith("org.securechat." + root));
                }));
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("org.securechat.(**)")
        .should()
        .beFreeOfCycles()
        .because("a cycle is one package that pretends to be several")
        .check(Code.all());
  }

  private static void mayUse(Code module, String reason, String... packages) {
    String[] allowed = Stream.concat(Stream.of(JDK), Stream.of(packages)).toArray(String[]::new);
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .because(reason)
        .allowEmptyShould(true)
        .check(module.classes());
  }

  private static ArchRule noClass(String reason, String... packages) {
    return noClasses().should().dependOnClassesThat().resideInAnyPackage(packages).because(reason);
  }
}
