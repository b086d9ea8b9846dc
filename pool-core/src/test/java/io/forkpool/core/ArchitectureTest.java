package io.forkpool.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The directions of dependency.
 *
 * <pre>
 *   io.forkpool.core ──▶ supervise ──▶ dispatch ──▶ outcome ──▶ codec ──▶ channel ──▶ the api
 *                    ├──▶ spawn ──▶ cache ──▶ child ────┤
 *                    ├──▶ process ──▶ child, pipe ──────┤
 *                    ├──▶ queue, pipe, sync ──▶ broker ─┘
 *                    └──▶ memory
 *   codec, queue, pipe, sync, memory ──▶ handle
 * </pre>
 */
@AnalyzeClasses(
    packages = "io.forkpool",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ImportOption.DoNotIncludePackageInfos.class
    })
class ArchitectureTest {
  private static final String CORE = "io.forkpool.core";
  private static final String CHANNEL = CORE + ".channel";
  private static final String CODEC = CORE + ".codec..";
  private static final String HANDLE = CORE + ".handle";
  private static final String OUTCOME = CORE + ".outcome";
  private static final String DISPATCH = CORE + ".dispatch";
  private static final String SUPERVISE = CORE + ".supervise";
  private static final String SPAWN = CORE + ".spawn";
  private static final String CHILD = CORE + ".child";
  private static final String CACHE = CORE + ".cache";
  private static final String MEMORY = CORE + ".memory";
  private static final String METRICS = CORE + ".metrics";
  private static final String PROCESS = CORE + ".process";
  private static final String BROKER = CORE + ".broker";
  private static final String PIPE = CORE + ".pipe";
  private static final String SYNC = CORE + ".sync";
  private static final String QUEUE = CORE + ".queue";

  /** What a package of core may see of core, besides itself. */
  private static ArchRule sees(String origin, String... others) {
    return noClasses()
        .that(resideInAPackage(origin))
        .should()
        .dependOnClassesThat(
            resideInAPackage(CORE + "..")
                .and(resideOutsideOfPackage(origin))
                .and(not(resideInAnyPackage(others))))
        .because("it knows of " + (others.length == 0 ? "nothing" : String.join(", ", others)));
  }

  @ArchTest static final ArchRule channelIsAtTheBottom = sees(CHANNEL);

  /** How what is shared travels: the codec and what is shared have that in common. */
  @ArchTest static final ArchRule handlesAreAtTheBottom = sees(HANDLE);

  @ArchTest static final ArchRule codecSeesChannelAndHandles = sees(CODEC, CHANNEL, HANDLE);

  @ArchTest static final ArchRule outcomesAreOfCodecAndChannel = sees(OUTCOME, CODEC, CHANNEL);

  @ArchTest
  static final ArchRule dispatchStartsAndEndsNoProcess = sees(DISPATCH, OUTCOME, CODEC, CHANNEL);

  @ArchTest
  static final ArchRule childSeesNothingOfItsParent = sees(CHILD, OUTCOME, CODEC, CHANNEL);

  /** It needs no channel: the kernel is what processes have in common. */
  @ArchTest static final ArchRule memoryStandsAlone = sees(MEMORY, HANDLE);

  @ArchTest static final ArchRule archivesAreOfWhatChildrenRun = sees(CACHE, CHILD);

  @ArchTest static final ArchRule spawnSeesOnlyWhatItStarts = sees(SPAWN, CHILD, CACHE);

  @ArchTest
  static final ArchRule supervisionKnowsStartMethodsByTheirInterface =
      sees(SUPERVISE, DISPATCH, CHILD, OUTCOME, CODEC, CHANNEL);

  @ArchTest
  static final ArchRule processesKnowStartMethodsByTheirInterface =
      sees(PROCESS, CHILD, CODEC, PIPE);

  @ArchTest static final ArchRule brokersKnowNotWhatTheyKeep = sees(BROKER, CHANNEL);

  @ArchTest static final ArchRule pipesAreSharedObjects = sees(PIPE, BROKER, CODEC, HANDLE);

  @ArchTest
  static final ArchRule queuesAreKeptByBrokers = sees(QUEUE, BROKER, CODEC, CHANNEL, HANDLE);

  @ArchTest
  static final ArchRule locksKnowOfOtherProcessesByTheBrokerOnly = sees(SYNC, BROKER, HANDLE);

  /** A comparison that stops at the first difference tells by its time how much was right. */
  @ArchTest
  static final ArchRule tokensAreComparedInConstantTime =
      classes()
          .that()
          .haveFullyQualifiedName(CHANNEL + ".Greeting")
          .should()
          .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class);

  @ArchTest
  static final ArchRule tokensAreNotComparedAsOtherBytesAre =
      noClasses()
          .that()
          .haveFullyQualifiedName(CHANNEL + ".Greeting")
          .should()
          .callMethod(Arrays.class, "equals", byte[].class, byte[].class);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.forkpool.core.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingBelowSeesTheTop =
      noClasses()
          .that(resideInAPackage(CORE + ".*.."))
          .should()
          .dependOnClassesThat(resideInAPackage(CORE));

  @ArchTest
  static final ArchRule coreKnowsNothingOfPosix =
      noClasses()
          .that(resideInAPackage(CORE + ".."))
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.forkpool.posix..", "com.sun.jna.."));

  @ArchTest
  static final ArchRule onlyTheCodecKnowsKryo =
      noClasses()
          .that(resideOutsideOfPackage(CODEC))
          .should()
          .dependOnClassesThat(resideInAPackage("com.esotericsoftware.."));

  @ArchTest
  static final ArchRule onlyMetricsKnowMicrometer =
      noClasses()
          .that(resideOutsideOfPackage(METRICS))
          .should()
          .dependOnClassesThat(resideInAPackage("io.micrometer.."));

  @ArchTest
  static final ArchRule coreNeedsNothingElse =
      classes()
          .that(resideInAPackage(CORE + ".."))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "io.forkpool",
                  "io.forkpool.spi",
                  CORE + "..",
                  "java..",
                  "com.esotericsoftware..",
                  "org.objenesis..",
                  "io.micrometer.."));
}
