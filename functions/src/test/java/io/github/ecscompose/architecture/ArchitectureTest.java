package io.github.ecscompose.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ecscompose.error.EcsComposeException;

/** Dependencies point one way: handler → aws → step → plan → deployment, stackfile → error. */
@AnalyzeClasses(packages = "io.github.ecscompose", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String SDK = "software.amazon.awssdk..";

  @ArchTest
  static final ArchRule DIRECTION =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("handler")
          .definedBy("..handler..")
          .layer("aws")
          .definedBy("..aws..")
          .layer("step")
          .definedBy("..step..")
          .layer("plan")
          .definedBy("..plan..")
          .layer("deployment")
          .definedBy("..ecscompose.deployment..")
          .layer("stackfile")
          .definedBy("..stackfile..")
          .layer("error")
          .definedBy("..ecscompose.error..")
          .whereLayer("handler")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("aws")
          .mayOnlyBeAccessedByLayers("handler")
          .whereLayer("step")
          .mayOnlyBeAccessedByLayers("handler", "aws")
          .whereLayer("plan")
          .mayOnlyBeAccessedByLayers("handler", "aws", "step")
          .whereLayer("deployment")
          .mayOnlyBeAccessedByLayers("handler", "aws", "step", "plan")
          .whereLayer("stackfile")
          .mayOnlyBeAccessedByLayers("handler", "aws", "step", "plan");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.github.ecscompose.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_ADAPTERS_CALL_AWS =
      noClasses()
          .that()
          .resideOutsideOfPackage("..ecscompose.aws..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SDK);

  @ArchTest
  static final ArchRule ONLY_HANDLERS_KNOW_LAMBDA =
      noClasses()
          .that()
          .resideOutsideOfPackage("..handler..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.amazonaws.services.lambda..");

  @ArchTest
  static final ArchRule PLANNING_IS_PURE =
      noClasses()
          .that()
          .resideInAnyPackage("..plan..", "..stackfile..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.io..", "java.net..", "java.time..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule ERRORS_HAVE_ONE_ROOT =
      classes()
          .that()
          .resideInAPackage("..ecscompose.error..")
          .and()
          .areTopLevelClasses()
          .and()
          .areNotInterfaces()
          .should()
          .beAssignableTo(EcsComposeException.class);
}
