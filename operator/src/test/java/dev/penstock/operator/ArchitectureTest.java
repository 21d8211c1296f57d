package dev.penstock.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses OPERATOR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.penstock.operator");

  @Test
  void theOperatorKnowsNoDatabaseAndNoBucket() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "software.amazon..",
            "org.duckdb..",
            "org.postgresql..",
            "dev.penstock.runner..",
            "dev.penstock.sandbox..")
        .check(OPERATOR);
  }

  @Test
  void reconcilersTalkToNothingButKubernetes() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..health..", "..calls..", "..leader..", "..notify.channel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.net.http..", "com.sun.net..", "java.nio.channels..")
        .check(OPERATOR);
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(OPERATOR);
  }

  @Test
  void statusesAreBuiltWithoutAClient() {
    noClasses()
        .that()
        .resideInAPackage("..status..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk..")
        .check(OPERATOR);
  }

  @Test
  void theClockIsGiven() {
    noClasses().should().callMethod(java.time.Instant.class, "now").check(OPERATOR);
    classes()
        .that()
        .haveSimpleNameEndingWith("Reconciler")
        .should()
        .haveOnlyFinalFields()
        .check(OPERATOR);
  }
}
