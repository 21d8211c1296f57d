package dev.penstock.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.penstock.api");

  @Test
  void theModelKnowsNothingButJava() {
    classes()
        .that()
        .resideInAPackage("dev.penstock.api.model")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.penstock.api.model")
        .check(CLASSES);
  }

  @Test
  void wireRecordsKnowNeitherModelNorValidator() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.penstock.api", "dev.penstock.api.pod", "dev.penstock.api.runner")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.penstock.api.model", "dev.penstock.api.validation")
        .check(CLASSES);
  }

  @Test
  void theRoomNeedsOnlyJacksonAnnotationsAndACronLibrary() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "dev.penstock.api..",
            "org.jspecify..",
            "com.fasterxml.jackson..",
            "io.fabric8.generator.annotation",
            "com.cronutils..")
        .check(CLASSES);
  }
}
