package io.palindrome.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/** Who may depend on whom: the arrows between modules and packages. */
@AnalyzeClasses(
    packages = "io.palindrome",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestJars.class})
class ArchitectureTest {
  /** The tests of model come as a jar. */
  static final class WithoutTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String MODEL = "io.palindrome.model";

  @ArchTest
  static final ArchRule CONF_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("io.palindrome.conf..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.palindrome.pipeline..", "io.palindrome.model..", "io.palindrome.jobs..");

  @ArchTest
  static final ArchRule PIPELINE_KNOWS_CONF_AND_SPARK =
      noClasses()
          .that()
          .resideInAPackage("io.palindrome.pipeline..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.palindrome.model..",
              "io.palindrome.jobs..",
              "org.nd4j..",
              "org.bytedeco..",
              "org.deeplearning4j..");

  @ArchTest
  static final ArchRule MODEL_KNOWS_CONF_AND_ND4J =
      noClasses()
          .that()
          .resideInAPackage("io.palindrome.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.palindrome.pipeline..",
              "io.palindrome.jobs..",
              "org.apache.spark..",
              "scala..",
              "org.deeplearning4j..",
              "org.datavec..",
              "org.nd4j.linalg.cpu..",
              "org.nd4j.linalg.jcublas..");

  @ArchTest
  static final ArchRule NUMBERS_LIE_BELOW_LAYERS = below("layer", "parameter", "kernel", "random");

  @ArchTest
  static final ArchRule LAYERS_LIE_BELOW_ATTENTION = below("attention", "layer", "coupling");

  @ArchTest static final ArchRule LAYERS_LIE_BELOW_COUPLINGS = below("coupling", "layer");

  @ArchTest
  static final ArchRule COUPLINGS_LIE_BELOW_REVERSIBLE =
      below("reversible", "attention", "coupling");

  @ArchTest
  static final ArchRule REVERSIBLE_LIES_BELOW_CONVOLUTIONS =
      below("convolution", "layer", "coupling", "attention", "reversible");

  @ArchTest
  static final ArchRule REVERSIBLE_LIES_BELOW_THE_REFORMER =
      noClasses()
          .that()
          .resideInAnyPackage(
              inModel(
                  "parameter", "kernel", "random", "layer", "attention", "coupling", "reversible"))
          .should()
          .dependOnClassesThat(
              resideInAPackage(MODEL)
                  .or(resideInAPackage(MODEL + ".optimizer.."))
                  .or(resideInAPackage(MODEL + ".flow.."))
                  .or(resideInAPackage(MODEL + ".checkpoint.."))
                  .or(resideInAPackage(MODEL + ".generate.."))
                  .or(resideInAPackage(MODEL + ".plan..")));

  @ArchTest
  static final ArchRule FLOWS_AND_THE_REFORMER_ARE_STRANGERS =
      noClasses()
          .that()
          .resideInAPackage(MODEL + ".flow..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(MODEL).or(resideInAPackage(MODEL + ".attention..")));

  @ArchTest
  static final ArchRule REFORMER_LIES_BELOW_ITS_USERS =
      noClasses()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(inModel("checkpoint", "generate", "plan", "flow"));

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLE =
      slices().matching("io.palindrome.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule STATIC_ND4J_STAYS_IN_KERNELS_AND_PARAMETERS =
      noClasses()
          .that()
          .resideInAPackage("io.palindrome.model..")
          .and()
          .resideOutsideOfPackages(inModel("kernel", "parameter"))
          .should()
          .accessClassesThat(belongToAnyOf(Nd4j.class));

  @ArchTest
  static final ArchRule DL4J_NETWORKS_STAY_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.palindrome.jobs.averaging.dl4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.deeplearning4j.nn..", "org.deeplearning4j.optimize..");

  @ArchTest
  static final ArchRule NO_PACKAGE_IS_A_DRAWER =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..misc..");

  @ArchTest
  static final ArchRule EXCEPTIONS_ARE_FINAL =
      classes()
          .that()
          .haveSimpleNameEndingWith("Exception")
          .should()
          .haveModifier(JavaModifier.FINAL);

  /** A rule over an empty set of classes would hold for nothing. */
  @ArchTest
  static void looksAtEveryModule(JavaClasses imported) {
    for (String module : List.of("conf", "pipeline", "model", "jobs")) {
      assertThat(imported)
          .anyMatch(type -> type.getPackageName().startsWith("io.palindrome." + module));
    }
  }

  private static ArchRule below(String upper, String... lower) {
    return noClasses()
        .that()
        .resideInAnyPackage(inModel(lower))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(MODEL + "." + upper + "..");
  }

  private static String[] inModel(String... packages) {
    return List.of(packages).stream().map(name -> MODEL + "." + name + "..").toArray(String[]::new);
  }
}
