package dev.penstock.runner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of docs/decisions/0001 inside the runner: who may know whom. */
class RunnerArrowsTest {
  private static final String ROOT = "dev.penstock.runner.";
  private static final JavaClasses RUNNER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.penstock.runner");

  private static void knowsNone(String room, String... packages) {
    assertThat(RUNNER.containPackage(ROOT + room)).as(room).isTrue();
    noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(RUNNER);
  }

  @Test
  void aSourceKnowsNeitherTheEngineNorWhatComesAfterIt() {
    knowsNone("source", ROOT + "engine..", ROOT + "target..", ROOT + "commit..", "org.duckdb..");
  }

  @Test
  void whatReadsAnyDatabaseKnowsNoneInParticular() {
    knowsNone("source.jdbc", "org.postgresql..", ROOT + "source.postgres..", "dev.penstock.api..");
  }

  @Test
  void theEngineKnowsNeitherSourcesNorTargetsNorTheCommit() {
    knowsNone(
        "engine",
        ROOT + "source..",
        ROOT + "target..",
        ROOT + "commit..",
        "org.postgresql..",
        "software.amazon..",
        "dev.penstock.api..");
  }

  @Test
  void theTypeMatrixKnowsNobodyWhoUsesIt() {
    knowsNone(
        "types",
        ROOT + "source..",
        ROOT + "engine..",
        ROOT + "plan..",
        ROOT + "target..",
        ROOT + "commit..",
        "java.sql..",
        "dev.penstock.api..");
  }

  @Test
  void thePlanKnowsNoDriverAndNoTarget() {
    knowsNone(
        "plan",
        ROOT + "source..",
        ROOT + "target..",
        ROOT + "commit..",
        "org.postgresql..",
        "com.amazon..",
        "software.amazon..");
  }

  @Test
  void theCommitKnowsNoDriver() {
    knowsNone(
        "commit",
        ROOT + "engine..",
        ROOT + "source..",
        ROOT + "target..",
        "java.sql..",
        "org.duckdb..",
        "org.postgresql..",
        "com.amazon..",
        "software.amazon..");
  }

  @Test
  void lineageKnowsNeitherDriversNorHowItIsTold() {
    knowsNone(
        "lineage",
        ROOT + "source..",
        ROOT + "target..",
        ROOT + "commit..",
        ROOT + "run..",
        ROOT + "telemetry..",
        "java.sql..",
        "java.net..",
        "org.duckdb..");
  }

  /** Where nobody is to be told, nothing of it is loaded. */
  @Test
  void onlyOneClassKnowsWhoTellsOtherSystems() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "telemetry..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "cli.Observed")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "telemetry..", "java.net.http..")
        .check(production());
    // A plan asks where keys are from, and only where a source mends texts.
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "telemetry..", ROOT + "lineage..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "cli.Observed")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "plan.InvalidTexts")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "lineage..")
        .check(production());
  }

  private static JavaClasses production() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.penstock.runner");
  }

  @Test
  void theSpiNeedsNothing() {
    classes()
        .that()
        .resideInAPackage(ROOT + "spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", ROOT + "spi..")
        .check(RUNNER);
  }

  @Test
  void aBrokenArrowIsFound() {
    assertThatThrownBy(() -> knowsNone("engine", "org.duckdb.."))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("DuckDbEngine");
  }

  /** What the class path holds is {@link RunnerClassPathIT}'s matter. */
  @Test
  void nothingRefersToAKubernetesClient() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "dev.penstock.operator..")
        .check(RUNNER);
  }
}
