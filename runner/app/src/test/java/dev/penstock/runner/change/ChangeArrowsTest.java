package dev.penstock.runner.change;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Comparing is a function of values; files and programs are found elsewhere. */
class ChangeArrowsTest {
  private static final String ROOT = "dev.penstock.runner.";
  private static final JavaClasses CHANGE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT + "change");

  @Test
  void whatComparesKnowsNeitherCommandLineNorRunNorDriver() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "cli..",
            ROOT + "run..",
            ROOT + "commit..",
            ROOT + "source..",
            "java.sql..",
            "org.postgresql..",
            "software.amazon..",
            "com.amazon..")
        .check(CHANGE);
  }

  @Test
  void whatComparesFindsNoFilesAndWordsNothing() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "change")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "change.tree..", ROOT + "change.show..")
        .check(CHANGE);
  }

  @Test
  void whatFindsFilesDoesNotReadThem() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "change.tree..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml..", "dev.penstock.api..", ROOT + "engine..")
        .check(CHANGE);
  }
}
